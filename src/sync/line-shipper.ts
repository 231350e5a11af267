/**
 * The way of one log object's lines: parse, enrich, make the document and its id, hand it to the
 * sink; rejects go to quarantine. One shipper reads one log object.
 */

import { encodeDocument } from '../bulk/document.ts';
import { baseNameOf, documentId, lineHash } from '../bulk/document-id.ts';
import {
  encodeQuarantineItem,
  encodeRecordItem,
  type QuarantineEntry,
  type RecordAction,
  recordActionPrefix,
} from '../bulk/encode-item.ts';
import type { IndexNames } from '../bulk/index-name.ts';
import type { Sink } from '../bulk/sink.ts';
import type { IndexName, SyncId } from '../core/brand.ts';
import type { AccessRecord, DerivedFields } from '../core/record.ts';
import type { Reject, RejectFacts } from '../core/reject-reason.ts';
import type { LineOutcome, LineParser } from '../parse/parse-line.ts';
import type { TimeLimits } from '../parse/read-record.ts';
import { recordFacts } from '../parse/reject-facts.ts';
import { timeLimits } from '../parse/time-limits.ts';
import { trimBlanks } from '../parse/trim-blanks.ts';
import { isBlankLine, type LineSink } from '../source/line-splitter.ts';
import type { ObjectProgress } from './object-progress.ts';
import { Removals } from './removals.ts';

/** What all shippers of a sync share. */
export interface ShippingContext {
  readonly sink: Sink;
  readonly names: IndexNames;
  readonly action: RecordAction;
  readonly syncId: SyncId;
  readonly parser: LineParser;
  readonly enrich: (record: AccessRecord) => DerivedFields;
  /** Starts making a record index ready; the sink waits for it before it sends. */
  readonly prepareIndex: (index: IndexName) => void;
  readonly now: () => number;
}

type ParsedLine = Extract<LineOutcome, { kind: 'record' }>;

/** A file of another kind (parquet, CloudTrail) is told by this many rejects and no record. */
const NOT_A_LOG_REJECTS = 1_000;
/** Of such a file, as many lines are kept to be looked at. */
const NOT_A_LOG_QUARANTINED = 10;

export class LineShipper implements LineSink {
  readonly #context: ShippingContext;
  readonly #progress: ObjectProgress;
  readonly #logKey: string;
  readonly #baseName: string;
  readonly #timeLimits: TimeLimits;
  /** How often each line without a request id was met in this object, by its hash. */
  readonly #occurrences = new Map<string, number>();
  /** Rejects before the first record: they may turn out to be another kind of file. */
  #heldRejects: (() => void)[] | null = [];
  readonly #removals: Removals;
  #lastIndex: IndexName | null = null;
  #actionPrefix = '';
  isNotALog = false;

  /** `rejectedBefore`: lines of the log object that earlier syncs rejected. */
  constructor(context: ShippingContext, progress: ObjectProgress, rejectedBefore: number) {
    this.#context = context;
    this.#progress = progress;
    this.#removals = new Removals(context, progress, rejectedBefore);
    this.#logKey = progress.object.logKey;
    this.#baseName = baseNameOf(this.#logKey);
    this.#timeLimits = timeLimits(context.now(), progress.object.lastModifiedMs);
  }

  line(line: string, lineNumber: number, offset: number): void {
    if (this.isNotALog || isBlankLine(line)) return;
    const outcome = this.#context.parser.parseLine(line, this.#timeLimits);
    if (outcome.kind === 'record') this.#ship(outcome, line, lineNumber, offset);
    else {
      this.#removals.ofRecord(line, outcome.facts, { logKey: this.#logKey, lineNumber });
      // The id is made of the line as it stands, blanks included: as every version made it.
      this.#reject(outcome, () => lineHash(line), lineNumber, offset);
    }
  }

  oversizeLine(start: string, sha256: string, lineNumber: number, offset: number): void {
    if (this.isNotALog) return;
    this.#reject(this.#context.parser.oversizeReject(start), () => sha256, lineNumber, offset);
  }

  /** Nothing comes any more: rejects of a file without any record are shown too. */
  end(): void {
    this.#releaseRejects();
  }

  /** `whole`: the line as it stands in the log, with the blanks at its ends. */
  #ship({ record, isPlain }: ParsedLine, whole: string, lineNumber: number, offset: number): void {
    const line = trimBlanks(whole); // an outcome of the parser holds no secrets, so it holds no line
    if (this.#heldRejects !== null) this.#releaseRejects();
    const { names, sink, enrich, syncId } = this.#context;
    const index = names.recordIndex(record.time);
    if (index !== this.#lastIndex) this.#changeIndex(index);
    const occurrence = record.requestId === null ? this.#nextOccurrence(line) : null;
    const id = documentId(line, record.timeSeconds, occurrence, isPlain);
    const provenance = { logKey: this.#logKey, logLine: lineNumber, syncId };
    const document = encodeDocument(record, enrich(record), provenance, isPlain);
    this.#progress.recordSent(record.time);
    const place = { logKey: this.#logKey, lineNumber };
    if (line.length < whole.length) this.#removals.ofRecord(whole, recordFacts(record), place);
    sink.add(
      {
        kind: 'record',
        index,
        id,
        logKey: this.#logKey,
        line: lineNumber,
        settle: (result) => {
          if (result.kind === 'refused') {
            const { document: text, reason: detail } = result;
            const facts = this.#readFacts(whole);
            const reject = { reason: 'refused_by_opensearch', text, facts } as const;
            this.#quarantine(reject, lineHash(whole), lineNumber, offset, detail);
          } else if (result.kind === 'indexed' || result.kind === 'duplicate') {
            this.#removals.ofQuarantine(whole, line, place);
          }
          this.#progress.recordSettled(result);
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

  #nextOccurrence(line: string): { readonly baseName: string; readonly ordinal: number } {
    const hash = lineHash(line); // the line itself would keep its whole chunk in memory
    const ordinal = this.#occurrences.get(hash) ?? 0;
    this.#occurrences.set(hash, ordinal + 1);
    return { baseName: this.#baseName, ordinal };
  }

  #reject(reject: Reject, makeId: () => string, lineNumber: number, offset: number): void {
    this.#progress.lineRejected();
    if (this.#heldRejects === null) {
      this.#quarantine(reject, makeId(), lineNumber, offset);
      return;
    }
    const id = makeId();
    this.#heldRejects.push(() => this.#quarantine(reject, id, lineNumber, offset));
    if (this.#heldRejects.length < NOT_A_LOG_REJECTS) return;
    this.isNotALog = true;
    this.#heldRejects.length = NOT_A_LOG_QUARANTINED;
    this.#releaseRejects();
  }

  #releaseRejects(): void {
    const held = this.#heldRejects ?? [];
    this.#heldRejects = null;
    for (const quarantine of held) quarantine();
  }

  #quarantine(
    reject: Reject,
    id: string,
    lineNumber: number,
    offset: number,
    detail?: string,
  ): void {
    const { names, sink, syncId, now } = this.#context;
    const metAt = new Date(now()).toISOString();
    const entry: QuarantineEntry = {
      reason: reject.reason,
      ...(detail === undefined ? {} : { detail }),
      log_key: this.#logKey,
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
        logKey: this.#logKey,
        line: lineNumber,
        settle: (result) => this.#progress.quarantineSettled(result),
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
