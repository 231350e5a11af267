/** Whom the owner knows: by configuration, and by what only an owner does. */
import { friendQueries } from '../ask/audience.ts';
import type { Friends } from '../ask/friends.ts';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Tally } from './tally.ts';

export interface Own {
  readonly accounts: ReadonlySet<string>;
  /** Canonical user ids that own a bucket. */
  readonly ids: ReadonlySet<string>;
  /** Of own pages; those of their subdomains are meant too. */
  readonly domains: readonly string[];
  /** Finds requests of friends and of the owner: signed by them, from their addresses, or as their agents. */
  readonly query: Query;
}

/** What changes a bucket or what is in it: only those may whom the owner lets. */
const CHANGES = ['REST.PUT.*', 'REST.POST.*', 'REST.DELETE.*', 'REST.COPY.OBJECT', 'BATCH.*'];
/** And only they may read how a bucket is set up. */
const SETTINGS = ['BUCKETPOLICY', 'LOGGING_STATUS', 'LIFECYCLE', 'ENCRYPTION', 'REPLICATION'];
const OWNERS_DO = [...CHANGES, ...SETTINGS.map((setting) => `REST.GET.${setting}`)];
const KNOWN_MAX = 100;

/**
 * From all records of the snapshot, whatever is asked about: an owner who writes nothing in a day is
 * the owner all the same. @throws TamarinError
 */
export async function readOwn(
  friends: Friends,
  referrers: readonly Tally[],
  snapshot: Snapshot,
): Promise<Own> {
  const changed = {
    bool: {
      filter: [
        { range: { http_status: { lt: 300 } } },
        { bool: { should: OWNERS_DO.map((value) => ({ wildcard: { operation: { value } } })) } },
      ],
    },
  };
  const counted = await snapshot.aggregate(
    { match_all: {} },
    {
      owners: { terms: { field: 'bucket_owner', size: KNOWN_MAX } },
      signing: { terms: { field: 'account', size: 2 } },
      changed: {
        filter: changed,
        aggs: { accounts: { terms: { field: 'account', size: KNOWN_MAX } } },
      },
    },
  );
  const keys = ({ buckets }: { readonly buckets: readonly { key: string | number }[] }) =>
    buckets.map(({ key }) => String(key));
  const known = [...friends.accounts, ...keys(counted.changed.accounts)];
  const signing = keys(counted.signing);
  // A bucket that a single account signs for is hardly used by strangers alone.
  const accounts = known.length === 0 && signing.length === 1 ? signing : known;
  const ids = keys(counted.owners);
  const service = { wildcard: { requester: { value: 'svc:*' } } };
  return {
    ids: new Set(ids),
    accounts: new Set(accounts),
    domains: friends.domains.length > 0 ? friends.domains.map(plainDomain) : ownDomain(referrers),
    query: { bool: { should: [...friendQueries({ ...friends, accounts }, ids), service] } },
  };
}

/** As `referrer_domain` has it. */
const plainDomain = (domain: string): string => domain.toLowerCase().replace(/^www\./, '');

/** Own pages show more different files to more visitors than those of anybody else. */
function ownDomain(referrers: readonly Tally[]): readonly string[] {
  const shown = ({ files, addresses }: Tally): number => files * addresses;
  const [most] = referrers.toSorted((a, b) => shown(b) - shown(a) || b.requests - a.requests);
  return most === undefined ? [] : [registrable(most.name)];
}

const ACCOUNT = /^arn:aws[\w-]*:(?:iam|sts)::(\d{12}):/;

/** Of an ARN of a user or a role; null: it is none. */
export const accountOf = (requester: string): string | null => ACCOUNT.exec(requester)?.[1] ?? null;

/** Whether pages of this domain are the owner's; the bucket's own address is no page of anybody else. */
export const isOwnDomain = (domain: string, { domains }: Pick<Own, 'domains'>): boolean =>
  domain.endsWith('.amazonaws.com') ||
  domains.some((own) => domain === own || domain.endsWith(`.${own}`));

/** Below these, each name belongs to somebody else. */
const SHARED_SUFFIXES: ReadonlySet<string> = new Set(
  'co.uk org.uk ac.uk gov.uk com.au net.au org.au co.nz co.jp ne.jp or.jp co.kr com.br com.mx com.ar com.tr com.cn com.tw co.in co.za co.il github.io gitlab.io netlify.app vercel.app pages.dev web.app blogspot.com wordpress.com substack.com'.split(' '), // biome-ignore format: one list
);

/** The part of a domain that one owner has: its last two labels, three below a shared suffix. */
function registrable(domain: string): string {
  const labels = domain.replace(/:\d+$/, '').split('.');
  const last = labels.slice(-2).join('.');
  return SHARED_SUFFIXES.has(last) ? labels.slice(-3).join('.') : last;
}
