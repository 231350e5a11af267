/** What has to be granted to whom, read from the words in which OpenSearch's security refuses. */

/** `no permissions for [ACTION] and User [name=NAME, backend_roles=[…]…]`; 3.x says a little more. */
const REFUSAL =
  /no permissions for \[(?<action>[\w:/*]+)(?:\[\w+\])?[^\]]*\](?:.*?User \[name=(?<user>[^,\]]+))?/;

/** These are granted on the cluster, though some name indices: on an index alone they are refused. */
const CLUSTER_ACTION =
  /^cluster:|^indices:admin\/(?:index_)?template\/|^indices:data\/(?:read\/(?:mget|msearch|scroll)|write\/(?:bulk|reindex))$/;

/** Names of months and days say nothing here: a right is granted on all record indices. */
const RECORD_INDEX = /-records-[\d-]+/g;

export interface RefusedRequest {
  /** What OpenSearch said. */
  readonly reason: string;
  /** The name that was given, in case the reason has none. */
  readonly user: string | null;
  /** What was asked; null: not known. */
  readonly index: string | null;
}

/** One sentence. Empty: the reason does not say that a right is missing. */
export function grantHint({ reason, user, index }: RefusedRequest): string {
  const { action, user: named } = REFUSAL.exec(reason)?.groups ?? {};
  if (action === undefined) return '';
  const isPart = reason.includes(`${action}[`); // such as mget[shard]: its own right, on the index
  const isOfCluster = CLUSTER_ACTION.test(action) && !isPart;
  const place = isOfCluster ? 'the cluster' : placeOf(index);
  const who = named ?? user ?? 'this user';
  return `Grant ${who} ${action}${isPart ? '*' : ''} on ${place}; docs/permissions.md, has all that Tamarin needs.`;
}

function placeOf(index: string | null): string {
  if (index === null) return 'the indices that were asked';
  return [...new Set(index.replaceAll(RECORD_INDEX, '-records-*').split(','))].join(', ');
}
