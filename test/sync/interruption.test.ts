/**
 * Goal: a sync that is stopped has written to the ledger what is wholly acknowledged and nothing
 * else, says how it ended, and the next one brings exactly the rest.
 */
import t, { type Test } from 'tap';
import type { BulkAnswer } from '../../src/bulk/classify-response.ts';
import { TamarinError } from '../../src/core/error.ts';
import { ModelClock } from './model/model-clock.ts';
import { records } from './model/model-lines.ts';
import { ModelSource } from './model/model-source.ts';
import { ModelStore } from './model/model-store.ts';
import { checkConservation, checkIds, NAMES, NOW_MS, runModel } from './model/run-model.ts';

const objects = Array.from({ length: 8 }, (_, at) => ({
  key: `o${at}`,
  text: records(at * 100, 10),
}));

/** Of what the ledger says is done every line is in the index. */
function checkLedger(t: Test, store: ModelStore, doneKeys: readonly string[]): void {
  const entries = [...store.documents(NAMES.ledger).values()];
  t.strictSame(entries.map(({ log_key }) => log_key).sort(), [...doneKeys]);
  for (const { log_key, state, lines } of entries) {
    t.equal(state, 'done');
    const stored = [...store.records.values()].filter((record) => record.log_key === log_key);
    t.equal(stored.length, lines, `${log_key}: all of its lines are there`);
  }
}

async function finish(t: Test, store: ModelStore, written: number): Promise<void> {
  const next = await runModel({ source: new ModelSource(objects), store, syncId: 'next' });
  t.match(next.tally, { indexed: 80 - written, objects: { failed: 0 } });
  t.equal(next.tally.objects.done + next.tally.objects.skipped, 8);
  checkConservation(t, next);
  checkIds(t, store, objects);
}

for (const { at, listingEnded } of [
  { at: 0, listingEnded: false },
  { at: 1, listingEnded: false },
  { at: 4, listingEnded: false },
  { at: 7, listingEnded: true },
]) {
  t.test(`stopped when object ${at} is opened`, async (t) => {
    const stop = new AbortController();
    const store = new ModelStore(NAMES);
    const source = new ModelSource(objects, 3);
    source.onOpen = (key) => {
      if (key === `o${at}`) stop.abort();
    };
    const result = await runModel({ source, store, signal: stop.signal, concurrency: 1 });
    t.match(result.error, { code: 'interrupted' });
    t.match(result.tally, { indexed: at * 10, objects: { done: at, failed: 0 } });
    t.equal(result.tally.listingEnded, listingEnded);
    checkLedger(t, store, objects.slice(0, at).map(({ key }) => key)); // biome-ignore format: one line
    const [sync] = [...store.documents(NAMES.syncs).values()];
    t.match(sync, { state: 'interrupted', indexed: at * 10, listing_ended: listingEnded });
    t.ok(sync?.finished_at);
    checkConservation(t, result);
    await finish(t, store, at * 10);
  });
}

t.test('stopped while OpenSearch is away: no ledger entry for what it did not take', async (t) => {
  const stop = new AbortController();
  const store = new ModelStore(NAMES);
  const away: BulkAnswer = { kind: 'failed', status: 503, reason: 'unavailable' };
  let requests = 0;
  store.faults.bulk = (_actions, apply) => {
    requests += 1;
    if (requests <= 3) return apply();
    stop.abort();
    return away;
  };
  const result = await runModel({ source: new ModelSource(objects), store, signal: stop.signal });
  t.match(result.error, { code: 'interrupted' });
  t.ok(result.growth > 0);
  t.match([...store.documents(NAMES.syncs).values()], [{ state: 'interrupted' }]);
  for (const { log_key } of store.documents(NAMES.ledger).values()) {
    const stored = [...store.records.values()].filter((record) => record.log_key === log_key);
    t.equal(stored.length, 10);
  }
  checkConservation(t, result);
  store.faults = {};
  await finish(t, store, result.growth);
});

t.test('OpenSearch that stays away ends the sync as failed, after its patience', async (t) => {
  const store = new ModelStore(NAMES);
  let requests = 0;
  store.faults.bulk = (_actions, apply) => {
    requests += 1;
    return requests <= 2 ? apply() : { kind: 'failed', status: 503, reason: 'unavailable' };
  };
  const result = await runModel({ source: new ModelSource(objects), store });
  t.match(result.error, { code: 'opensearch_unreachable' });
  const [sync] = [...store.documents(NAMES.syncs).values()];
  t.match(sync, { state: 'failed', error: /unavailable/, indexed: result.growth });
  checkConservation(t, result);
  store.faults = {};
  await finish(t, store, result.growth);
});

t.test('a ledger entry is in no request before the one that its records were in', async (t) => {
  const store = new ModelStore(NAMES);
  const acknowledged = new Set<string>();
  store.faults.bulk = (actions, apply) => {
    for (const { index, document } of actions) {
      if (index !== NAMES.ledger) continue;
      const stored = [...store.records].filter(([, record]) => record.log_key === document.log_key);
      t.ok(stored.every(([id]) => acknowledged.has(id)));
      t.equal(stored.length, 10, `${document.log_key}`);
    }
    const answer = apply();
    for (const { index, id } of actions) if (index !== NAMES.ledger) acknowledged.add(id);
    return answer;
  };
  const result = await runModel({ source: new ModelSource(objects), store, concurrency: 4 });
  t.match(result.tally, { indexed: 80, objects: { done: 8 } });
  checkConservation(t, result);
  checkLedger(t, store, objects.map(({ key }) => key)); // biome-ignore format: one line
  checkIds(t, store, objects);
});

t.test(
  'cancelled by somebody else: its next heartbeat reads it, and it ends as cancelled',
  async (t) => {
    const store = new ModelStore(NAMES);
    const clock = new ModelClock(NOW_MS);
    const source = new ModelSource(objects);
    let opened = 0;
    source.onOpen = async () => {
      opened += 1;
      if (opened === 3) {
        const running = store.documents(NAMES.syncs).get('this-sync') ?? {};
        const asked = { ...running, cancel_requested_at: '2026-02-01T00:00:01.000Z' };
        store.plant(NAMES.syncs, 'this-sync', asked);
        await clock.sleep(6_000); // a heartbeat is due
      }
    };
    const result = await runModel({ source, store, clock, concurrency: 1 });
    t.match(result.error, { code: 'sync_cancelled', message: 'The sync was cancelled.' });
    t.match(store.documents(NAMES.syncs).get('this-sync'), {
      state: 'cancelled',
      error: 'The sync was cancelled.',
      cancel_requested_at: '2026-02-01T00:00:01.000Z',
    });
    t.equal(opened, 3, 'no new object is opened');
    checkConservation(t, result);
    checkLedger(t, store, ['o0', 'o1']);
    await finish(t, store, 20);
  },
);

t.test('stopped because its lease is lost: interrupted, and it says why', async (t) => {
  const store = new ModelStore(NAMES);
  const stop = new AbortController();
  const source = new ModelSource(objects);
  const lost = new TamarinError('interrupted', 'Sync x has taken over.');
  source.onOpen = (key) => {
    if (key === 'o2') stop.abort(lost);
  };
  const result = await runModel({ source, store, signal: stop.signal, concurrency: 1 });
  t.equal(result.error, lost);
  t.match(store.documents(NAMES.syncs).get('this-sync'), {
    state: 'interrupted',
    error: 'Sync x has taken over.',
  });
  checkConservation(t, result);
});
