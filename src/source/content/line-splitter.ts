/**
 * Cuts a stream of bytes into lines: at LF only, because log lines may hold CR, U+2028, U+0085 or
 * NUL. Drops a BOM at the start of the stream and one CR before LF or at the end. A line over
 * LINE_BYTES_MAX costs no memory: only its first bytes and its hash are kept.
 *
 * Lines are handed on as bytes, where they lie; as text they are latin-1, a character a byte, so that
 * one non-ASCII byte does not make two-byte characters of a whole line.
 */
import { createHash, type Hash } from 'node:crypto';
import type { RawLine } from '../../core/raw-line.ts';
import { LINE_BYTES_MAX } from '../../core/reject-reason.ts';

/** How much of an oversize line is kept to be shown. */
const OVERSIZE_SHOWN_BYTES = 1_024;
const LF = 0x0a;
const CR = 0x0d;
const NOTHING = Buffer.alloc(0);
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const BLANK_LINE = /^[ \t]*$/;

/** Blank lines are handed on, so that numbers are those of an editor; they are no log lines. */
export const isBlankLine = (line: string): boolean => BLANK_LINE.test(line);

export interface LineSink {
  /** The line is as it is only during the call. */
  line(line: RawLine): void;
  /** A line over LINE_BYTES_MAX: its start and the SHA-256 (base64url) of all its bytes. */
  oversizeLine(start: string, sha256: string, lineNumber: number, offset: number): void;
}

interface Oversize {
  readonly hash: Hash;
  readonly start: string;
  /** A trailing CR is not part of the line: held back until the next byte shows which it is. */
  endsWithCr: boolean;
}

class SplitLine implements RawLine {
  buffer: Buffer = Buffer.alloc(0);
  view = new DataView(this.buffer.buffer);
  start = 0;
  end = 0;
  number = 0;
  offset = 0;

  lieIn(bytes: Buffer): void {
    this.buffer = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get text(): string {
    return this.buffer.toString('latin1', this.start, this.end);
  }
}

export class LineSplitter {
  readonly #line = new SplitLine();
  readonly #sink: LineSink;
  #rest: Buffer = NOTHING;
  #oversize: Oversize | null = null;
  #lineNumber = 0;
  /** Bytes of the stream before #rest. */
  #offset = 0;
  #lineOffset = 0;
  #isStart = true;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  /** Keeps nothing of `chunk`. */
  push(chunk: Buffer): void {
    if (this.#rest.length === 0) {
      this.#cut(chunk);
      return;
    }
    // Only the line that began before is put together: the whole chunk would be copied for it.
    const first = chunk.indexOf(LF) + 1;
    const end = first === 0 ? chunk.length : first;
    this.#cut(Buffer.concat([this.#rest, chunk.subarray(0, end)]));
    if (end < chunk.length) this.#cut(chunk.subarray(end));
  }

  #cut(chunk: Buffer): void {
    this.#rest = NOTHING;
    let bytes = chunk;
    if (this.#isStart) {
      if (bytes.length < BOM.length && BOM.subarray(0, bytes.length).equals(bytes)) {
        this.#rest = Buffer.from(bytes);
        return;
      }
      this.#isStart = false;
      if (bytes.subarray(0, BOM.length).equals(BOM)) {
        bytes = bytes.subarray(BOM.length);
        this.#offset = BOM.length;
      }
    }
    let start = this.#oversize === null ? 0 : this.#skipOversize(bytes);
    if (start < 0) return;
    const end = bytes.lastIndexOf(LF) + 1;
    if (end > start) this.#emitLines(bytes, start, end);
    start = Math.max(start, end);
    const rest = bytes.subarray(start);
    this.#offset += start;
    if (rest.length > LINE_BYTES_MAX + 1) this.#beginOversize(rest);
    else if (rest.length > 0) this.#rest = Buffer.from(rest);
  }

  /** The stream ended as it should: what is left is the last line. */
  end(): void {
    if (this.#oversize !== null) this.#endOversize();
    else if (this.#rest.length > 0) {
      this.#line.lieIn(this.#rest);
      this.#emit(0, this.#rest.length);
    }
    this.#rest = NOTHING;
  }

  #emitLines(bytes: Buffer, start: number, end: number): void {
    this.#line.lieIn(bytes);
    let from = start;
    while (from < end) {
      const to = bytes.indexOf(LF, from);
      this.#emit(from, to);
      from = to + 1;
    }
  }

  #emit(start: number, end: number): void {
    const line = this.#line;
    const { buffer } = line;
    line.start = start;
    line.end = end > start && buffer[end - 1] === CR ? end - 1 : end;
    line.offset = this.#offset + start;
    this.#lineNumber += 1;
    line.number = this.#lineNumber;
    if (line.end - start <= LINE_BYTES_MAX) this.#sink.line(line);
    else {
      const bytes = buffer.subarray(start, line.end);
      const sha256 = createHash('sha256').update(bytes).digest('base64url');
      const shown = bytes.toString('latin1', 0, OVERSIZE_SHOWN_BYTES);
      this.#sink.oversizeLine(shown, sha256, line.number, line.offset);
    }
  }

  #beginOversize(rest: Buffer): void {
    this.#lineOffset = this.#offset;
    this.#oversize = {
      hash: createHash('sha256'),
      start: rest.toString('latin1', 0, OVERSIZE_SHOWN_BYTES),
      endsWithCr: false,
    };
    this.#hashOversize(rest);
    this.#rest = NOTHING;
    this.#offset += rest.length;
  }

  /** Index behind the LF that ends the oversize line, or -1 when it goes on. */
  #skipOversize(bytes: Buffer): number {
    const end = bytes.indexOf(LF);
    this.#hashOversize(end < 0 ? bytes : bytes.subarray(0, end));
    if (end < 0) {
      this.#offset += bytes.length;
      return -1;
    }
    this.#endOversize();
    return end + 1;
  }

  #hashOversize(bytes: Buffer): void {
    if (this.#oversize === null || bytes.length === 0) return;
    if (this.#oversize.endsWithCr) this.#oversize.hash.update('\r');
    this.#oversize.endsWithCr = bytes[bytes.length - 1] === CR;
    this.#oversize.hash.update(this.#oversize.endsWithCr ? bytes.subarray(0, -1) : bytes);
  }

  #endOversize(): void {
    if (this.#oversize === null) return;
    const { hash, start } = this.#oversize;
    this.#oversize = null;
    this.#lineNumber += 1;
    this.#sink.oversizeLine(start, hash.digest('base64url'), this.#lineNumber, this.#lineOffset);
  }
}
