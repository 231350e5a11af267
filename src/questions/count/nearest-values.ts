/** Values of the records that a person may have meant who named one that there is not. */
import type { Dimension } from '../ask/dimension-table.ts';
import { escapeGlob } from '../ask/glob.ts';
import { type Query, type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from './snapshot.ts';

const NAMES_MAX = 3;
/** A longer one was copied, not guessed; and it would be a large automaton. */
const CHARACTERS_MAX = 100;

/** The most frequent ones of the nearest kind: but for case and signs, with it inside, a slip away. */
export async function nearestValues(
  dimension: Dimension,
  value: string,
  range: Scope,
  snapshot: Snapshot,
): Promise<readonly string[]> {
  const { field, kind, isFilterOnly, part } = dimension;
  const plain = plainForm(value);
  const isAsked = kind === 'word' && part === undefined && isFilterOnly !== true && plain !== '';
  if (!isAsked || value.length > CHARACTERS_MAX) return [];
  const kinds = [
    { bool: { should: [value, plain].map((each) => sameButCase(field, each)) } },
    { wildcard: { [field]: { value: `*${escapeGlob(plain)}*`, case_insensitive: true } } },
    { fuzzy: { [field]: { value: plain, fuzziness: 'AUTO' } } },
  ] as const;
  const names = { names: { terms: { field, size: NAMES_MAX } } };
  const of = (query: Query) => ({ filter: query, aggs: names });
  const { same, inside, near } = await snapshot.aggregate(
    scopeQuery(range, { bool: { should: kinds } }),
    { same: of(kinds[0]), inside: of(kinds[1]), near: of(kinds[2]) },
  );
  const found = [same, inside, near].find(({ doc_count: count }) => count > 0);
  return (found?.names.buckets ?? []).map(({ key }) => String(key));
}

const sameButCase = (field: string, value: string): Query => ({
  term: { [field]: { value, case_insensitive: true } },
});

/** Without what people write around a name: `.mp3`, `audio/`, `https://www.example.com/`. */
const plainForm = (value: string): string =>
  value
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/^www\./i, '')
    .replace(/^[./]+/, '')
    .replace(/\/$/, '');
