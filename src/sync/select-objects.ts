/**
 * Which log objects of a page are read: not those that the ledger knows as settled with the same
 * content, not those outside the delivery times asked for, and not a file that is still growing.
 */
import type { IndexName } from '../core/brand.ts';
import type { OpenSearch } from '../opensearch/client.ts';
import {
  type KnownObject,
  ledgerId,
  readerOf,
  readLedger,
  recordsReader,
} from '../opensearch/ledger.ts';
import type { LogObject } from '../source/log-source.ts';
import { READER_VERSION } from '../source/reader-version.ts';
import type { SyncOptions } from './sync-run.ts';

export interface ChosenObject {
  readonly object: LogObject;
  /** Times it was read by earlier syncs without being settled as it is now. */
  readonly attemptsBefore: number;
  /** The reader whose records of it may be in the index; null: there are none. */
  readonly readerBefore: number | null;
}

export interface Selection {
  readonly chosen: readonly ChosenObject[];
  /** Left for the next pass, with the reason. */
  readonly waiting: readonly LogObject[];
  /** Left out as done, by an older reader. */
  readonly olderReader: number;
}

/** One ledger request a page. */
export async function selectObjects(
  page: readonly LogObject[],
  ledger: { readonly server: OpenSearch; readonly index: IndexName },
  options: SyncOptions,
): Promise<Selection> {
  const wanted = page.filter((object) => isDelivered(object, options));
  const waiting = wanted.filter((object) => object.waitBecause !== null);
  const readable = wanted.filter((object) => object.waitBecause === null);
  const ids = readable.map((object) => ledgerId(object.physicalId));
  const known = await readLedger(ledger.server, ledger.index, ids);
  const chosen: ChosenObject[] = [];
  let olderReader = 0;
  for (const [at, object] of readable.entries()) {
    const id = ids[at];
    const entry = id === undefined ? undefined : known.get(id);
    if (options.full || !isSettled(object, entry))
      chosen.push({
        object,
        attemptsBefore: entry?.attempts ?? 0,
        readerBefore: entry === undefined ? null : recordsReader(entry),
      });
    else if (entry !== undefined && readerOf(entry) < READER_VERSION) olderReader += 1;
  }
  return { chosen, waiting, olderReader };
}

function isSettled(object: LogObject, entry: KnownObject | undefined): boolean {
  return (
    entry !== undefined &&
    (entry.state === 'done' || isStillNoLog(entry)) &&
    entry.etag === object.etag &&
    entry.size === object.sizeBytes
  );
}

/** What an older reader took for no log may be one now. */
const isStillNoLog = (entry: KnownObject): boolean =>
  entry.state === 'not_a_log' && readerOf(entry) >= READER_VERSION;

/** Whether the object was delivered in the time that the user asked for. */
export function isDelivered(object: LogObject, { fromMs, toMs }: SyncOptions): boolean {
  if (fromMs === null && toMs === null) return true;
  const deliveredMs = deliveryTimeMs(object);
  return (fromMs === null || deliveredMs >= fromMs) && (toMs === null || deliveredMs < toMs);
}

/** S3 writes the delivery time into the key: `2026-01-17-21-32-16-` and a unique string. */
const DELIVERY_STAMP = /(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-[0-9A-Za-z]+(?:\.gz)?$/;

function deliveryTimeMs(object: LogObject): number {
  const match = DELIVERY_STAMP.exec(object.logKey);
  if (match === null) return object.lastModifiedMs;
  const [, year, month, day, hour, minute, second] = match;
  const stamp = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(stamp) ? object.lastModifiedMs : stamp;
}
