/**
 * What is said of a filter that finds nothing because nothing is called so: an answer of zeros would
 * else be taken for an all-clear.
 */
import { TamarinError } from '../../core/error.ts';
import type { Dimension } from '../ask/dimension-table.ts';
import { type Scope, scopeQuery, type ValueFilter } from '../ask/scope.ts';
import { meantText } from '../ask/unknown-name.ts';
import { nearestValues } from './nearest-values.ts';
import type { Snapshot } from './snapshot.ts';

/** What is looked for, each by a search of a millisecond or two: a list of a thousand is a program's. */
const TESTS_MAX = 20;

interface Noted {
  readonly scope: Scope;
  /** What the records are grouped by. */
  readonly dimension?: object;
  /** Of the answer. */
  readonly hasRecords: boolean;
}

/**
 * Sentences; none where every value was found.
 * @throws TamarinError `usage` for a value that is neither known nor in the records
 */
export async function filterNotes(
  { scope, dimension, hasRecords }: Noted,
  snapshot: Snapshot,
): Promise<readonly string[]> {
  const range = { ...scope, filters: [] };
  const tests = testsOf(scope, hasRecords).slice(0, TESTS_MAX);
  const notes: string[] = [];
  for (const test of tests) {
    const { dimension, values } = test;
    const [value] = values;
    if (value !== undefined && dimension.values?.includes(value)) continue; // there is such a value
    if ((await countOf({ ...range, filters: [asked(test)] }, snapshot)) > 0) continue; // one column after the other
    if (dimension.values !== undefined && value !== undefined) throw unknownValue(dimension, value);
    notes.push(await noteOf(test, range, snapshot));
  }
  const all = [...notes, ...(await settingNotes(dimension, range, snapshot))];
  // Of no records at all there is nothing to tell but that.
  return all.length === 0 || hasRecords || (await countOf(range, snapshot)) > 0 ? all : [];
}

/** One value, pattern or prefix each. */
function testsOf({ filters }: Scope, hasRecords: boolean): readonly ValueFilter[] {
  return filters.flatMap((filter) => {
    if (!('dimension' in filter) || filter.test === 'lacks') return [];
    const { values, patterns = [], ...rest } = filter;
    const tests = [
      ...values.map((value) => ({ ...rest, values: [value] })),
      ...patterns.map((pattern) => ({ ...rest, values: [], patterns: [pattern] })),
    ];
    // What let records through is there.
    return hasRecords && tests.length === 1 && filter.test !== 'is_not' ? [] : tests;
  });
}

/** To look for what is left out is to look for it. */
const asked = (test: ValueFilter): ValueFilter =>
  test.test === 'is_not' ? { ...test, test: 'is' } : test;

const countOf = async (scope: Scope, snapshot: Snapshot): Promise<number> =>
  (await snapshot.countAndAggregate(scopeQuery(scope), {})).records;

function unknownValue({ heading, values = [] }: Dimension, value: string): TamarinError {
  const message = `No ${heading} "${value}" is known, or in the records of this range.`;
  return new TamarinError('usage', message, {
    hint: `${meantText(value, values)}Choose one of: ${values.join(', ')}.`,
  });
}

async function noteOf(test: ValueFilter, range: Scope, snapshot: Snapshot): Promise<string> {
  const { dimension, values, patterns = [] } = test;
  const none = `${dimension.heading} in this range`;
  const [value] = values;
  if (value === undefined) return begin(test, `${none} matches “${patterns.join()}”.`);
  if (test.test === 'prefix') return begin(test, `${none} begins with “${value}”.`);
  const nearest = await nearestValues(dimension, value, range, snapshot);
  const meant = nearest.map((each) => `“${each}”`).join(' or ');
  const end = meant === '' ? '.' : `: did you mean ${meant}?`;
  return begin(test, `${none} is “${value}”${end}`);
}

const begin = ({ test, dimension }: ValueFilter, none: string): string =>
  test === 'is_not' ? `--not ${dimension.name} leaves nothing out: no ${none}` : `No ${none}`;

/** A dimension that only a data file gives. */
async function settingNotes(
  dimension: object | undefined,
  range: Scope,
  snapshot: Snapshot,
): Promise<readonly string[]> {
  const { field, setting, plural } = (dimension ?? {}) as Partial<Dimension>; // a folded one has neither
  if (field === undefined || setting === undefined) return [];
  const { records } = await snapshot.countAndAggregate(
    scopeQuery(range, { exists: { field } }),
    {},
  );
  return records > 0
    ? []
    : [
        `No record has ${plural}: set ${setting} to a data file, then run \`sync --full --overwrite\`.`,
      ];
}
