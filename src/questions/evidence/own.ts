/** Whom the owner knows: by configuration, and by what only an owner does. */
import type { Friends } from '../ask/friends.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Tally } from './tally.ts';

export interface Own {
  readonly accounts: ReadonlySet<string>;
  /** Canonical user ids that own a bucket. */
  readonly ids: ReadonlySet<string>;
  /** Registrable ones. */
  readonly domains: ReadonlySet<string>;
}

/** What changes a bucket or what is in it: only those may whom the owner lets. */
const CHANGES = ['REST.PUT.*', 'REST.POST.*', 'REST.DELETE.*', 'REST.COPY.OBJECT', 'BATCH.*'];
/** And only they may read how a bucket is set up. */
const SETTINGS = ['BUCKETPOLICY', 'LOGGING_STATUS', 'LIFECYCLE', 'ENCRYPTION', 'REPLICATION'];
const OWNERS_DO = [...CHANGES, ...SETTINGS.map((setting) => `REST.GET.${setting}`)];
const KNOWN_MAX = 100;

/** @throws TamarinError */
export async function readOwn(
  friends: Friends,
  referrers: readonly Tally[],
  { query, snapshot }: { readonly query: Query; readonly snapshot: Snapshot },
): Promise<Own> {
  const changed = {
    bool: {
      filter: [
        { range: { http_status: { lt: 300 } } },
        { bool: { should: OWNERS_DO.map((value) => ({ wildcard: { operation: { value } } })) } },
      ],
    },
  };
  const counted = await snapshot.aggregate(query, {
    owners: { terms: { field: 'bucket_owner', size: KNOWN_MAX } },
    signing: { terms: { field: 'account', size: 2 } },
    changed: {
      filter: changed,
      aggs: { accounts: { terms: { field: 'account', size: KNOWN_MAX } } },
    },
  });
  const keys = ({ buckets }: { readonly buckets: readonly { key: string | number }[] }) =>
    buckets.map(({ key }) => String(key));
  const known = [...friends.accounts, ...keys(counted.changed.accounts)];
  const signing = keys(counted.signing);
  return {
    ids: new Set(keys(counted.owners)),
    // A bucket that a single account signs for is hardly used by strangers alone.
    accounts: new Set(known.length === 0 && signing.length === 1 ? signing : known),
    domains: new Set(
      friends.domains.length > 0 ? friends.domains.map(registrable) : ownDomain(referrers),
    ),
  };
}

/** Own pages show more different files to more visitors than those of anybody else. */
function ownDomain(referrers: readonly Tally[]): readonly string[] {
  const shown = ({ files, addresses }: Tally): number => files * addresses;
  const [most] = referrers.toSorted((a, b) => shown(b) - shown(a) || b.requests - a.requests);
  return most === undefined ? [] : [registrable(most.name)];
}

/** Requests that the owner, or a service of AWS in their name, has signed. */
export const signedByOwn = ({ accounts, ids }: Own): Query => ({
  bool: {
    should: [
      { terms: { account: [...accounts] } },
      { terms: { requester: [...ids] } },
      { wildcard: { requester: { value: 'svc:*' } } },
    ],
  },
});

/** The last two labels: near enough to tell the pages of one owner from those of another. */
export function registrable(domain: string): string {
  const labels = domain.replace(/:\d+$/, '').split('.');
  return labels.slice(-2).join('.');
}
