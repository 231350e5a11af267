/**
 * Documents by their ids, as they are now: a search would not see what was written since the last
 * refresh. One that cannot be read is an error; only one that is not there is not.
 */

import { TamarinError } from '../core/error.ts';
import { grantHint } from '../core/grant-hint.ts';
import { attempt, type OpenSearch } from './client.ts';

export interface DocumentPlace {
  readonly index: string;
  readonly id: string;
}

interface DocumentError {
  readonly type?: string;
  readonly reason?: string;
}

type Found = Readonly<Record<string, unknown>>;

/** Of each place the fields that are there; null: no such document. `what` as for `attempt`. */
export async function readDocuments(
  server: OpenSearch,
  what: string,
  places: readonly DocumentPlace[],
  fields: readonly string[],
): Promise<readonly (Found | null)[]> {
  if (places.length === 0) return [];
  return attempt(server, what, async (client) => {
    const docs = places.map(({ index, id }) => ({ _index: index, _id: id }));
    const { body } = await client.mget({ _source: [...fields], body: { docs } });
    return body.docs.map((doc) => {
      if ('error' in doc) throwUnlessMissing(server, what, doc._index, doc.error);
      return '_source' in doc && doc._source !== undefined ? (doc._source as Found) : null; // as filtered
    });
  });
}

/** The answer as a whole is 200. An index that is not there holds no document. */
function throwUnlessMissing(
  server: OpenSearch,
  what: string,
  index: string,
  { type = 'error', reason = 'no reason given' }: DocumentError,
): void {
  if (type === 'index_not_found_exception') return;
  const told = `${type}: ${reason}`;
  if (type === 'security_exception') {
    throw new TamarinError(
      'opensearch_denied',
      `OpenSearch at ${server.name} refused to ${what} (${index}): ${told}.`,
      { hint: grantHint({ reason, user: server.user, index }) },
    );
  }
  const isAway = AWAY.test(type);
  throw new TamarinError(
    isAway ? 'index_unavailable' : 'opensearch_failed',
    `OpenSearch at ${server.name} could not ${what} (${index}): ${told}.`,
    {
      hint: isAway
        ? '"tamarin doctor" shows the health of the cluster; GET _cluster/allocation/explain says why.'
        : '',
    },
  );
}

/** A shard is on no running node, or its node was lost while it was asked. */
const AWAY =
  /no_shard_available|unavailable_shards|node_(?:dis|not_)connected|connect_transport|receive_timeout|shard_not_in_primary|node_closed|rejected_execution|circuit_breaking/;
