/**
 * Documents by their ids, as they are now: a search would not see what was written since the last
 * refresh. One that cannot be read is an error; only one that is not there is not.
 */

import type { API } from '@opensearch-project/opensearch';
import { TamarinError } from '../core/error.ts';
import { grantHint } from '../core/grant-hint.ts';
import type { DocumentPlace } from '../sync/store/sync-store.ts';
import { attempt, type OpenSearch } from './client.ts';

interface DocumentError {
  readonly type?: string;
  readonly reason?: string;
}

type Found = Readonly<Record<string, unknown>>;

/** Of each place the fields that are there; null: no such document. `what` as for `attempt`. */
export const readDocuments = (
  server: OpenSearch,
  what: string,
  places: readonly DocumentPlace[],
  fields: readonly string[],
): Promise<readonly (Found | null)[]> =>
  readPlaces(
    server,
    what,
    places,
    { _source: [...fields] },
    (doc) => ('_source' in doc && doc._source !== undefined ? (doc._source as Found) : null), // as filtered
  );

/**
 * The number of the write that made each document: an index counts its writes. Without the fields
 * it costs a tenth, less than the bulk request that met the documents: test/bench/conflicts.bench.ts.
 */
export const readSequences = (
  server: OpenSearch,
  what: string,
  places: readonly DocumentPlace[],
): Promise<readonly (number | null)[]> =>
  readPlaces(server, what, places, { _source: false, filter_path: SEQUENCE_ONLY }, (doc) =>
    '_seq_no' in doc && doc._seq_no !== undefined ? doc._seq_no : null,
  );

interface Versioned {
  readonly document: Found;
  readonly version: { readonly seqNo: number; readonly primaryTerm: number };
}

/** Whole documents, each with the number of its last write, for one that is only made if no other was. */
export const readVersioned = (
  server: OpenSearch,
  what: string,
  places: readonly DocumentPlace[],
): Promise<readonly (Versioned | null)[]> =>
  readPlaces(server, what, places, {}, (doc) => {
    if (!('_source' in doc) || doc._source === undefined) return null;
    const { _seq_no: seqNo = 0, _primary_term: primaryTerm = 0, _source: document } = doc;
    return { document: document as Found, version: { seqNo, primaryTerm } }; // as stored
  });

/** `_id` keeps the place of a document that is not there. */
const SEQUENCE_ONLY = 'docs._id,docs._seq_no,docs.error';

type AnyDocument = API.Mget_ResponseBody['docs'][number];

async function readPlaces<T>(
  server: OpenSearch,
  what: string,
  places: readonly DocumentPlace[],
  asked: Omit<API.Mget_Request, 'body'>,
  read: (doc: AnyDocument) => T,
): Promise<readonly T[]> {
  if (places.length === 0) return [];
  const docs = places.map(({ index, id }) => ({ _index: index, _id: id }));
  return attempt(server, what, async (client) => {
    const { body } = await client.mget({ ...asked, body: { docs } });
    return body.docs.map((doc, at) => {
      if ('error' in doc) throwUnlessMissing(server, what, places[at]?.index ?? '', doc.error);
      return read(doc);
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
  /no_shard_available|unavailable_shards|shard_not_found|index_shard|node_(?:dis|not_)connected|node_closed|connect_transport|receive_timeout|rejected_execution|circuit_breaking/;
