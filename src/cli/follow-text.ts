/** What a sync says that waits for another one of its source. */
import type { RunningSync } from '../app/sync-source.ts';
import { formatCount, plural } from '../core/format.ts';

/** Said once: whose sync it is, and what comes then. */
export const waitText = ({ lease: { sync_id: syncId, source, owner } }: RunningSync): string =>
  `Sync ${syncId} of ${source} is running (process ${owner.pid} on ${owner.host}): waiting for its end, then making a pass of its own.`;

export const OWN_PASS = 'It has ended: this is the pass of its own.';

/** How far it is. */
export function followText({ lease: { sync_id: syncId }, document }: RunningSync): string {
  if (document === null) return `following sync ${syncId}`;
  const { objects, lines, listing_ended: isListed } = document;
  const { listed, ...settled } = objects;
  const count = Object.values(settled).reduce((sum, each) => sum + each, 0);
  return (
    `following sync ${syncId}: ${formatCount(count)} of ${isListed ? '' : 'at least '}` +
    `${formatCount(listed)} log objects, ${plural(lines, 'line')}`
  );
}
