/**
 * Friends who are known by more than an address, found among what is wanted: who signs with the owner's
 * keys, and agents that the configuration names. A signature proves it; a name does not, so that by names
 * only an address is spared that hardly does anything else.
 */

import { friendQueries } from '../../questions/ask/audience.ts';
import { NO_FRIENDS } from '../../questions/ask/friends.ts';
import type { Query } from '../../questions/ask/scope.ts';
import type { Snapshot } from '../../questions/count/snapshot.ts';
import type { Own } from '../../questions/evidence/own.ts';
import { sweepFields } from '../../questions/evidence/sweep-pages.ts';
import { readCidr } from '../address/cidr.ts';
import { CDN, type NeverBlock } from '../plan/never-block.ts';

/** As `scrapers` takes a name for what somebody is. */
const NEARLY_ALL = 0.9;

interface Asked {
  /** Finds requests of the addresses that are wanted. */
  readonly query: Query;
  readonly own: Own;
}

/** One sweep. @throws TamarinError */
export async function resolveNever(
  { query, own }: Asked,
  snapshot: Snapshot,
): Promise<readonly NeverBlock[]> {
  const signed = friendQueries({ ...NO_FRIENDS, accounts: [...own.accounts] }, [...own.ids]);
  const named = friendQueries({ ...NO_FRIENDS, agents: snapshot.friends.agents }, []);
  const service = { prefix: { requester: { value: 'svc:' } } };
  const aggs = {
    signed: { filter: { bool: { should: [...signed, service] } } },
    cdn: { filter: { term: { origin: 'cdn' } } },
    named: { filter: named.length === 0 ? NOBODY : { bool: { should: named } } },
    cdnNamed: { filter: { term: { agent_class: 'cdn' } } },
  } as const;
  const never: NeverBlock[] = [];
  await sweepFields({ fields: ['remote_ip'], query, aggs }, snapshot, (bucket) => {
    const { key, doc_count: requests } = bucket;
    const isNearlyAll = (part: { readonly doc_count: number }): boolean =>
      part.doc_count >= NEARLY_ALL * requests;
    const because =
      bucket.cdn.doc_count > 0
        ? CDN
        : bucket.signed.doc_count > 0
          ? 'requests from there are signed by you, or by a service of AWS'
          : isNearlyAll(bucket.named)
            ? 'an agent of yours or of a friend, by configuration'
            : isNearlyAll(bucket.cdnNamed)
              ? 'calls itself a CDN: the real clients are behind it'
              : null;
    const read = readCidr(String(key.remote_ip));
    if (because !== null && 'span' in read) never.push({ span: read.span, because });
  });
  return never;
}

const NOBODY: Query = { bool: { must_not: [{ match_all: {} }] } };
