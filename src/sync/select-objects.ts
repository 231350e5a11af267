/**
 * Which log objects of a page are read: not those that the ledger knows as settled with the same
 * content, not those outside the delivery times asked for, and not a file that is still growing.
 */
import type { IndexName } from '../core/brand.ts';
import type { OpenSearch } from '../opensearch/client.ts';
import { type KnownObject, ledgerId, readLedger, rejectedOf } from '../opensearch/ledger.ts';
import type { LogObject } from '../source/log-source.ts';
import type { SyncOptions } from './sync-run.ts';

export interface ChosenObject {
  readonly object: LogObject;
  /** Times it was read by earlier syncs without being settled as it is now. */
  readonly attemptsBefore: number;
  /** Lines of it that earlier syncs rejected, as far as they may be in quarantine. */
  readonly rejectedBefore: number;
}

export interface Selection {
  readonly chosen: readonly ChosenObject[];
  /** Left for the next pass, with the reason. */
  readonly waiting: readonly LogObject[];
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
  for (const [at, object] of readable.entries()) {
    const id = ids[at];
    const entry = id === undefined ? undefined : known.get(id);
    if (options.full || !isSettled(object, entry))
      chosen.push({
        object,
        attemptsBefore: entry?.attempts ?? 0,
        rejectedBefore: entry === undefined ? 0 : rejectedOf(entry),
      });
  }
  return { chosen, waiting };
}

function isSettled(object: LogObject, entry: KnownObject | undefined): boolean {
  return (
    entry !== undefined &&
    (entry.state === 'done' || entry.state === 'not_a_log') &&
    entry.etag === object.etag &&
    entry.size === object.sizeBytes
  );
}

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
