/**
 * The records of one log that were written straight into a bulk request. Nothing is kept for each of
 * them: what a result needs to know stands in the item itself.
 */
import type { Batch, ItemResult, ItemTicket, WrittenBy } from '../../bulk/batch.ts';
import { asIndexName, type IndexName } from '../../core/brand.ts';
import type { RejectFacts } from '../../core/reject-reason.ts';
import type { ObjectProgress } from './object-progress.ts';

export interface RefusedRecord {
  readonly document: string;
  /** What OpenSearch said. */
  readonly reason: string;
  readonly facts: RejectFacts;
  /** SHA-256 of the line's bytes, in base64url. */
  readonly lineHash: string;
  readonly logKey: string;
  readonly lineNumber: number;
  readonly offset: number;
}

interface WrittenPlace {
  readonly id: string;
  readonly index: IndexName;
}

export class WrittenRecords implements WrittenBy {
  readonly kind = 'written';
  readonly #logKey: string;
  readonly #progress: ObjectProgress;
  readonly #refuse: (record: RefusedRecord) => void;

  constructor(logKey: string, progress: ObjectProgress, refuse: (record: RefusedRecord) => void) {
    this.#logKey = logKey;
    this.#progress = progress;
    this.#refuse = refuse;
  }

  created(batch: Batch, from: number, to: number): void {
    this.#progress.recordsCreated(to - from, (at) => placeOf(batch.itemBytes(from + at)));
  }

  ticket(batch: Batch, position: number): ItemTicket {
    const { id, index } = placeOf(batch.itemBytes(position));
    const document = documentOf(batch.itemBytes(position));
    const settle = (result: ItemResult): void => {
      if (result.kind === 'refused') {
        const { lineHash, offset } = batch.lineAt(position);
        this.#refuse({
          document: result.document,
          reason: result.reason,
          facts: factsOf(document),
          lineHash: Buffer.from(lineHash, 'latin1').toString('base64url'),
          logKey: this.#logKey,
          lineNumber: document.log_line,
          offset,
        });
      }
      this.#progress.recordSettled(result, id, index);
    };
    return { kind: 'record', index, id, logKey: this.#logKey, line: document.log_line, settle };
  }
}

/** What we wrote ourselves: bulk/encode-item.ts, core/field-table.ts. */
interface WrittenDocument {
  readonly '@timestamp': string;
  readonly remote_ip?: string;
  readonly bytes_sent?: number;
  readonly log_line: number;
}

const ACTION = /^(\{"create":\{"_index":"([^"]+)","_id":")([^"]+)"/;
/** Longer than any action line: names of indices have at most 255 bytes. */
const ACTION_BYTES_MAX = 512;
/** Six digits of time, a dash, twelve characters of the hash: transcode/write-id.ts. */
const ID_LENGTH = 19;
const LF = 0x0a;

/** Of the item that was read last: nearly all items of a request start alike. */
let lastStart = Buffer.alloc(0);
let lastIndex = asIndexName('');

function placeOf(item: Buffer): WrittenPlace {
  const { length } = lastStart;
  if (length > 0 && item.compare(lastStart, 0, length, 0, length) === 0)
    return { id: item.toString('latin1', length, length + ID_LENGTH), index: lastIndex };
  const action = ACTION.exec(item.toString('latin1', 0, ACTION_BYTES_MAX)) ?? [];
  const [, start = '', index = '', id = ''] = action;
  lastStart = Buffer.from(start, 'latin1');
  lastIndex = asIndexName(index);
  return { id, index: lastIndex };
}

const documentOf = (item: Buffer): WrittenDocument =>
  JSON.parse(item.toString('utf8', item.indexOf(LF) + 1));

const factsOf = (document: WrittenDocument): RejectFacts => ({
  remoteIp: document.remote_ip ?? null,
  bytesSent: document.bytes_sent ?? null,
  timeSeconds: Date.parse(document['@timestamp']) / 1_000,
  time: document['@timestamp'],
  hasRequestId: true, // others are not written in this way
});
