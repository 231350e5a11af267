/** The first pass: everybody, by each thing that an actor may be known by. */
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { UsualClient } from './everybody.ts';
import { Leaders } from './leaders.ts';
import { HEAD, LIST, MISSED } from './record-query.ts';
import { sweepFields } from './sweep-pages.ts';
import { ADDRESS_TALLY_AGGREGATIONS, readTally, TALLY_AGGREGATIONS, type Tally } from './tally.ts';
import { usualOf, Values } from './usual.ts';

/** A person may look at so many in a visit, whatever others do. */
const FILES_LEAST = 40;
const REQUESTS_LEAST = 100;
const BYTES_LEAST = 100_000_000;

export interface Addresses {
  readonly usual: Omit<UsualClient, 'networkFiles'>;
  /** Who stands out; some twice. */
  readonly names: readonly string[];
}

export async function tallyAddresses(query: Query, snapshot: Snapshot): Promise<Addresses> {
  const leaders = new Leaders();
  const usual = await readUsualAddress(query, snapshot, (tally) => leaders.add(tally));
  return {
    usual,
    names: [...namesOf(leaders), ...(await oddNames('remote_ip', query, snapshot, 1))],
  };
}

/** What is usual alone; `take` gets every address. */
export async function readUsualAddress(
  query: Query,
  snapshot: Snapshot,
  take?: (tally: Tally) => void,
): Promise<Addresses['usual']> {
  const [files, requests, bytes] = [new Values(), new Values(), new Values()];
  const count = await sweepFields(
    { fields: ['remote_ip'], query, aggs: ADDRESS_TALLY_AGGREGATIONS },
    snapshot,
    ({ key, ...counted }) => {
      const tally = readTally(String(key.remote_ip), counted);
      files.add(tally.files);
      requests.add(tally.requests);
      bytes.add(tally.bytes);
      take?.(tally);
    },
  );
  return {
    count,
    files: usualOf(files.all, FILES_LEAST),
    requests: usualOf(requests.all, REQUESTS_LEAST),
    bytes: usualOf(bytes.all, BYTES_LEAST),
  };
}

/** Those of more than one address: of one, the address is the actor. */
export async function tallyNetworks(query: Query, snapshot: Snapshot) {
  const files = new Values();
  const leaders = new Leaders(1 / 2);
  await sweepTallies('network', query, snapshot, (tally) => {
    if (tally.addresses < 2) return;
    files.add(tally.files);
    leaders.add(tally);
  });
  const odd = await oddNames('network', query, snapshot, 1 / 2);
  return { networkFiles: usualOf(files.all, FILES_LEAST), names: [...namesOf(leaders), ...odd] };
}

/** The first by each measure. `part`: how many, of those that addresses have. */
export async function leadersBy(field: string, query: Query, snapshot: Snapshot, part: number) {
  const leaders = new Leaders(part);
  await sweepTallies(field, query, snapshot, (tally) => leaders.add(tally));
  return leaders.all();
}

/** Names of those, and of whoever asks oddly. */
export async function namesBy(field: string, query: Query, snapshot: Snapshot, part: number) {
  const leaders = await leadersBy(field, query, snapshot, part);
  const odd = await oddNames(field, query, snapshot, part);
  return [...leaders.map(({ name }) => name), ...odd];
}

const namesOf = (leaders: Leaders): readonly string[] => leaders.all().map(({ name }) => name);

/** Few requests are of these kinds, so that they are looked at by themselves. */
// biome-ignore format: a table, one row a kind
const ODD_KINDS = [
  { query: MISSED, least: 30, count: 30 },
  { query: HEAD, least: 30, count: 20 },
  { query: LIST, least: 5, count: 20 },
] as const;

/** Each index names its own first: near enough, as each of them gets a look of its own. */
const SHARD_NAMES = 1_000;

async function oddNames(field: string, query: Query, snapshot: Snapshot, part: number) {
  const names: string[] = [];
  for (const kind of ODD_KINDS) {
    const terms = { field, size: Math.ceil(kind.count * part), shard_size: SHARD_NAMES };
    const of = { bool: { filter: [query, kind.query] } };
    const { first } = await snapshot.aggregate(of, { first: { terms } }); // one kind after the other
    for (const { key, doc_count: requests } of first.buckets)
      if (requests >= kind.least) names.push(String(key));
  }
  return names;
}

async function sweepTallies(
  field: string,
  query: Query,
  snapshot: Snapshot,
  take: (tally: Tally) => void,
): Promise<void> {
  const swept = { fields: [field], query, aggs: TALLY_AGGREGATIONS };
  await sweepFields(swept, snapshot, ({ key, ...counted }) =>
    take(readTally(String(key[field]), counted)),
  );
}
