/**
 * The parameters of a question as they stand in its answer: what was given, and the defaults of what
 * was not. Asked with them, the same question gives the same answer.
 */
import { DIMENSION_TABLE } from './dimension-table.ts';
import { BOUND_TABLE } from './number-table.ts';
import {
  FILTER_TABLE,
  PARAMETER_OF_ALL_TABLE,
  PARAMETER_TABLE,
  type Parameter,
  type ParameterName,
  RANGE_TABLE,
} from './parameter-table.ts';
import type { RawParameters } from './raw-parameters.ts';

/** Texts as on the command line; what may be repeated is a list. */
export type AskedParameters = Readonly<Record<string, string | readonly string[]>>;

interface Takes {
  readonly argument: { readonly name: string; readonly default: string | null } | null;
  readonly parameters: readonly ParameterName[];
}

/** `raw` was found right for the question. */
export function askedParameters(
  { argument, parameters }: Takes,
  raw: RawParameters,
): AskedParameters {
  const asked: Record<string, string | readonly string[]> = {};
  const single: readonly Pick<Parameter, 'name' | 'default'>[] = [
    ...(argument === null ? [] : [{ name: argument.name, default: argument.default ?? '' }]),
    ...parameters.map((name): Parameter => PARAMETER_TABLE[name]),
    ...PARAMETER_OF_ALL_TABLE,
    ...RANGE_TABLE,
    ...BOUND_TABLE.map(({ name }) => ({ name })),
  ];
  for (const { name, default: fallback } of single) {
    const value = valuesOf(raw[name])[0] ?? fallback;
    if (value !== undefined) asked[name] = value;
  }
  for (const { name } of [...DIMENSION_TABLE, ...FILTER_TABLE]) {
    const values = valuesOf(raw[name]);
    if (values.length > 0) asked[name] = values;
  }
  return asked;
}

const valuesOf = (given: RawParameters[string]): readonly string[] =>
  typeof given === 'string' ? [given] : (given ?? []);
