/**
 * The end of a log object of which a reading was taken back: what that reading created and the good
 * one did not meet was never in the object. It is deleted by id where its stored provenance is this
 * sync and this object, and the user is told.
 */
import { encodeRemovalItem } from '../../bulk/encode-item.ts';
import { TamarinError } from '../../core/error.ts';
import { plural } from '../../core/format.ts';
import { memberKey } from '../../source/content/content.ts';
import type { DocumentPlace } from '../store/sync-store.ts';
import type { ObjectProgress, ReadEnd } from './object-progress.ts';
import type { Shipping } from './ship-object.ts';

/** Of one `_mget`. */
const PAGE = 1_000;

/** @throws what stopped the sink */
export async function settleLeftOver(
  shipping: Shipping,
  progress: ObjectProgress,
  end: ReadEnd,
): Promise<void> {
  if (!progress.isTakenBack) return;
  const { run, context } = shipping;
  await context.sink.drain(); // what the last reading has met is known now
  if (end.kind !== 'complete' && end.kind !== 'not_a_log') {
    progress.keepLeftOver(({ index }) => index !== run.names.quarantine);
    return;
  }
  const { logKey } = progress.object;
  const { leftOver, forgotten } = progress;
  let records = 0;
  for (let from = 0; from < leftOver.length; from += PAGE) {
    const places = await findOurs(shipping, logKey, leftOver.slice(from, from + PAGE)); // a request a page
    for (const place of places) removeDocument(shipping, progress, place);
    records += places.filter(({ index }) => index !== run.names.quarantine).length;
  }
  run.notice(
    `${logKey} arrived damaged and was read again; deleted what it does not contain: ` +
      `${plural(records, 'record')}${forgotten > 0 ? ` (of ${plural(forgotten, 'record')} it is not known)` : ''}`,
  );
}

async function findOurs(
  { run }: Shipping,
  logKey: string,
  places: readonly DocumentPlace[],
): Promise<readonly DocumentPlace[]> {
  const found = await run.store.readOrigins(places, { ofAnyAge: true });
  if (found.kind === 'unknown')
    throw new TamarinError(
      'opensearch_failed',
      `Cannot read the origin of records: ${found.reason}.`,
    );
  return places.filter((_, at) => {
    const provenance = found.origins[at];
    if (provenance?.sync_id !== run.syncId) return false;
    const { log_key } = provenance;
    return log_key === logKey || log_key.startsWith(memberKey(logKey, ''));
  });
}

function removeDocument(
  { context }: Shipping,
  progress: ObjectProgress,
  { index, id }: DocumentPlace,
): void {
  progress.removalSent();
  const { logKey } = progress.object;
  context.sink.add(
    {
      kind: 'removal',
      index,
      id,
      logKey,
      line: 0,
      settle: (result) => progress.removalSettled(result),
    },
    encodeRemovalItem(index, id),
  );
}
