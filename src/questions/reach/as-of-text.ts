/** How far an answer reaches, in one line that ends it. */
import { formatMoment, plural } from '../../core/format.ts';
import type { AsOf } from './as-of.ts';
import { periodText, type RecordPeriod } from './record-period.ts';
import { syncText } from './sync-words.ts';

interface Reach {
  readonly asOf: AsOf;
  readonly period: RecordPeriod;
}

/** How far an answer reaches, and what records it is over. The newest one of all is told once. */
export function reachText({ asOf, period }: Reach, nowMs: number): string {
  const isNewest = period.last === asOf.newestRecord;
  const reach = asOfText(isNewest ? { ...asOf, newestRecord: null } : asOf, nowMs);
  return [reach, periodText(period, nowMs)].filter((text) => text !== '').join(' ');
}

/** `nowMs`: a time of another year is shown with it. */
export function asOfText(asOf: AsOf, nowMs: number): string {
  const sentences = [
    asOf.complete ? completeText(asOf, nowMs) : `NOT complete: ${asOf.because}.`,
    ...(asOf.complete ? laterText(asOf) : newestText(asOf, nowMs)),
    ...unseenText(asOf),
    ...rejectedText(asOf),
  ];
  return sentences.join(' ');
}

function completeText({ deliveredUntil, newestRecord, sources }: AsOf, nowMs: number): string {
  const until = deliveredUntil === null ? '' : formatMoment(deliveredUntil, nowMs);
  const newest =
    newestRecord === null ? [] : [`newest record ${formatMoment(newestRecord, nowMs)}`];
  // Whoever fills a folder knows when; S3 delivers in any order, hours late.
  const late = sources.some(({ source }) => source.startsWith('s3://'))
    ? ['S3 may still deliver logs of the last hours']
    : [];
  return `${[`All logs delivered by ${until} UTC are in`, ...newest, ...late].join('; ')}.`;
}

/** A later sync takes nothing away from what is in, nor does one that has yet to read older days. */
function laterText({ lastSync, deliveredUntil }: AsOf): readonly string[] {
  if (lastSync === null || lastSync.state === 'done') return [];
  return lastSync.startedAt === deliveredUntil
    ? [`Older days follow: ${syncText(lastSync)}.`]
    : [`${syncText(lastSync, 'A later')}.`];
}

const newestText = ({ newestRecord }: AsOf, nowMs: number): readonly string[] =>
  newestRecord === null ? [] : [`Newest record ${formatMoment(newestRecord, nowMs)} UTC.`];

const unseenText = ({ unseenSeconds: seconds }: AsOf): readonly string[] =>
  seconds === 0
    ? []
    : [`Up to ${seconds} s old: permission to refresh the record indices is missing.`];

const rejectedText = ({ rejected }: AsOf): readonly string[] =>
  rejected === null || rejected === 0
    ? []
    : [
        `${plural(rejected, 'line')} in this range ${rejected === 1 ? 'was' : 'were'} rejected: see "tamarin quarantine".`,
      ];
