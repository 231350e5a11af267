/** What `tamarin status` prints: as data, and as a person reads it. */
import { styleText } from 'node:util';
import {
  formatBytes,
  formatCount,
  formatMoment,
  formatSeconds,
  formatTenths,
  plural,
} from '../../core/format.ts';
import { printable } from '../../core/printable.ts';
import type { AsOf } from '../../questions/reach/as-of.ts';
import { asOfText } from '../../questions/reach/as-of-text.ts';
import type { SyncFacts } from '../../questions/reach/reach-facts.ts';
import { syncText } from '../../questions/reach/sync-words.ts';
import type { BucketStatus, DiskStatus, RunningSync } from '../../sync/store/holdings.ts';
import type { LedgerStatus } from '../../sync/store/ledger-status.ts';
import type { NextStep } from './next-step.ts';
import { wrap } from './wrap.ts';

/** Printed by `--json`: fields may be added, never changed. */
export interface Status {
  readonly asOf: AsOf;
  readonly sources: readonly SourceStatus[];
  /** Quarantined lines by reason. */
  readonly rejects: Readonly<Record<string, number>>;
  readonly buckets: readonly BucketStatus[];
  /** null: the permission to look is missing. */
  readonly disk: DiskStatus | null;
  /** Who holds the lease of a source. */
  readonly running: readonly RunningSync[];
  readonly next: NextStep;
}

export interface SourceStatus extends LedgerStatus {
  readonly source: string;
  readonly sourceId: string;
  /** Whether answers wait for it: something of it was shipped. */
  readonly counts: boolean;
  readonly lastSync: SyncFacts;
  readonly lastCompleteSync: SyncFacts | null;
  /** Files that were still being written. */
  readonly growing: number;
}

/** `columnsMax`: width of the terminal; null: no line is broken. */
export function statusText(
  status: Status,
  nowMs: number,
  columnsMax: number | null = null,
): string {
  const { asOf, sources, rejects, next } = status;
  const lines = [
    printable(asOfText({ ...asOf, rejected: null }, nowMs)),
    ...sources.flatMap((source) => sourceLines(source, nowMs)),
    ...rejectLines(rejects),
    ...holdingLines(status, nowMs),
    '',
    `${styleText('bold', 'Next:')} ${printable(next.command)}`,
    `  ${printable(next.because)}`,
  ];
  return lines
    .flatMap((line) => wrap(line, columnsMax, IS_ROW.test(line) ? VALUE_AT : undefined))
    .map((line) => `${line}\n`)
    .join('');
}

/** Where the text of a row begins: what does not fit in its line goes on there. */
const VALUE_AT = 22;
const IS_ROW = /^ {2}\S.{19}\S/;

const BUCKETS_SHOWN = 10;

/** Nothing where nothing is kept. */
function holdingLines({ buckets, disk, running }: Status, nowMs: number): readonly string[] {
  const span = ({ first, last }: BucketStatus): string => `${formatMoment(first, nowMs)} to ${formatMoment(last, nowMs)} UTC`; // biome-ignore format: one rule
  const more = buckets.length - BUCKETS_SHOWN;
  const lines = [
    ...buckets
      .slice(0, BUCKETS_SHOWN)
      .map((each) => row(each.bucket, `${plural(each.records, 'record')}, ${span(each)}`)),
    ...(more > 0 ? [row('', `and ${plural(more, 'more bucket')}; --json names all`)] : []),
    ...running.map(
      ({ source, startedAt, heartbeatAt }) =>
      row('running', `${source}, since ${formatMoment(startedAt, nowMs)} UTC; last sign of life ${formatSeconds(Math.max(0, nowMs - Date.parse(heartbeatAt)) / 1_000)} ago`), // biome-ignore format: one row
    ),
    ...(disk === null || disk.bytes === 0
      ? []
      : [row('disk', `${formatBytes(disk.bytes)}: records ${formatBytes(disk.records)}, the rest ${formatBytes(disk.bookkeeping)}`)]), // biome-ignore format: one row
  ];
  return lines.length === 0 ? [] : ['', styleText('bold', 'What is kept'), ...lines];
}

const row = (name: string, text: string): string =>
  `  ${name.padEnd(VALUE_AT - 2)}${printable(text)}`;

function sourceLines(status: SourceStatus, nowMs: number): readonly string[] {
  const { source, lastSync, lastCompleteSync: complete, delay, named, rejectedIn } = status;
  const others = status.rejectedObjects - rejectedIn.length;
  const began = ({ startedAt }: SyncFacts): string => `began ${formatMoment(startedAt, nowMs)} UTC`;
  const later = complete === null || complete.startedAt !== lastSync.startedAt;
  const last =
    lastSync.state === 'done'
      ? `read only a part (${began(lastSync)})`
      : `${syncText({ ...lastSync, listingEnded: lastSync.isListed }, 'the')} (${began(lastSync)})`;
  return [
    '',
    `${styleText('bold', printable(source))}${status.counts ? '' : ' (nothing from it has been shipped)'}`,
    row('last complete sync', complete === null ? 'none' : began(complete)),
    ...(later ? [row('last sync', last)] : []),
    row('log objects', objectsText(status)),
    // A folder is filled when its owner likes.
    ...(delay === null || !source.startsWith('s3://')
      ? []
      : [
          row(
            'S3 delivery delay',
            `about ${delayText(delay.p50.value)} (median), about ${delayText(delay.p90.value)} (90 %), about ${delayText(delay.p99.value)} (99 %), at most ${delayText(delay.max)}`,
          ),
        ]),
    ...rejectedIn.map(({ logKey, lines }) => row('rejected lines', `${formatCount(lines)} in ${logKey}`)), // biome-ignore format: one row
    ...(others > 0 ? [row('', `and in ${plural(others, 'more log object')}`)] : []), // biome-ignore format: one row
    ...named.map(({ logKey, state, reason }) =>
      row(state, reason === '' ? logKey : `${logKey}: ${reason}`),
    ),
  ];
}

const HOUR_S = 3_600;
const delayText = (seconds: number): string =>
  seconds < 2 * HOUR_S ? formatSeconds(seconds) : `${formatTenths(seconds / HOUR_S)} h`;

const STATE_WORDS = [
  ['done', 'done'],
  ['failed', 'failed'],
  ['archived', 'archived'],
  ['gone', 'deleted before they were read'],
  ['not_a_log', 'not access logs'],
] as const;

function objectsText({ objects, growing }: SourceStatus): string {
  const counted = STATE_WORDS.map(([state, words]) => [objects[state] ?? 0, words] as const);
  return [...counted, [growing, 'still being written'] as const]
    .filter(([count], at) => count > 0 || at === 0)
    .map(([count, words]) => `${formatCount(count)} ${words}`)
    .join(', ');
}

function rejectLines(rejects: Readonly<Record<string, number>>): readonly string[] {
  const reasons = Object.entries(rejects);
  if (reasons.length === 0) return [];
  const lines = reasons.reduce((sum, [, count]) => sum + count, 0);
  return [
    '',
    `${plural(lines, 'line')} rejected, each kept in the quarantine index ("tamarin quarantine" shows them):`,
    ...reasons.map(([reason, count]) => row(reason, formatCount(count))),
  ];
}
