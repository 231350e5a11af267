/** Range and filters as a person gives them, checked, so that no question fails half-way for them. */
import { TamarinError } from '../../core/error.ts';
import { readAudience } from './audience.ts';
import {
  DIMENSION_TABLE,
  type Dimension,
  ofParameter,
  requireDimension,
} from './dimension-table.ts';
import type { Glob } from './glob.ts';
import { allValues, onlyValue, type RawParameters, VALUES_MAX } from './raw-parameters.ts';
import { readBounds } from './read-bounds.ts';
import { readExact, readValue } from './read-value.ts';
import type { Scope, ValueFilter } from './scope.ts';

/** Each is an automaton that goes through all values of its field. */
const PATTERNS_MAX = 100;

/** Of times that read-times.ts has made moments. @throws TamarinError `usage` */
export function readScope(raw: RawParameters): Scope {
  const [from, to] = [onlyValue('from', raw), onlyValue('to', raw)];
  if (from !== null && to !== null && from >= to)
    throw new TamarinError('usage', `The range is empty: ${from} is not before ${to}.`, {
      hint: '--from is the first moment asked about, --to the first one after it.',
    });
  const filters = [...readIs(raw), ...readPrefix(raw), ...readWithout(raw), ...readNot(raw)];
  refuseTooMany(
    'values',
    sumOf(filters, ({ values }) => values.length),
    VALUES_MAX,
  );
  refuseTooMany(
    'patterns',
    sumOf(filters, ({ patterns = [] }) => patterns.length),
    PATTERNS_MAX,
  );
  return { from, to, filters: [...readAudience(raw), ...filters, ...readBounds(raw)] };
}

const sumOf = (filters: readonly ValueFilter[], count: (filter: ValueFilter) => number): number =>
  filters.reduce((sum, filter) => sum + count(filter), 0);

function refuseTooMany(what: string, count: number, most: number): void {
  if (count > most)
    throw new TamarinError(
      'usage',
      `The filters have ${count} ${what} in all, over the limit of ${most}.`,
    );
}

interface Given {
  readonly dimension: Dimension;
  readonly glob: Glob;
}

/** What is asked of one dimension as a value, as a pattern and as it stands: any of them. */
function readIs(raw: RawParameters): readonly ValueFilter[] {
  const given = [
    ...DIMENSION_TABLE.flatMap((row) =>
      allValues(row.name, raw).map((text): Given => {
        const { dimension, value } = splitParameter(row, text);
        return { dimension, glob: readValue(dimension, value) };
      }),
    ),
    ...allValues('is', raw).map((text): Given => {
      const { dimension, value } = splitPair('is', text);
      return { dimension, glob: { kind: 'exact', value: readExact(dimension, value) } };
    }),
  ];
  const byName = Map.groupBy(given, ({ dimension }) => dimension.name);
  return [...byName.values()].flatMap((some) =>
    some.slice(0, 1).map(({ dimension }) =>
      valueFilter(
        dimension,
        'is',
        some.map(({ glob }) => glob),
      ),
    ),
  );
}

interface Pair {
  readonly dimension: Dimension;
  readonly value: string;
}

/** A parameter of the URL is a dimension for each name: `x-user=johndoe`. */
function splitParameter(dimension: Dimension, text: string): Pair {
  if (dimension.kind !== 'parameter') return { dimension, value: text };
  const at = text.indexOf('=');
  if (at > 0)
    return { dimension: ofParameter(dimension, text.slice(0, at)), value: text.slice(at + 1) };
  const { name, heading } = dimension;
  throw new TamarinError('usage', `--${name} "${text}" names no ${heading} and value.`, {
    hint: `Use --${name} name=value, such as --${name} x-user=johndoe.`,
  });
}

function valueFilter(
  dimension: Dimension,
  test: 'is' | 'is_not',
  read: readonly Glob[],
): ValueFilter {
  const values = read.flatMap((glob) => (glob.kind === 'exact' ? [glob.value] : []));
  const patterns = read.flatMap((glob) => (glob.kind === 'pattern' ? [glob.pattern] : []));
  return { dimension, test, values, ...(patterns.length === 0 ? {} : { patterns }) };
}

function readPrefix(raw: RawParameters): readonly ValueFilter[] {
  const values = allValues('key-prefix', raw);
  return values.length === 0
    ? []
    : [{ dimension: requireDimension('key'), test: 'prefix', values }];
}

const readWithout = (raw: RawParameters): readonly ValueFilter[] =>
  allValues('without', raw).map((name) => ({
    dimension: requireDimension(name),
    test: 'lacks',
    values: [],
  }));

/** Leaving out one value and another is leaving out both. */
function readNot(raw: RawParameters): readonly ValueFilter[] {
  return allValues('not', raw).map((text) => {
    const { dimension, value } = splitPair('not', text);
    return valueFilter(dimension, 'is_not', [readValue(dimension, value)]);
  });
}

/** `dimension=value`; a value may hold the sign. */
function splitPair(flag: 'is' | 'not', text: string): Pair {
  const at = text.indexOf('=');
  if (at > 0) return splitParameter(requireDimension(text.slice(0, at)), text.slice(at + 1));
  throw new TamarinError('usage', `--${flag} "${text}" names no dimension and value.`, {
    hint: `Use --${flag} dimension=value, such as --${flag} agent-class=bot.`,
  });
}
