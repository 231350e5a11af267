/**
 * Groups: addresses that one hand may use. All requests with one way to speak TLS and one kind of
 * program are looked at by address, and the addresses that behave alike are put together.
 */
import { isIPv6 } from 'node:net';
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Actor } from './actor.ts';
import { WITHOUT_REFERRER } from './record-query.ts';
import { sweepFields } from './sweep-pages.ts';
import { differentOf } from './tally.ts';

export interface Group extends Actor {
  /** Different pairs of address and user agent, about. */
  readonly agentAddressPairs: number;
}

const FINGERPRINT = ['cipher_suite', 'tls_version', 'http_version', 'agent_class'] as const;
/** Kinds of programs that name themselves have their own rows. */
const NAMED_CLASSES: ReadonlySet<unknown> = new Set(['bot', 'cdn']);
/** The most frequent ones: S3 speaks a handful of suites. */
const FINGERPRINTS_MAX = 24;
const [ADDRESSES_MIN, REQUESTS_MIN] = [5, 120];
/** Below the 65,536 terms of a query. */
const ADDRESSES_MAX = 50_000;
/** Networks of providers in which many of the addresses lie. */
const PREFIXES_MAX = 3;

export async function findGroups(query: Query, snapshot: Snapshot): Promise<readonly Group[]> {
  const groups: Group[] = [];
  for (const fingerprint of await readFingerprints(query, snapshot)) {
    const addresses = await readAddresses(
      { bool: { filter: [query, fingerprint.query] } },
      snapshot,
    ); // one after the other bounds what is held
    groups.push(...groupsOf(fingerprint, addresses));
  }
  return groups;
}

interface Fingerprint {
  readonly name: string;
  readonly query: Query;
}

async function readFingerprints(query: Query, snapshot: Snapshot): Promise<readonly Fingerprint[]> {
  const found: (Fingerprint & { readonly requests: number })[] = [];
  const aggs = { addresses: { cardinality: { field: 'remote_ip', precision_threshold: 100 } } };
  const asked = { fields: FINGERPRINT, isNullable: true, query, aggs };
  await sweepFields(asked, snapshot, ({ key, doc_count: requests, addresses }) => {
    if (NAMED_CLASSES.has(key.agent_class)) return;
    if (addresses.value < ADDRESSES_MIN || requests < REQUESTS_MIN) return;
    const filter = FINGERPRINT.map((field) => {
      const value = key[field];
      return value === null || value === undefined
        ? { bool: { must_not: [{ exists: { field } }] } }
        : { term: { [field]: value } };
    });
    const {
      agent_class: agentClass,
      cipher_suite: cipher,
      tls_version: tls,
      http_version: http,
    } = key;
    const name =
      `${agentClass ?? 'nameless'} clients with ${cipher ?? 'no TLS'} ${[tls, http].filter((part) => part !== null && part !== 'HTTP/1.1').join(' ')}`.trim();
    found.push({ name, requests, query: { bool: { filter } } });
  });
  return found.toSorted((a, b) => b.requests - a.requests).slice(0, FINGERPRINTS_MAX);
}

/** An address among those with one fingerprint. Few numbers: there may be a hundred thousand. */
interface Address {
  readonly name: string;
  readonly requests: number;
  /** Different ones, about. */
  readonly files: number;
  readonly agents: number;
  /** Requests without a referrer. */
  readonly bare: number;
}

const ADDRESS_AGGREGATIONS = {
  files: differentOf('key'),
  agents: differentOf('user_agent'),
  bare: { filter: WITHOUT_REFERRER },
} as const;

async function readAddresses(query: Query, snapshot: Snapshot): Promise<readonly Address[]> {
  const addresses: Address[] = [];
  const asked = { fields: ['remote_ip'], query, aggs: ADDRESS_AGGREGATIONS };
  await sweepFields(asked, snapshot, ({ key, doc_count: requests, files, agents, bare }) =>
    addresses.push({
      name: String(key.remote_ip),
      requests,
      files: files.value,
      agents: agents.value,
      bare: bare.doc_count,
    }),
  );
  return addresses;
}

/** Nearly all of the requests of an address. */
const NEARLY_ALL = 0.9;
/** Of an address that changes its agent nearly each time. */
const [AGENTS_MIN, REQUESTS_AN_AGENT_MAX] = [2, 6];

const isBare = ({ bare, requests }: Address): boolean => bare >= NEARLY_ALL * requests;
const isRotating = ({ agents, requests }: Address): boolean =>
  agents >= AGENTS_MIN && requests <= agents * REQUESTS_AN_AGENT_MAX;
/** Asks for each file once, for more than a visitor asks for who came by mistake. */
const isOnce = ({ files, requests, bare }: Address): boolean =>
  requests >= 4 && files >= NEARLY_ALL * requests && bare >= NEARLY_ALL * requests;

interface Subset {
  readonly words: string;
  readonly has: (tally: Address) => boolean;
}

function groupsOf(fingerprint: Fingerprint, addresses: readonly Address[]): readonly Group[] {
  const subsets: readonly Subset[] = [
    { words: '', has: () => true },
    { words: ', many agents each', has: isRotating },
    { words: ', without a referrer', has: isBare },
    { words: ', each file once', has: isOnce },
    ...densePrefixes(addresses).map((prefix) => ({
      words: `, from ${prefix}`,
      has: ({ name }: Address) => prefixOf(name) === prefix,
    })),
  ];
  const groups = subsets.flatMap(({ words, has }) =>
    groupOf(fingerprint.name + words, addresses.filter(has)),
  );
  // Subsets of the same addresses are one, under the name of the first.
  const bySize = groups
    .toReversed()
    .map((group) => [`${group.requests}/${group.size}`, group] as const);
  return [...new Map(bySize).values()];
}

function groupOf(name: string, members: readonly Address[]) {
  const requests = requestsOf(members);
  const isSmall = members.length < ADDRESSES_MIN || requests < REQUESTS_MIN;
  if (isSmall || members.length > ADDRESSES_MAX) return [];
  return [
    {
      kind: 'group' as const,
      name,
      // All that they asked for, however they spoke then: a group is its addresses.
      query: { terms: { remote_ip: members.map((member) => member.name) } },
      agentAddressPairs: members.reduce((sum, { agents }) => sum + agents, 0),
      requests,
      size: members.length,
    },
  ];
}

/** Networks with many addresses that change their agents or ask for each file once. */
function densePrefixes(addresses: readonly Address[]): readonly string[] {
  const odd = addresses.filter((address) => isOnce(address) || isRotating(address));
  return [...Map.groupBy(odd, ({ name }) => prefixOf(name))]
    .filter(([, some]) => some.length >= 2 * ADDRESSES_MIN)
    .map(([prefix, some]) => ({ prefix, requests: requestsOf(some) }))
    .toSorted((a, b) => b.requests - a.requests)
    .slice(0, PREFIXES_MAX)
    .map(({ prefix }) => prefix);
}

const requestsOf = (addresses: readonly Address[]): number =>
  addresses.reduce((sum, { requests }) => sum + requests, 0);

/** What a provider has: /16 of IPv4, /32 of IPv6. */
function prefixOf(address: string): string {
  if (!isIPv6(address)) return `${address.split('.').slice(0, 2).join('.')}.0.0/16`;
  const [head = '', tail] = address.split('::');
  const parts = head === '' ? [] : head.split(':');
  return `${[...parts, ...(tail === undefined ? [] : ['0', '0'])].slice(0, 2).join(':')}::/32`;
}
