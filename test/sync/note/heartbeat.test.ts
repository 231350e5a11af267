/**
 * Goal: whoever asks sees that a sync runs before it ships, that it lives while it does, and how it
 * ended only when all that it wrote can be seen. A write that fails stops nothing.
 */
import t from 'tap';
import type { SyncWrite } from '../../../src/sync/store/sync-document.ts';
import { ModelClock } from '../model/model-clock.ts';
import { records } from '../model/model-lines.ts';
import { ModelSource } from '../model/model-source.ts';
import { ModelStore } from '../model/model-store.ts';
import { checkConservation, checkIds, NAMES, NOW_MS, runModel } from '../model/run-model.ts';

const objects = [{ key: 'a', text: records(0, 12) }];
const BUSY: SyncWrite = { kind: 'failed', reason: 'Cannot write: 429.', status: 429 };
const DENIED: SyncWrite = { kind: 'failed', reason: 'Cannot write: 403.', status: 403 };
const syncOf = (store: ModelStore) => store.documents(NAMES.syncs).get('this-sync');

t.test('running is shown before anything ships, done after all can be seen', async (t) => {
  const store = new ModelStore(NAMES);
  const result = await runModel({ source: new ModelSource(objects), store, flushBytes: 1e6 });
  t.strictSame(store.calls, [
    'prepare',
    'sync running, shown',
    'ledger of 1',
    'record index ready',
    'bulk', // the records
    'bulk', // the ledger entry
    'what failed before',
    'refresh',
    'sync done, shown',
  ]);
  t.match(syncOf(store), {
    state: 'done',
    indexed: 12,
    started_at: new Date(NOW_MS).toISOString(),
  });
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test('a long sync beats every five seconds, with what it has counted so far', async (t) => {
  const store = new ModelStore(NAMES);
  const clock = new ModelClock(NOW_MS);
  const source = new ModelSource(objects);
  const beats: unknown[] = [];
  store.faults.writeSync = ({ state, heartbeat_at, objects }) => {
    beats.push([state, (Date.parse(heartbeat_at) - NOW_MS) / 1_000, objects.listed]);
    return null;
  };
  source.onOpen = () => clock.sleep(17_000);
  const result = await runModel({ source, store, clock });
  t.strictSame(beats, [
    ['running', 0, 0],
    ['running', 5, 1],
    ['running', 10, 1],
    ['running', 15, 1],
    ['done', 17, 1],
  ]);
  const beating = store.calls.filter((call) => call === 'sync running');
  t.equal(beating.length, 3, 'later beats need not be shown at once');
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test('beats that fail are told once; the sync goes on and ends well', async (t) => {
  const store = new ModelStore(NAMES);
  const clock = new ModelClock(NOW_MS);
  const source = new ModelSource(objects);
  store.faults.writeSync = ({ state }) => (state === 'running' ? BUSY : null);
  source.onOpen = () => clock.sleep(17_000);
  const result = await runModel({ source, store, clock });
  t.strictSame(result.notices, [
    'Cannot write: 429. The sync continues; others may believe that it died.',
  ]);
  t.match(syncOf(store), { state: 'done', indexed: 12 });
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test('the end is written with patience where waiting may help', async (t) => {
  const store = new ModelStore(NAMES);
  let refused = 0;
  store.faults.writeSync = ({ state }) => {
    if (state !== 'done' || refused === 7) return null;
    refused += 1;
    return BUSY;
  };
  const result = await runModel({ source: new ModelSource(objects), store });
  t.equal(refused, 7);
  t.strictSame(result.notices, []);
  t.match(syncOf(store), { state: 'done' });
  checkConservation(t, result);
});

for (const { name, write, triesMax } of [
  { name: 'a right that is missing', write: DENIED, triesMax: 1 },
  { name: 'a server that stays busy for longer than the patience', write: BUSY, triesMax: 12 },
]) {
  t.test(`${name}: the end is not known, which is told, and the sync ends well`, async (t) => {
    const store = new ModelStore(NAMES);
    let tries = 0;
    store.faults.writeSync = ({ state }) => {
      if (state !== 'done') return null;
      tries += 1;
      return write;
    };
    const result = await runModel({ source: new ModelSource(objects), store });
    t.ok(tries >= 1 && tries <= triesMax, `${tries} tries`);
    t.match(result.notices, [new RegExp(`^${write.reason} So ${NAMES.syncs} does not know how`)]);
    t.equal(result.report?.indexed, 12);
    t.match(syncOf(store), { state: 'running' });
    checkConservation(t, result);
    checkIds(t, store, objects);
  });
}

const stop = new AbortController();
for (const { name, failure, error } of [
  { name: 'stopped', failure: null, error: { code: 'interrupted' } },
  { name: 'failing', failure: new Error('denied'), error: { message: 'denied' } },
])
  t.test(`a sync that is ${name} does not wait to say so`, async (t) => {
    const store = new ModelStore(NAMES);
    const readings =
      failure === null ? [] : [{ text: '', failure: { kind: 'stop', error: failure } as const }];
    const source = new ModelSource(objects.map((object) => ({ ...object, readings })));
    source.onOpen = () => {
      if (failure === null) stop.abort();
    };
    let tries = 0;
    store.faults.writeSync = ({ state }) => {
      if (state === 'running') return null;
      tries += 1;
      return BUSY;
    };
    const { signal } = failure === null ? stop : new AbortController();
    const result = await runModel({ source, store, signal });
    t.match(result.error, error);
    t.equal(tries, 1);
    checkConservation(t, result);
  });

t.test('a store that does not answer holds a sync up for five seconds, no more', async (t) => {
  const store = new ModelStore(NAMES);
  const clock = new ModelClock(NOW_MS);
  const source = new ModelSource(objects);
  let openedMs = 0;
  source.onOpen = () => {
    openedMs = clock.nowMs - NOW_MS;
  };
  const write = store.writeSync;
  store.writeSync = (place, document) =>
    document.state === 'running'
      ? new Promise((resolve) => {
          const giveUp = (): void => resolve({ kind: 'failed', reason: 'given up', status: null });
          place.signal?.addEventListener('abort', giveUp, { once: true });
        })
      : write(place, document);
  const result = await runModel({ source, store, clock });
  t.equal(openedMs, 5_000);
  t.strictSame(result.notices, [], 'giving it up at the end is no failure');
  t.match(syncOf(store), { state: 'done' });
  checkConservation(t, result);
  checkIds(t, store, objects);
});
