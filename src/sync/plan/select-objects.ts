/**
 * Which log objects of a page are read: not those that the ledger knows as settled with the same
 * content, not those outside the delivery times asked for, and not a file that is still growing.
 */
import type { SyncId } from '../../core/brand.ts';
import type { LogObject } from '../../source/log/log-source.ts';
import { READER_VERSION } from '../../source/log/reader-version.ts';
import type { SyncOptions } from '../run/sync-run.ts';
import {
  type KnownObject,
  type LedgerState,
  ledgerId,
  readerOf,
  recordsReader,
  rejectedOf,
} from '../store/ledger-entry.ts';
import type { SyncStore } from '../store/sync-store.ts';

export interface ChosenObject {
  readonly object: LogObject;
  /** Times it was read by earlier syncs without being settled as it is now. */
  readonly attemptsBefore: number;
  /** What the ledger says of it; null: nothing. */
  readonly stateBefore: LedgerState | null;
  /** The reader whose records of it may be in the index; null: there are none. */
  readonly readerBefore: number | null;
  /** Lines of it that earlier syncs rejected, as far as they may be in quarantine. */
  readonly rejectedBefore: number;
}

export interface Selection {
  /** To be read; those that cannot be are among them, and fail at once. */
  readonly chosen: readonly ChosenObject[];
  /** Left for the next pass, with the reason. */
  readonly growing: readonly LogObject[];
  readonly left: SkippedCounts;
  /** Left out as done, by an older reader. */
  readonly olderReader: number;
  /** Of an earlier pass of this sync: counted there. */
  readonly countedBefore: number;
}

interface SkippedCounts {
  readonly done: number;
  readonly notALog: number;
  readonly archived: number;
  /** Delivered before --from, or not before --to. */
  readonly outside: number;
}

interface SelectOptions extends SyncOptions {
  /** Archived objects that were asked for since then are left alone. */
  readonly archivedSinceMs: number;
  readonly syncId: SyncId;
  /** Log objects of which an earlier pass of this sync knows, but for those that it never saw. */
  readonly isOfEarlierPass?: (object: LogObject) => boolean;
}

/** One ledger request a page. */
export async function selectObjects(
  page: readonly LogObject[],
  store: Pick<SyncStore, 'readLedger'>,
  options: SelectOptions,
): Promise<Selection> {
  const { isOfEarlierPass = () => false } = options;
  const wanted = page.filter((object) => isDelivered(object, options));
  const growing = wanted.filter(({ notRead }) => notRead?.kind === 'growing');
  const readable = wanted.filter(({ notRead }) => notRead?.kind !== 'growing');
  const left = { done: 0, notALog: 0, archived: 0, outside: page.length - wanted.length };
  const ids = readable.map((object) => ledgerId(object.physicalId));
  const known = await store.readLedger(ids);
  const chosen: ChosenObject[] = [];
  let olderReader = 0;
  let countedBefore = growing.filter(isOfEarlierPass).length;
  for (const [at, object] of readable.entries()) {
    const id = ids[at];
    const entry = id === undefined ? undefined : known.get(id);
    const isSeen = object.notRead !== null || isKnownAs(object, entry, options.syncId);
    if (isSeen && isOfEarlierPass(object)) {
      countedBefore += 1;
      continue;
    }
    const settled = options.full ? null : settledAs(object, entry, options.archivedSinceMs);
    if (settled !== null) {
      left[settled] += 1;
      if (settled === 'done' && entry !== undefined && readerOf(entry) < READER_VERSION)
        olderReader += 1;
    } else {
      const { attempts = 0, state = null } = entry ?? {};
      const readerBefore = entry === undefined ? null : recordsReader(entry);
      const rejectedBefore = entry === undefined ? 0 : rejectedOf(entry);
      const before = { attemptsBefore: attempts, stateBefore: state, readerBefore, rejectedBefore };
      chosen.push({ object, ...before });
    }
  }
  const isNew = (object: LogObject): boolean => !isOfEarlierPass(object);
  return { chosen, growing: growing.filter(isNew), left, olderReader, countedBefore };
}

/** Read as it is, or by this sync as it was: the next one reads what has changed since. */
const isKnownAs = (object: LogObject, entry: KnownObject | undefined, syncId: SyncId): boolean =>
  entry !== undefined && (isSame(object, entry) || entry.sync_id === syncId);

const isSame = (object: LogObject, { etag, size }: KnownObject): boolean =>
  etag === object.etag && size === object.sizeBytes;

/** Null: it has to be read. */
function settledAs(
  object: LogObject,
  entry: KnownObject | undefined,
  archivedSinceMs: number,
): 'done' | 'notALog' | 'archived' | null {
  if (entry === undefined || !isSame(object, entry)) return null;
  switch (entry.state) {
    case 'done':
      return 'done';
    case 'not_a_log':
      // What an older reader took for no log may be one now.
      return readerOf(entry) < READER_VERSION ? null : 'notALog';
    case 'archived':
      return Date.parse(entry.finished_at) > archivedSinceMs ? 'archived' : null;
    case 'failed':
    case 'gone':
      return null;
    default:
      return entry.state satisfies never;
  }
}

/** Whether the object was delivered in the time that the user asked for. */
export function isDelivered(object: LogObject, { fromMs, toMs }: SyncOptions): boolean {
  // Of what cannot be read nobody knows the time.
  if ((fromMs === null && toMs === null) || object.notRead?.kind === 'unreadable') return true;
  const deliveredMs = deliveryTimeMs(object);
  return (fromMs === null || deliveredMs >= fromMs) && (toMs === null || deliveredMs < toMs);
}

/**
 * S3 writes the delivery time into the key: `2026-01-17-21-32-16-` and a unique string. Where the
 * folders are those of the days of the requests it writes the day and 00-00-00, so there the last
 * modification decides; of what was delivered at midnight it is the same time.
 */
const DELIVERY_STAMP = /(\d{4})-(\d\d)-(\d\d)-(\d\d)-(\d\d)-(\d\d)-[0-9A-Za-z]+(?:\.gz)?$/;

function deliveryTimeMs(object: LogObject): number {
  const match = DELIVERY_STAMP.exec(object.logKey);
  if (match === null) return object.lastModifiedMs;
  const [, year, month, day, hour, minute, second] = match;
  if (`${hour}${minute}${second}` === '000000') return object.lastModifiedMs;
  const stamp = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(stamp) ? object.lastModifiedMs : stamp;
}
