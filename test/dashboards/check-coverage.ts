/** Check 9: there is a panel for each of the questions that Tamarin is for. */
import type { Check } from './check-objects.ts';
import { isVisual, type ReadObject, searchSourceOf, visStateOf } from './read-objects.ts';

interface Wanted {
  readonly of: string;
  /** What it is ordered by. */
  readonly by: string;
  readonly field?: string;
  readonly dql?: string;
}

/** A table of the first groups of a field, of all records but for what is given. */
const isList =
  ({ of, by, field, dql = '' }: Wanted) =>
  (object: ReadObject): boolean => {
    if (!isVisual(object)) return false;
    const { type, aggs } = visStateOf(object);
    const rows = aggs.find((agg) => agg.type === 'terms');
    const first = aggs.find(({ id }) => id === rows?.params.orderBy);
    if (type !== 'table' || rows?.params.field !== of) return false;
    const source = searchSourceOf(object);
    if (source?.query.query !== dql || source.filter.length > 0) return false;
    return first?.type === by && first.params.field === field;
  };

const isComparison = (object: ReadObject): boolean =>
  isVisual(object) &&
  ['remote_ip', 'joinaggregate', 'median', 'mean'].every((word) =>
    String(visStateOf(object).params.spec).includes(word),
  );

const isSearch = ({ type, attributes }: ReadObject): boolean =>
  type === 'search' &&
  ['user_agent', 'referrer'].every((name) => String(attributes.columns).split(',').includes(name));

const WANTED: Readonly<Record<string, (object: ReadObject) => boolean>> = {
  'who takes the most bytes?': isList({ of: 'remote_ip', by: 'sum', field: 'bytes_sent' }),
  'who sends the most requests?': isList({ of: 'remote_ip', by: 'count' }),
  'which files are downloaded most?': isList({ of: 'key', by: 'sum', field: 'download_ppm' }),
  'which bots take the most?': isList({
    of: 'agent_name',
    by: 'sum',
    field: 'bytes_sent',
    dql: 'agent_class : bot',
  }),
  'who asks for the most files?': isList({ of: 'remote_ip', by: 'cardinality', field: 'key' }),
  'how do the first compare with the average?': isComparison,
  'who is called so, or comes from there?': isSearch,
};

export const checkCoverage: Check = (objects) =>
  Object.entries(WANTED)
    .filter(([, isWanted]) => !objects.some(isWanted))
    .map(([question]) => `nothing asks: ${question}`);
