/**
 * What a question may be given beside its range and filters: each parameter once. The command line
 * draws its options from here; read-parameters.ts and the questions' read.ts read their values.
 */

import { DISTINCT_FORM, DISTINCT_PATTERN } from './distinct-metric.ts';
import { INTERVAL_TABLE } from './interval-table.ts';
import { EVERY_METRIC } from './metric.ts';
import { NUMBER_TABLE } from './number-table.ts';
import { TEXT_FIELD_TABLE } from './text-field-table.ts';
import { MONTH_PATTERN, PREVIOUS, SPAN_PATTERN, TIME_FORMS, TIME_PATTERN } from './time-forms.ts';

export interface Parameter {
  readonly name: string;
  /** What its value is called in help texts; a flag has none. */
  readonly value?: string;
  readonly about: string;
  readonly default?: string;
  /** The only values there are; of a list, those of its parts. */
  readonly choices?: readonly string[];
  /** And such values. */
  readonly alsoTakes?: { readonly form: string; readonly pattern: string };
  readonly isList?: true;
}

const names = (table: readonly { readonly name: string }[]): readonly string[] =>
  table.map(({ name }) => name);

export const LIMIT_MAX = 10_000;
/** Instead of a number of rows, where they can be handed on as they are read. */
export const ALL = 'all';

// biome-ignore format: a table, one row a parameter
export const PARAMETER_TABLE = {
  by: { name: 'by', value: 'metric', about: 'metric to use', default: 'bytes', choices: names(EVERY_METRIC), alsoTakes: { form: DISTINCT_FORM, pattern: DISTINCT_PATTERN } },
  limit: { name: 'limit', value: 'rows', about: `number of rows, at most ${LIMIT_MAX}; of "top" and "records" with --json or --csv also "${ALL}"`, default: '10' },
  cost: { name: 'cost', about: 'one more column: what it costs at list prices' },
  order: { name: 'order', value: 'direction', about: 'desc: the most, or the latest, first; asc: the least, or the earliest', default: 'desc', choices: ['desc', 'asc'] },
  since: { name: 'since', value: 'time', about: 'with --by first or last: only groups at or after this time, such as new ones' },
  until: { name: 'until', value: 'time', about: 'with --by first or last: only groups before this time, such as stale ones' },
  'minute-bytes': { name: 'minute-bytes', value: 'size', about: 'of iab-downloads: what a minute has at least; by default 960KB, as of MP3 at 128 kbit/s' },
  interval: { name: 'interval', value: 'length', about: 'time span of a row, by the clock of --tz', default: 'day', choices: names(INTERVAL_TABLE) },
  sort: { name: 'sort', value: 'order', about: 'records: newest first, oldest, or a number (bytes, size, time, turn-around), the greatest first; top --limit all: by name, or by value up to a million rows; growth: by difference whatever its sign, by rise or by fall', choices: ['newest', 'oldest', ...names(NUMBER_TABLE), 'name', 'value', 'difference', 'rise', 'fall'] },
  day: { name: 'day', value: 'day', about: 'the day to explain: 2026-02-17, yesterday (by default the most conspicuous one of the range)' },
  vs: { name: 'vs', value: 'range', about: 'what to compare with: "previous" (the same length before), a month (2026-01) or a range (2026-01-01..2026-01-15)', default: PREVIOUS },
  fields: { name: 'fields', value: 'names', about: 'fields to show, separated by commas: time,remote_ip,key (by default all; of a table, the usual ones)' },
  split: { name: 'split', value: 'dimension', about: 'one more column for each of its first five values, and one for the rest' },
  in: { name: 'in', value: 'fields', about: `fields to search, separated by commas: ${names(TEXT_FIELD_TABLE).join(', ')}`, default: names(TEXT_FIELD_TABLE).join(',') },
  literal: { name: 'literal', about: 'match only the text inside a value, not its words' },
  'min-score': { name: 'min-score', value: 'score', about: 'only rows with this score or more, 0 to 100; from 50 on a row accuses', default: '0' },
  members: { name: 'members', about: 'all addresses behind each row, and not only the first thousand' },
  'bill-gb': { name: 'bill-gb', value: 'GB', about: 'what the bill says of data sent to the internet, in GB as Amazon counts (2^30 bytes)' },
  bill: { name: 'bill', value: 'amount', about: 'what the bill says in money, of S3 and its data transfer' },
  after: { name: 'after', value: 'cursor', about: 'show the next page: the "next" value of this one' },
} as const satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof PARAMETER_TABLE;

/** Of every question; `bill` refuses another value than the default. */
// biome-ignore format: a table, one row a parameter
export const PARAMETER_OF_ALL_TABLE = [
  { name: 'audience', value: 'who', about: 'people: leaves out programs (bots, tools, libraries, CDNs), friends, and S3’s own work', default: 'all', choices: ['all', 'people'] },
] as const satisfies readonly Parameter[];

/** Beside one filter a dimension. Each may be repeated. */
// biome-ignore format: a table, one row a filter
export const FILTER_TABLE = [
  { name: 'key-prefix', value: 'prefix', about: 'only keys with this prefix; repeat to match any of them' },
  { name: 'without', value: 'dimension', about: 'only records without it: --without requester' },
  { name: 'not', value: 'dimension=value', about: "exclude these: --not agent-class=bot --not key='*.tmp'" },
  { name: 'is', value: 'dimension=value', about: 'only this value as it stands: * and ? are no wildcards' },
] as const;

/** Of the record's time; read-times.ts reads them. Where HTTP knows more of one, there is a pattern. */
// biome-ignore format: a table, one row a bound
export const RANGE_TABLE = [
  { name: 'from', value: 'time', about: `requests at or after this time: ${TIME_FORMS}`, pattern: TIME_PATTERN },
  { name: 'to', value: 'time', about: 'requests before this time', pattern: TIME_PATTERN },
  { name: 'last', value: 'span', about: 'requests of the last 24h, 7d or 4w, instead of --from and --to', pattern: SPAN_PATTERN },
  { name: 'month', value: 'month', about: 'requests of this month, such as 2026-02, instead of --from and --to', pattern: MONTH_PATTERN },
  { name: 'tz', value: 'zone', about: 'time zone of dates without one, of "today", and of days and hours, such as Europe/Berlin (by default UTC)' },
] as const;
