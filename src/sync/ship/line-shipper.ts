/**
 * The way of one log object's lines: parse, enrich, make the document and its id, hand it to the
 * sink; rejects go to quarantine. One shipper reads one log object, with all members of an archive.
 */

import { encodeDocument } from '../../bulk/document.ts';
import { baseNameOf, documentId, lineHash } from '../../bulk/document-id.ts';
import {
  encodeQuarantineItem,
  encodeRecordItem,
  type QuarantineEntry,
  type RecordAction,
  recordActionPrefix,
} from '../../bulk/encode-item.ts';
import type { IndexNames } from '../../bulk/index-name.ts';
import type { Sink } from '../../bulk/sink.ts';
import type { IndexName, SyncId } from '../../core/brand.ts';
import { ByteWriter } from '../../core/byte-writer.ts';
import type { RawLine } from '../../core/raw-line.ts';
import type { AccessRecord, DerivedFields } from '../../core/record.ts';
import type { Reject, RejectFacts } from '../../core/reject-reason.ts';
import type { LineOutcome, LineParser } from '../../parse/parse-line.ts';
import type { TimeLimits } from '../../parse/read-record.ts';
import { recordFacts } from '../../parse/reject-facts.ts';
import { timeLimits } from '../../parse/time-limits.ts';
import { trimBlanks } from '../../parse/trim-blanks.ts';
import { memberKey } from '../../source/content/content.ts';
import type { ContentSink } from '../../source/content/content-splitter.ts';
import { isBlankLine } from '../../source/content/line-splitter.ts';
import type { QuickWay } from '../run/quick-way.ts';
import type { IdBudget } from './created-ids.ts';
import { LineOrdinals } from './line-ordinals.ts';
import { LogDoubt } from './log-doubt.ts';
import type { ObjectProgress } from './object-progress.ts';
import { Removals } from './removals.ts';
import { type RefusedRecord, WrittenRecords } from './written-records.ts';

/** What all shippers of a sync share. */
export interface ShippingContext {
  readonly sink: Sink;
  readonly names: IndexNames;
  readonly action: RecordAction;
  readonly syncId: SyncId;
  readonly parser: LineParser;
  readonly enrich: (record: AccessRecord) => DerivedFields;
  /** null: every line takes the readable way. */
  readonly quickWay: QuickWay | null;
  /** Starts making a record index ready; the sink waits for it before it sends. */
  readonly prepareIndex: (index: IndexName) => void;
  readonly now: () => number;
  readonly idBudget: IdBudget;
  /** Lines without a request id that one log object may have. */
  readonly distinctLinesMax: number;
}

/** Where a line stands. */
interface LinePlace {
  readonly logKey: string;
  readonly lineNumber: number;
  readonly offset: number;
}

/** What the quick way needs for the lines of one log. */
interface QuickLog {
  readonly way: QuickWay;
  readonly texts: unknown;
  readonly owner: WrittenRecords;
}

/** Shared: it is only in use during a call. */
const writer = new ByteWriter();

type ParsedLine = Extract<LineOutcome, { kind: 'record' }>;

export class LineShipper implements ContentSink {
  readonly #context: ShippingContext;
  readonly #progress: ObjectProgress;
  /** Of the lines that come now: the log object's, or that of a member of it. */
  #logKey: string;
  #baseName: string;
  readonly #timeLimits: TimeLimits;
  /** Of the lines without a request id under this log key. */
  readonly #ordinals: LineOrdinals;
  readonly #removals: Removals;
  #doubt = new LogDoubt(false);
  /** Made for the first line that can take it. */
  #quickLog: QuickLog | null = null;
  readonly #isQuick: boolean;
  #lastIndex: IndexName | null = null;
  #actionPrefix = '';

  /** `rejectedBefore`: lines of the log object that earlier syncs rejected. */
  constructor(context: ShippingContext, progress: ObjectProgress, rejectedBefore: number) {
    this.#context = context;
    this.#progress = progress;
    this.#ordinals = new LineOrdinals(context.distinctLinesMax);
    this.#removals = new Removals(context, progress, rejectedBefore);
    // Both look at each line for what an earlier version made of it.
    this.#isQuick = context.action === 'create' && rejectedBefore === 0;
    this.#logKey = progress.object.logKey;
    this.#baseName = baseNameOf(this.#logKey);
    this.#timeLimits = timeLimits(context.now(), progress.object.lastModifiedMs);
  }

  startMember(member: string): void {
    this.#changeLogKey(memberKey(this.#progress.object.logKey, member));
  }

  /** @throws ContentError where too many lines have no request id */
  line(raw: RawLine): void {
    if (this.#shipQuickly(raw)) return;
    const { text: line, number: lineNumber, offset } = raw;
    if (isBlankLine(line)) return;
    const outcome = this.#context.parser.parseLine(line, this.#timeLimits);
    if (outcome.kind === 'record') this.#ship(outcome, line, lineNumber, offset);
    else {
      this.#removals.ofRecord(line, outcome.facts, { logKey: this.#logKey, lineNumber });
      // The id is made of the line as it stands, blanks included: as every version made it.
      this.#reject(outcome, () => lineHash(line), lineNumber, offset);
    }
  }

  oversizeLine(start: string, sha256: string, lineNumber: number, offset: number): void {
    this.#reject(this.#context.parser.oversizeReject(start), () => sha256, lineNumber, offset);
  }

  /** It was found to be a log too late: lines before were not kept. */
  get isToReadAgain(): boolean {
    return this.#doubt.isToReadAgain;
  }

  /** All lines come again, from the first. `isLog`: that is known. */
  restart(about: { readonly isLog: boolean }): void {
    this.#doubt = new LogDoubt(about.isLog);
    this.#changeLogKey(this.#progress.object.logKey);
  }

  /** The object was read to its end. True: it is no log. */
  conclude(): boolean {
    return this.#doubt.conclude();
  }

  #changeLogKey(logKey: string): void {
    this.#logKey = logKey;
    this.#baseName = baseNameOf(logKey);
    this.#ordinals.clear();
    this.#removals.restart();
    this.#quickLog = null;
  }

  /** False: the line takes the readable way. */
  #shipQuickly(raw: RawLine): boolean {
    if (!this.#isQuick) return false;
    this.#quickLog ??= this.#openQuickLog();
    if (this.#quickLog === null) return false;
    const { way, texts, owner } = this.#quickLog;
    const room = way.roomFor(raw, texts);
    if (room === 0) return false;
    const { sink } = this.#context;
    sink.openItem(writer, room);
    if (!way.encodeItem(raw, texts, writer)) return false;
    const { holdsLines } = this.#doubt;
    if (!this.#doubt.prove()) return true;
    if (holdsLines) {
      sink.openItem(writer, room); // they stand where this one was written
      way.encodeItem(raw, texts, writer);
    }
    if (way.index !== null && way.index !== this.#lastIndex) this.#changeIndex(way.index);
    this.#progress.recordSent(way.timeSeconds);
    sink.closeItem(owner, writer, way);
    return true;
  }

  #openQuickLog(): QuickLog | null {
    const { quickWay: way, syncId } = this.#context;
    if (way === null) return null;
    const owner = new WrittenRecords(this.#logKey, this.#progress, (record) => this.#refuse(record)); // biome-ignore format: one line
    return { way, texts: way.logTexts(this.#logKey, syncId, this.#timeLimits), owner };
  }

  #refuse({ document, facts, lineHash: id, reason, ...place }: RefusedRecord): void {
    const reject = { reason: 'refused_by_opensearch', text: document, facts } as const;
    this.#quarantine(reject, id, place, reason);
  }

  /** `whole`: the line as it stands in the log, with the blanks at its ends. */
  #ship({ record, isPlain }: ParsedLine, whole: string, lineNumber: number, offset: number): void {
    if (!this.#doubt.prove()) return;
    const line = trimBlanks(whole); // an outcome of the parser holds no secrets, so it holds no line
    const { names, sink, enrich, syncId } = this.#context;
    const logKey = this.#logKey;
    const index = names.recordIndex(record.time);
    if (index !== this.#lastIndex) this.#changeIndex(index);
    const occurrence =
      record.requestId === null
        ? { baseName: this.#baseName, ordinal: this.#ordinals.next(line) }
        : null;
    const id = documentId(line, record.timeSeconds, occurrence, isPlain);
    const provenance = { logKey, logLine: lineNumber, syncId };
    const document = encodeDocument(record, enrich(record), provenance, isPlain);
    const place = { logKey, lineNumber, offset };
    if (line.length < whole.length) this.#removals.ofRecord(whole, recordFacts(record), place);
    this.#progress.recordSent(record.timeSeconds); // last: what was sent has to be settled
    sink.add(
      {
        kind: 'record',
        index,
        id,
        logKey,
        line: lineNumber,
        settle: (result) => {
          if (result.kind === 'refused') {
            const { document: text, reason: detail } = result;
            const facts = this.#readFacts(whole);
            const reject = { reason: 'refused_by_opensearch', text, facts } as const;
            this.#quarantine(reject, lineHash(whole), place, detail);
          } else if (result.kind === 'indexed' || result.kind === 'duplicate') {
            this.#removals.ofQuarantine(whole, line, place);
          }
          this.#progress.recordSettled(result, id, index);
        },
      },
      encodeRecordItem(this.#actionPrefix, id, document),
    );
  }

  /** Read again where they are needed: a record is not kept until it is settled. */
  #readFacts(whole: string): RejectFacts {
    const outcome = this.#context.parser.parseLine(whole, this.#timeLimits);
    return outcome.kind === 'record' ? recordFacts(outcome.record) : outcome.facts;
  }

  #changeIndex(index: IndexName): void {
    this.#context.prepareIndex(index);
    this.#actionPrefix = recordActionPrefix(this.#context.action, index);
    this.#lastIndex = index;
  }

  #reject(reject: Reject, makeId: () => string, lineNumber: number, offset: number): void {
    const isDoubtful = reject.reason === 'not_a_log_line';
    if (!isDoubtful && !this.#doubt.prove()) return;
    const id = makeId();
    const place = { logKey: this.#logKey, lineNumber, offset };
    const ship = (isCounted: boolean): void => {
      if (isCounted) this.#progress.lineRejected();
      this.#quarantine(reject, id, place);
    };
    if (isDoubtful) this.#doubt.doubt(ship);
    else ship(true);
  }

  #quarantine(reject: Reject, id: string, place: LinePlace, detail?: string): void {
    const { names, sink, syncId, now } = this.#context;
    const { logKey, lineNumber, offset } = place;
    const metAt = new Date(now()).toISOString();
    const entry: QuarantineEntry = {
      reason: reject.reason,
      ...(detail === undefined ? {} : { detail }),
      log_key: logKey,
      log_line: lineNumber,
      offset,
      text: reject.text,
      ...factFields(reject.facts),
      sync_id: syncId,
      first_met_at: metAt,
      last_met_at: metAt,
    };
    this.#progress.quarantineSent();
    sink.add(
      {
        kind: 'quarantine',
        index: names.quarantine,
        id,
        logKey,
        line: lineNumber,
        settle: (result) => this.#progress.quarantineSettled(result, id, names.quarantine),
      },
      encodeQuarantineItem(names.quarantine, id, entry),
    );
  }
}

const factFields = ({ remoteIp, bytesSent, time }: RejectFacts) => ({
  ...(remoteIp === null ? {} : { remote_ip: remoteIp }),
  ...(bytesSent === null ? {} : { bytes_sent: bytesSent }),
  ...(time === null ? {} : { record_time: time }),
});
