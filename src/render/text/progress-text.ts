/** Pure: how far a running sync is, in one line: per cent, bytes, and how long it may take yet. */
import { formatBytes, formatCount, formatSeconds, plural } from '../../core/format.ts';
import type { SyncTally } from '../../sync/run/sync-report.ts';

/** So little says nothing of the rest. */
const TOLD_AFTER_SHARE = 0.01;
const TOLD_AFTER_MS = 3_000;

/** Of a sync that reads the newest first, the part that it reads now. */
export function progressText(tally: Readonly<SyncTally>, nowMs: number): string {
  const { pass, objects, lines } = tally;
  if (pass.startedMs === null) return `listing${foundText(tally.lists)}`;
  const { before } = pass;
  const settled = tally.settled - before.settled;
  const listed = objects.listed - before.listed;
  const bytesRead = tally.bytesRead - before.bytesRead;
  const bytesToRead = tally.bytesToRead - before.bytesToRead;
  const share = bytesToRead > 0 ? bytesRead / bytesToRead : listed > 0 ? settled / listed : 0;
  const part = pass.name === null ? '' : `${pass.name}: `;
  const counts = `${formatCount(settled)} of ${pass.isListed ? '' : 'at least '}${formatCount(listed)} log objects`;
  const known = pass.isListed ? [`${Math.floor(share * 100)} %`] : ['listing'];
  const bytes = `${formatBytes(bytesRead)} of ${formatBytes(bytesToRead)}`;
  const elapsedMs = nowMs - pass.startedMs;
  const isTold =
    pass.isListed && share >= TOLD_AFTER_SHARE && share < 1 && elapsedMs >= TOLD_AFTER_MS;
  const left = isTold
    ? [`about ${formatSeconds((elapsedMs * (1 - share)) / share / 1_000)} left`]
    : [];
  const rejected = tally.rejected === 0 ? [] : [`${formatCount(tally.rejected)} rejected`];
  const said = [...known, counts, bytes, ...left, plural(lines, 'line'), ...rejected];
  return `syncing ${part}${said.join(', ')}`;
}

/** S3 lists a thousand keys at a time. */
const foundText = (lists: number): string =>
  lists === 0 ? '' : `: about ${formatCount(lists * 1_000)} keys so far`;
