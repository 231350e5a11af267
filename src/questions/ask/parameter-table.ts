/**
 * What a question may be given beside its range and filters: each parameter once. The command line
 * draws its options from here; read-parameters.ts and the questions' read.ts read their values.
 */

import { INTERVAL_TABLE } from './interval-table.ts';
import { METRIC_TABLE } from './metric-table.ts';
import { TEXT_FIELD_TABLE } from './text-field-table.ts';

export interface Parameter {
  readonly name: string;
  /** What its value is called in help texts; a flag has none. */
  readonly value?: string;
  readonly about: string;
  readonly default?: string;
  /** The only values there are; of a list, those of its parts. */
  readonly choices?: readonly string[];
  readonly isList?: true;
}

const names = (table: readonly { readonly name: string }[]): readonly string[] =>
  table.map(({ name }) => name);

export const LIMIT_MAX = 10_000;

// biome-ignore format: a table, one row a parameter
export const PARAMETER_TABLE = {
  by: { name: 'by', value: 'metric', about: 'what counts', default: 'bytes', choices: names(METRIC_TABLE) },
  limit: { name: 'limit', value: 'rows', about: `rows shown, at most ${LIMIT_MAX}`, default: '10' },
  interval: { name: 'interval', value: 'length', about: 'what a row covers, in UTC', default: 'day', choices: names(INTERVAL_TABLE) },
  in: { name: 'in', value: 'fields', about: `where to look, by commas: ${names(TEXT_FIELD_TABLE).join(', ')}`, default: names(TEXT_FIELD_TABLE).join(',') },
  literal: { name: 'literal', about: 'only the text as it stands inside a value, not its words' },
  after: { name: 'after', value: 'cursor', about: 'the page after this one: "next" of the page before' },
} as const satisfies Record<string, Parameter>;

export type ParameterName = keyof typeof PARAMETER_TABLE;

/** Beside one filter a dimension. Each may be repeated. */
// biome-ignore format: a table, one row a filter
export const FILTER_TABLE = [
  { name: 'key-prefix', value: 'prefix', about: 'only keys that begin so; repeated: any of them' },
  { name: 'without', value: 'dimension', about: 'only records that lack it: --without requester' },
  { name: 'not', value: 'dimension=value', about: 'leave these out: --not agent-class=bot' },
] as const;

/** Of the record's time. */
// biome-ignore format: a table, one row a bound
export const RANGE_TABLE = [
  { name: 'from', value: 'time', about: 'requests at this time (UTC) or later' },
  { name: 'to', value: 'time', about: 'requests before this time (UTC)' },
] as const;
