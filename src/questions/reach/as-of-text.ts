/** How far an answer reaches: in full, and as it stands below an answer. */
import { formatMoment, plural } from '../../core/format.ts';
import type { AsOf } from './as-of.ts';
import { gapsText, type RecordPeriod } from './record-period.ts';
import { syncText } from './sync-words.ts';

export interface Reach {
  readonly asOf: AsOf;
  readonly period: RecordPeriod;
}

/** `logs as of 24 Feb 00:07 UTC`, of today `logs as of 00:07 UTC`; why it is not complete, the notes say. */
export function asOfWords({ complete, deliveredUntil }: AsOf, nowMs: number): string {
  if (!complete || deliveredUntil === null) return 'NOT complete';
  const isToday = deliveredUntil.slice(0, DAY_LENGTH) === new Date(nowMs).toISOString().slice(0, DAY_LENGTH); // biome-ignore format: one rule
  const until = formatMoment(deliveredUntil, nowMs);
  return `logs as of ${isToday ? until.slice(-'00:00'.length) : until} UTC`;
}

const DAY_LENGTH = 'yyyy-mm-dd'.length;

/** What else there is to say of how far an answer reaches, as sentences; none where all is as it should be. */
export function reachNotes({ asOf, period }: Reach, nowMs: number): readonly string[] {
  const isNewest = period.last === asOf.newestRecord;
  const incomplete = [
    `NOT complete: ${asOf.because}.`,
    ...(isNewest ? [] : newestText(asOf, nowMs)),
  ];
  return [
    ...(asOf.complete ? [...lateText(asOf, period), ...laterText(asOf)] : incomplete),
    ...unseenText(asOf),
    ...rejectedText(asOf),
    ...gapsText(period, nowMs),
  ];
}

/** S3 delivers within hours, seldom later: older records are not in question. */
const LATE_MS = 86_400_000;

/** Only where records of the last hours could be in the answer. */
function lateText(asOf: AsOf, { last }: RecordPeriod): readonly string[] {
  const newest = last ?? asOf.newestRecord;
  const isOfLate =
    newest !== null && Date.parse(asOf.deliveredUntil ?? '') - Date.parse(newest) < LATE_MS;
  return isOfLate && isFromS3(asOf) ? [`${LATE_WORDS}.`] : [];
}

const LATE_WORDS = 'S3 may still deliver logs of the last hours';

/** Whoever fills a folder knows when; S3 delivers in any order, hours late. */
const isFromS3 = ({ sources }: AsOf): boolean =>
  sources.some(({ source }) => source.startsWith('s3://'));

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

function completeText(asOf: AsOf, nowMs: number): string {
  const { deliveredUntil, newestRecord } = asOf;
  const until = deliveredUntil === null ? '' : formatMoment(deliveredUntil, nowMs);
  const newest =
    newestRecord === null ? [] : [`newest record ${formatMoment(newestRecord, nowMs)}`];
  const late = isFromS3(asOf) ? [LATE_WORDS] : [];
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
