/** Who is a friend: what the configuration says, and who owns the buckets, which the records tell. */
import { TamarinError } from '../../core/error.ts';
import { friendQueries, isOfPeople } from '../ask/audience.ts';
import { type Filter, type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from './snapshot.ts';

/** Two clauses each, of the 1,024 that a query has room for. */
const OWNERS_MAX = 100;

/**
 * The scope as it can be asked for: whose `--audience` is people leaves out friends. One search, or
 * none. @throws TamarinError `question_too_large`
 */
export async function knowingFriends(scope: Scope, snapshot: Snapshot): Promise<Scope> {
  if (!isOfPeople(scope)) return scope;
  const friends = friendQueries(snapshot.friends, await readOwners(scope, snapshot));
  const known = (filter: Filter): Filter =>
    filter.test === 'people' ? { ...filter, friends } : filter;
  return { ...scope, filters: scope.filters.map(known) };
}

/** Of the buckets in which anybody has signed a request. */
async function readOwners(scope: Scope, snapshot: Snapshot): Promise<readonly string[]> {
  const { owners } = await snapshot.aggregate(
    scopeQuery(scope, { exists: { field: 'requester' } }),
    { owners: { terms: { field: 'bucket_owner', size: OWNERS_MAX + 1 } } },
  );
  if (owners.buckets.length <= OWNERS_MAX) return owners.buckets.map(({ key }) => String(key));
  throw new TamarinError(
    'question_too_large',
    `The buckets belong to more than ${OWNERS_MAX} owners, too many to leave each of them out.`,
    { hint: 'Ask about some of them: --bucket-owner, or --bucket.' },
  );
}
