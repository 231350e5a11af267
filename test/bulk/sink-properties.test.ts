/**
 * Goal: whatever goes wrong between the sink and OpenSearch, every item has exactly one result, and
 * the results are the truth: what is called indexed lies in the index because of that very line.
 */
import fc from 'fast-check';
import t from 'tap';
import type { ItemResult, ItemTicket } from '../../src/bulk/batch.ts';
import { Patience } from '../../src/bulk/patience.ts';
import { Sink, type SinkLimits } from '../../src/bulk/sink.ts';
import { asIndexName } from '../../src/core/brand.ts';
import { takeSeed } from '../house/seed.ts';
import { type Fault, ModelServer } from './model-server.ts';

const seed = takeSeed(t);
const HOUR_MS = 3_600_000;

interface Item {
  readonly id: number;
  readonly month: number;
  readonly isPoison: boolean;
  readonly padding: number;
}

// Few ids, so that many items are copies of others; rare poison; some items far larger than a batch.
const item: fc.Arbitrary<Item> = fc.record({
  id: fc.nat({ max: 30 }),
  month: fc.integer({ min: 1, max: 3 }),
  isPoison: fc.nat({ max: 19 }).map((roll) => roll === 0),
  padding: fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.nat({ max: 400 })),
});
const limits: fc.Arbitrary<SinkLimits> = fc.record({
  flushBytes: fc.integer({ min: 1, max: 2_000 }),
  bulksInFlight: fc.integer({ min: 1, max: 4 }),
});
const ordinaryFault = fc.constantFrom<Fault>('none', 'http_429', 'http_503_not_applied', 'reset_before', 'reset_after', 'reset_halfway', 'fewer_items', 'http_413', 'items_429', 'items_503'); // biome-ignore format: a list
const boundedFault = fc.constantFrom<Fault>('items_500', 'index_deleted');
/** Errors that are not waited for without end come at most four times: an item survives these. */
const faults: fc.Arbitrary<readonly Fault[]> = fc
  .tuple(fc.array(ordinaryFault, { maxLength: 40 }), fc.array(boundedFault, { maxLength: 4 }))
  .chain(([ordinary, bounded]) => fc.shuffledSubarray([...ordinary, ...bounded], { minLength: ordinary.length + bounded.length })); // biome-ignore format: one expression

interface Outcome {
  readonly server: ModelServer;
  readonly results: Map<number, ItemResult[]>;
}

async function ship(
  items: readonly Item[],
  limits: SinkLimits,
  server: ModelServer,
): Promise<Outcome> {
  const policy = { giveUpAfterMs: HOUR_MS, now: () => server.nowMs, random: () => 0 };
  const patience = new Patience(policy);
  patience.noteAnswer();
  const sink = new Sink(server, limits, patience);
  const results = new Map<number, ItemResult[]>();
  for (const [line, { id, month, isPoison, padding }] of items.entries()) {
    const index = asIndexName(`i-records-2026-0${month}`);
    const settled: ItemResult[] = [];
    results.set(line, settled);
    const ticket: ItemTicket = {
      kind: 'record',
      index,
      id: String(id),
      logKey: 'a',
      line,
      settle: (result) => settled.push(result),
    };
    const document = { place: `p${line}`, isPoison, padding: 'x'.repeat(padding) };
    const action = { create: { _index: index, _id: String(id) } };
    sink.add(ticket, `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`);
    if (line % 3 === 0) await sink.ready(); // as the reader does: now and then
  }
  await sink.drain();
  return { server, results };
}

const keyOf = ({ id, month }: Item): string => `i-records-2026-0${month}/${id}`;

function findFault(
  items: readonly Item[],
  { server, results }: Outcome,
  before: readonly string[] = [],
): string | null {
  for (const [line, item] of items.entries()) {
    const [result, ...more] = results.get(line) ?? [];
    if (result === undefined || more.length > 0) return `item ${line}: ${more.length} more results`;
    const isStored = server.documents.get(keyOf(item))?.place === `p${line}`;
    const wanted = item.isPoison ? 'refused' : isStored ? 'indexed' : 'duplicate';
    if (result.kind !== wanted) return `item ${line}: ${result.kind}, not ${wanted}`;
  }
  const wanted = new Set([...before, ...items.filter(({ isPoison }) => !isPoison).map(keyOf)]);
  const stored = new Set(server.documents.keys());
  return wanted.symmetricDifference(stored).size === 0 ? null : 'the index holds another set';
}

const run = fc.tuple(fc.array(item, { maxLength: 60 }), limits, faults);

t.test('every item has one result, and the results are what is stored', async (t) => {
  await fc.assert(
    fc.asyncProperty(run, async ([items, limits, faults]) => {
      const fault = findFault(items, await ship(items, limits, new ModelServer(faults)));
      if (fault !== null) throw new Error(fault);
    }),
    { seed, numRuns: 500 },
  );
  t.pass('no run with another result');
});

t.test('documents that another sync stored are duplicates, also after a lost answer', async (t) => {
  await fc.assert(
    fc.asyncProperty(run, async ([items, limits, faults]) => {
      const server = new ModelServer(faults);
      const theirs = items.slice(0, 10).map(keyOf);
      for (const key of theirs) server.documents.set(key, { place: 'theirs' });
      const fault = findFault(items, await ship(items, limits, server), theirs);
      if (fault !== null) throw new Error(fault);
    }),
    { seed, numRuns: 300 },
  );
  t.pass('no run with another result');
});

t.test('what is too large is cut until it fits, in order', async (t) => {
  const small = { id: 1, month: 1, isPoison: false, padding: 0 };
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), limits, async (count, limits) => {
      const items = Array.from({ length: count }, (_, id) => ({ ...small, id }));
      const outcome = await ship(items, { ...limits, bulksInFlight: 1 }, new ModelServer([], 200));
      const fault = findFault(items, outcome);
      if (fault !== null) throw new Error(fault);
      const stored = [...outcome.server.documents.values()].map(({ place }) => place);
      return stored.join() === items.map(({ id }) => `p${id}`).join();
    }),
    { seed, numRuns: 100 },
  );
  t.pass('all fit');
});

t.test('size and number of requests change nothing in what is stored', async (t) => {
  const items = fc.sample(item, { numRuns: 400, seed });
  const stored = new Set<string>();
  for (const bulksInFlight of [1, 2, 3, 4]) {
    for (const flushBytes of [1, 200, 5_000, 10_000_000]) {
      const outcome = await ship(items, { flushBytes, bulksInFlight }, new ModelServer());
      t.equal(findFault(items, outcome), null, `${bulksInFlight} in flight, ${flushBytes} bytes`);
      t.ok(outcome.server.inFlightMost <= bulksInFlight);
      stored.add([...outcome.server.documents.keys()].sort().join());
    }
  }
  t.equal(stored.size, 1);
});
