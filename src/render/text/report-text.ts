/** Pure: what came of a sync, or what one would read, in words. */
import {
  formatAmount,
  formatBytes,
  formatCount,
  formatSeconds,
  plural,
} from '../../core/format.ts';
import { printable } from '../../core/printable.ts';
import type { SyncEstimate, SyncReport, SyncTally } from '../../sync/run/sync-report.ts';

/** How many log objects of a kind a person is told by name. */
const TOLD_OBJECTS_MAX = 10;

/** `tally` knows the names of what was not read; each line ends in a line end. */
export function reportText(report: SyncReport, tally: Tally): string {
  const lines = report.dryRun ? dryRunLines(report, tally) : syncLines(report);
  for (const text of tally.archived.slice(0, TOLD_OBJECTS_MAX)) lines.push(`archived: ${text}`);
  for (const text of tally.gone.slice(0, TOLD_OBJECTS_MAX)) lines.push(`gone: ${text}`);
  for (const text of tally.waiting.slice(0, TOLD_OBJECTS_MAX)) lines.push(`not read: ${text}`);
  if (report.olderReader > 0) lines.push(olderReaderText(report));
  return linesOf(lines);
}

/** What failed, apart: `--quiet` prints it too. */
export function failuresText({
  failures,
  objects,
}: Pick<SyncTally, 'failures' | 'objects'>): string {
  const lines = failures
    .slice(0, TOLD_OBJECTS_MAX)
    .map(({ key, reason }) => `failed: ${key}: ${reason}`);
  const others = objects.failed - lines.length;
  if (others > 0) lines.push(`failed: ${formatCount(others)} more; --json names up to 100`);
  return linesOf(lines);
}

/** Names of log objects are not ours. */
const linesOf = (lines: readonly string[]): string =>
  lines.map((line) => `${printable(line)}\n`).join('');

type Tally = Pick<SyncTally, 'left' | 'archived' | 'gone' | 'waiting'>;

function syncLines(report: SyncReport): string[] {
  const { done, skipped, failed, notALog, archived, gone, growing } = report.objects;
  const objects = [
    `${plural(done, 'log object')} read`,
    `${formatCount(skipped)} skipped`,
    `${formatCount(failed)} failed`,
    `${formatCount(notALog)} not access logs`,
    ...ifAny(archived, 'archived'),
    ...ifAny(gone, 'gone'),
    ...ifAny(growing, 'still being written'),
  ];
  return [
    `${report.source}: ${objects.join(', ')} in ${formatSeconds(report.seconds)}.`,
    ...(report.lines === 0 ? ['No new lines.'] : [linesText(report)]),
    ...(report.removed === 0
      ? []
      : [`${plural(report.removed, 'record')} of an earlier version removed.`]),
  ];
}

const linesText = ({ lines, indexed, duplicates, rejected, skipped }: SyncReport): string =>
  `${plural(lines, 'line')} = ${formatCount(indexed)} indexed + ` +
  `${plural(duplicates, 'duplicate')} + ${formatCount(rejected)} rejected + ` +
  `${formatCount(skipped)} skipped.`;

/** What is left out is said by its reason: only what was read is done. */
function dryRunLines(
  { source, objects, bytesToRead = 0, newestFirst, estimate }: SyncReport,
  { left }: Tally,
): string[] {
  const toRead = objects.listed - objects.skipped - objects.failed - objects.growing;
  const others = [
    ...ifAny(left.done, 'done'),
    ...ifAny(left.notALog, 'known not to be access logs'),
    ...ifAny(left.archived, 'archived'),
    ...ifAny(left.outside, 'outside --from and --to'),
    ...ifAny(objects.growing, 'still being written'),
    ...ifAny(objects.failed, 'not readable'),
  ];
  return [
    `${source}: ${plural(toRead, 'log object')} would be read (${formatBytes(bytesToRead)})` +
      `${others.map((text) => `, ${text}`).join('')}. Nothing was written.`,
    ...(estimate === undefined || toRead === 0 ? [] : estimateLines(estimate)),
    ...(newestFirst ? ['The last 35 days would be read first: they can be asked about then.'] : []),
  ];
}

function estimateLines({ gets, lists, cost, seconds }: SyncEstimate): string[] {
  const asked = `${plural(gets, 'GET')} and about ${plural(lists, 'LIST')}`;
  const price =
    cost === null
      ? 'no list price of them is known here'
      : `${formatAmount(cost.amount)} ${cost.currency} at list prices of ${cost.date} (${cost.region})`;
  const minutes = `About ${formatSeconds(seconds)}, at what two cores ship at least: 500 log objects or 3 MB a second.`;
  return [...(gets + lists === 0 ? [] : [`${asked}: ${price}.`]), minutes];
}

const ifAny = (count: number, what: string): readonly string[] =>
  count === 0 ? [] : [`${formatCount(count)} ${what}`];

/** A sync that leaves out what is old has not seen them all. */
function olderReaderText({ olderReader, listing }: SyncReport): string {
  const count = `${listing === 'recent' ? 'at least ' : ''}${plural(olderReader, 'log object')}`;
  const [were, them] = olderReader === 1 ? ['was', 'it'] : ['were', 'them'];
  return `${count} ${were} read by an older version: run sync --full --overwrite to read ${them} again`;
}
