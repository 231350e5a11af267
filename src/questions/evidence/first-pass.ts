/** The first pass: everybody, by each thing that an actor may be known by. */
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { UsualClient } from './everybody.ts';
import { Leaders } from './leaders.ts';
import { sweepFields } from './sweep-pages.ts';
import { ADDRESS_TALLY_AGGREGATIONS, readTally, TALLY_AGGREGATIONS, type Tally } from './tally.ts';
import { usualOf, Values } from './usual.ts';

/** A person may look at so many in a visit, whatever others do. */
const FILES_LEAST = 40;
const REQUESTS_LEAST = 100;
const BYTES_LEAST = 100_000_000;

export interface Addresses {
  readonly usual: Omit<UsualClient, 'networkFiles'>;
  readonly leaders: readonly Tally[];
}

export async function tallyAddresses(query: Query, snapshot: Snapshot): Promise<Addresses> {
  const [files, requests, bytes, agents] = [new Values(), new Values(), new Values(), new Values()];
  const leaders = new Leaders();
  const count = await sweepFields(
    { fields: ['remote_ip'], query, aggs: ADDRESS_TALLY_AGGREGATIONS },
    snapshot,
    ({ key, ...counted }) => {
      const tally = readTally(String(key.remote_ip), counted);
      files.add(tally.files);
      requests.add(tally.requests);
      bytes.add(tally.bytes);
      agents.add(tally.agents);
      leaders.add(tally);
    },
  );
  const usual = {
    count,
    files: usualOf(files.all, FILES_LEAST),
    requests: usualOf(requests.all, REQUESTS_LEAST),
    bytes: usualOf(bytes.all, BYTES_LEAST),
    agentsAnAddress: usualOf(agents.all, 1).median,
  };
  return { usual, leaders: leaders.all() };
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
  return { networkFiles: usualOf(files.all, FILES_LEAST), leaders: leaders.all() };
}

/** The first by each measure. `part`: how many, of those that addresses have. */
export async function tallyBy(field: string, query: Query, snapshot: Snapshot, part: number) {
  const leaders = new Leaders(part);
  await sweepTallies(field, query, snapshot, (tally) => leaders.add(tally));
  return leaders.all();
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
