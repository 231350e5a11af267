/**
 * Cuts a stream of bytes into lines: at LF only, because log lines may hold CR, U+2028, U+0085 or
 * NUL. Drops a BOM at the start of the stream and one CR before LF or at the end. A line over
 * LINE_BYTES_MAX costs no memory: only its first bytes and its hash are kept.
 *
 * Lines are latin-1 strings, a character a byte: V8 cuts them from the chunk without copying, and
 * one non-ASCII byte does not turn the whole chunk into two-byte characters.
 */
import { createHash, type Hash } from 'node:crypto';
import { LINE_BYTES_MAX } from '../../core/reject-reason.ts';

/** How much of an oversize line is kept to be shown. */
const OVERSIZE_SHOWN_BYTES = 1_024;
const LF = 0x0a;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

const BLANK_LINE = /^[ \t]*$/;

/** Blank lines are handed on, so that numbers are those of an editor; they are no log lines. */
export const isBlankLine = (line: string): boolean => BLANK_LINE.test(line);

export interface LineSink {
  /** `lineNumber` counts from 1 and counts blank lines, `offset` is in decompressed bytes. */
  line(line: string, lineNumber: number, offset: number): void;
  /** A line over LINE_BYTES_MAX: its start and the SHA-256 (base64url) of all its bytes. */
  oversizeLine(start: string, sha256: string, lineNumber: number, offset: number): void;
}

interface Oversize {
  readonly hash: Hash;
  readonly start: string;
  /** A trailing CR is not part of the line: held back until the next byte shows which it is. */
  endsWithCr: boolean;
}

export class LineSplitter {
  readonly #sink: LineSink;
  #rest: Buffer = Buffer.alloc(0);
  #oversize: Oversize | null = null;
  #lineNumber = 0;
  /** Bytes of the stream before #rest. */
  #offset = 0;
  #lineOffset = 0;
  #isStart = true;

  constructor(sink: LineSink) {
    this.#sink = sink;
  }

  push(chunk: Buffer): void {
    let bytes = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk]);
    if (this.#isStart) {
      if (bytes.length < BOM.length && BOM.subarray(0, bytes.length).equals(bytes)) {
        this.#rest = bytes;
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
    if (end > start) this.#emitLines(bytes.toString('latin1', start, end), start);
    start = Math.max(start, end);
    const rest = bytes.subarray(start);
    this.#offset += start;
    if (rest.length > LINE_BYTES_MAX + 1) this.#beginOversize(rest);
    else this.#rest = rest;
  }

  /** The stream ended as it should: what is left is the last line. */
  end(): void {
    if (this.#oversize !== null) this.#endOversize();
    else if (this.#rest.length > 0) this.#emit(this.#rest.toString('latin1'), this.#offset);
    this.#rest = Buffer.alloc(0);
  }

  #emitLines(text: string, textStart: number): void {
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; to = text.indexOf('\n', from)) {
      this.#emit(text.slice(from, to), this.#offset + textStart + from);
      from = to + 1;
    }
  }

  #emit(text: string, offset: number): void {
    const line = text.charCodeAt(text.length - 1) === 0x0d ? text.slice(0, -1) : text;
    this.#lineNumber += 1;
    if (line.length <= LINE_BYTES_MAX) this.#sink.line(line, this.#lineNumber, offset);
    else {
      const sha256 = createHash('sha256').update(line, 'latin1').digest('base64url');
      this.#sink.oversizeLine(
        line.slice(0, OVERSIZE_SHOWN_BYTES),
        sha256,
        this.#lineNumber,
        offset,
      );
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
    this.#rest = Buffer.alloc(0);
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
    this.#oversize.endsWithCr = bytes[bytes.length - 1] === 0x0d;
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
