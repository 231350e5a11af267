/**
 * Tens of thousands of clients over three months, nearly all of them alike: no top list of an index
 * proves anything, and the question must sweep. Thirty clients stand out, some by months, some by
 * their sum. TAMARIN_FLAT_TAIL=250000 makes a crowd of another size.
 */
import { type Address, ipv4 } from '../../samples/maker/addresses.ts';
import { agentOf } from '../../samples/maker/agents.ts';
import { type Random, randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest } from '../../samples/maker/request.ts';
import { planObjects } from './plan-objects.ts';
import { defineWorld, type World } from './world.ts';

const FROM_S = Date.UTC(2026, 0, 3) / 1_000;
const TO_S = Date.UTC(2026, 2, 28) / 1_000;
/** So many that each month has more than the longest list of an index. */
const CLIENTS = Number(process.env.TAMARIN_FLAT_TAIL ?? 33_000);
/** Of the tail, one in ten is seen twice, in any two months. */
const TWICE = CLIENTS / 10;
const LIST_MAX = 10_000;
const OUTSTANDING = 30;
const NETWORKS = 20_000;
const OBJECT_BYTES = 64_000;

export function makeFlatTailWorld(): World {
  const random = randomFor('world-flat-tail');
  // One record is planned in full and all others are like it: planning each would take ten times
  // the memory. Eighteen fields keep a line at 150 bytes.
  const model = planRequest(random, {
    timeS: FROM_S,
    operation: 'REST.GET.OBJECT',
    key: 'podcast/latest.mp3',
    status: 206,
    objectSize: OBJECT_BYTES,
    agent: agentOf('curl'),
    fieldCount: 18,
  });
  const records: PlannedRequest[] = [];
  const add = (ip: Address, bytesSent: number): void => {
    records.push({ ...model, ip, bytesSent, ...occasion(random) });
  };
  for (let client = 0; client < CLIENTS; client += 1) {
    const ip = clientOf(client);
    // So few values that every one of them is shared by a thousand clients.
    add(ip, random.int(1_000, 1_200));
    if (client < TWICE) add(ip, random.int(1_000, 1_200));
  }
  for (let index = 0; index < OUTSTANDING; index += 1) {
    const ip = clientOf(CLIENTS + index);
    for (let time = 0; time <= index; time += 1) add(ip, random.int(1, 900));
  }
  const months = Map.groupBy(records, ({ timeS }) => new Date(timeS * 1_000).getUTCMonth());
  const clients = [...months.values()].map(
    (some) => new Set(some.map(({ ip }) => ip?.logged)).size,
  );
  if (Math.min(...clients) <= LIST_MAX) throw new Error(`too few clients in a month: ${clients}`);
  return defineWorld({
    name: 'flat tail',
    objects: planObjects(random, records, 11_000),
    // So many groups each time, so only what takes another way: a dimension that has them and one
    // with fewer; ten rows, which can be proved, and a thousand, which need a sweep.
    dimensions: ['ip', 'network'],
    limits: [10, 1_000],
    intervals: ['day', 'month'],
    asksFolds: false,
    asksCsv: false,
    clients: ['ip'],
    isPlainTermsWrong: true,
  });
}

const occasion = (random: Random) => ({
  timeS: random.int(FROM_S, TO_S - 1),
  requestId: random.base36(16),
});

/** Neighbours in number are in different networks. */
function clientOf(client: number): Address {
  const network = client % NETWORKS;
  const host = 1 + Math.floor(client / NETWORKS);
  return ipv4(`10.${network >> 8}.${network & 255}.${host}`);
}
