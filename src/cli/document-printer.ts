/** Collects what the lines of a chunk become: documents as bytes, one behind the other, and rejects. */
import { encodeDocument } from '../bulk/document.ts';
import { asLogKey } from '../core/brand.ts';
import { ByteWriter } from '../core/byte-writer.ts';
import { jsonLine } from '../core/printable.ts';
import type { RawLine } from '../core/raw-line.ts';
import type { Reject } from '../core/reject-reason.ts';
import type { Enrich } from '../enrich/enrich.ts';
import type { LineParser } from '../parse/parse-line.ts';
import type { TimeLimits } from '../parse/read-record.ts';
import { memberKey } from '../source/content/content.ts';
import type { ContentSink } from '../source/content/content-splitter.ts';
import { isBlankLine } from '../source/content/line-splitter.ts';
import type { LineEncoder, LogTexts } from '../transcode/line-encoder.ts';

export interface PrintedStages {
  readonly parser: LineParser;
  readonly enrich: Enrich;
  readonly quickWay: LineEncoder | null;
}

/** It grows where that is too little: many files are small. */
const ROOM_BYTES = 65_536;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const UTF8_BYTES_PER_UNIT_MAX = 3;

export class DocumentPrinter implements ContentSink {
  /** Of the file, as it was asked for. */
  readonly #file: string;
  /** Of the lines that come now: the file's, or that of a member of it. */
  #name: string;
  readonly #stages: PrintedStages;
  readonly #limits: TimeLimits;
  #texts: LogTexts | null;
  readonly #writer = new ByteWriter();
  #bytes = Buffer.allocUnsafe(ROOM_BYTES);
  #length = 0;
  #rejects = '';
  records = 0;
  rejected = 0;

  constructor(name: string, stages: PrintedStages, limits: TimeLimits) {
    this.#file = name;
    this.#name = name;
    this.#stages = stages;
    this.#limits = limits;
    this.#texts = this.#textsOf(name);
  }

  startMember(member: string): void {
    this.#name = memberKey(this.#file, member);
    this.#texts = this.#textsOf(this.#name);
  }

  line(raw: RawLine): void {
    if (this.#isQuick(raw)) return;
    const { text: line, number: logLine, offset } = raw;
    if (isBlankLine(line)) return;
    const { parser, enrich } = this.#stages;
    const outcome = parser.parseLine(line, this.#limits);
    if (outcome.kind === 'reject') {
      this.#reject(outcome, logLine, offset);
      return;
    }
    const { record, isPlain } = outcome;
    const provenance = { logKey: asLogKey(this.#name), logLine, syncId: null };
    this.records += 1;
    this.#add(`${encodeDocument(record, enrich(record), provenance, isPlain)}\n`);
  }

  oversizeLine(start: string, _sha256: string, lineNumber: number, offset: number): void {
    this.#reject(this.#stages.parser.oversizeReject(start), lineNumber, offset);
  }

  /** What has come since the last time. */
  take(): { readonly documents: string; readonly rejects: string } {
    const taken = {
      documents: this.#bytes.toString('utf8', 0, this.#length),
      rejects: this.#rejects,
    };
    this.#length = 0;
    this.#rejects = '';
    return taken;
  }

  #textsOf(name: string): LogTexts | null {
    return this.#stages.quickWay?.logTexts(asLogKey(name), null, this.#limits) ?? null;
  }

  /** False: the line takes the readable way. */
  #isQuick(raw: RawLine): boolean {
    const { quickWay } = this.#stages;
    const texts = this.#texts;
    if (quickWay === null || texts === null) return false;
    const room = quickWay.roomFor(raw, texts);
    if (room === 0) return false;
    this.#makeRoom(room);
    this.#writer.target(this.#bytes, this.#length);
    if (!quickWay.encodeDocument(raw, texts, this.#writer)) return false;
    this.#length = this.#writer.at;
    this.records += 1;
    return true;
  }

  #add(text: string): void {
    this.#makeRoom(text.length * UTF8_BYTES_PER_UNIT_MAX);
    this.#length += this.#bytes.write(text, this.#length, 'utf8');
  }

  #makeRoom(needed: number): void {
    if (this.#length + needed <= this.#bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#length + needed, this.#bytes.length * 2));
    this.#bytes.copy(larger, 0, 0, this.#length);
    this.#bytes = larger;
  }

  #reject({ reason, text }: Reject, line: number, offset: number): void {
    this.rejected += 1;
    this.#rejects += jsonLine({ file: this.#name, line, offset, reason, text });
  }
}
