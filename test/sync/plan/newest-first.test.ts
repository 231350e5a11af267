/**
 * Goal: a first sync of many log objects reads the last 35 days first, then month by month back, and
 * names without a time at the end; it says so as soon as the days are in and never before, and neither
 * ids nor counts depend on it, wherever it is killed.
 */
import t from 'tap';
import { interruptedSync } from '../../../src/sync/run/stopped-sync.ts';
import { SyncTally } from '../../../src/sync/run/sync-report.ts';
import { records } from '../model/model-lines.ts';
import { type ModelObject, ModelSource } from '../model/model-source.ts';
import { ModelStore } from '../model/model-store.ts';
import { checkConservation, checkIds, HOUR_MS, NAMES, runModel } from '../model/run-model.ts';

const DAY_MS = 24 * HOUR_MS;
/** 35 days before the first of February. */
const NEWEST_FROM = '2025-12-28T00:00:00.000Z';
const NEWEST_FROM_MS = Date.parse(NEWEST_FROM);

/** In listing order: two prefixes with stamps, one of day folders, and names without a time. */
const KEYS = [
  ...['2025-10-31-23-59-59', '2025-12-27-23-59-59', '2025-12-28-00-00-00', '2026-01-31-10-00-00'].map((stamp) => `a/${stamp}-A`),
  'b.gz',
  ...['2025/11/01', '2025/12/31', '2026/02/02'].map((day) => `c/${day}/${day.replaceAll('/', '-')}-00-00-00-B`),
  'd/2025-11-30-12-00-00-A',
  'e.gz',
]; // biome-ignore format: one line each
const WANTED_ORDER = [
  ['a/2025-12-28-00-00-00-A', 'a/2026-01-31-10-00-00-A', 'c/2025/12/31/2025-12-31-00-00-00-B', 'c/2026/02/02/2026-02-02-00-00-00-B'],
  ['a/2025-12-27-23-59-59-A'],
  ['c/2025/11/01/2025-11-01-00-00-00-B', 'd/2025-11-30-12-00-00-A'],
  ['a/2025-10-31-23-59-59-A'],
  ['b.gz', 'e.gz'],
]; // biome-ignore format: a pass a line
const OLD_MS = Date.parse('2025-01-01T00:00:00Z');
const objects = KEYS.map(
  (key, at): ModelObject => ({ key, text: records(at * 10, 3), lastModifiedMs: OLD_MS }),
);
const LINES = KEYS.length * 3;
const most = { newestFirstAbove: 5, concurrency: 1 } as const;
const syncOf = (store: ModelStore, id = 'this-sync') => store.documents(NAMES.syncs).get(id) ?? {};

t.test('the order', async (t) => {
  const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
  const result = await runModel({ source, store, ...most });
  t.strictSame(source.opened, WANTED_ORDER.flat());
  t.match(result.report, { listing: 'whole', lines: LINES, indexed: LINES, duplicates: 0 });
  t.match(result.tally, {
    objects: { listed: KEYS.length, done: KEYS.length, skipped: 0 },
    listingEnded: true,
  });
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test(
  'a listing that is not longer than the limit is read in its own order, listed once',
  async (t) => {
    const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
    const told: number[] = [];
    const onNewestShipped = async (fromMs: number): Promise<void> => void told.push(fromMs);
    const run = { source, store, concurrency: 1, newestFirstAbove: KEYS.length, onNewestShipped };
    const result = await runModel(run);
    t.strictSame(source.opened, KEYS);
    t.strictSame([source.asked, told], [[null], []]);
    t.notOk('shipped_from' in syncOf(store));
    checkConservation(t, result);
  },
);

t.test('it waits when the last days are in, and says so; months follow', async (t) => {
  const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
  const told: unknown[] = [];
  const seenFrom: unknown[] = [];
  source.onOpen = () => void seenFrom.push(syncOf(store).shipped_from);
  const onNewestShipped = async (fromMs: number): Promise<void> => {
    const { state, shipped_from } = syncOf(store);
    told.push(
      fromMs,
      state,
      shipped_from,
      [...source.opened],
      store.records.size,
      store.calls.slice(-2),
    );
  };
  await runModel({ source, store, ...most, onNewestShipped });
  const calls = ['refresh', 'sync running, shown'];
  t.strictSame(told, [NEWEST_FROM_MS, 'running', NEWEST_FROM, WANTED_ORDER[0], 12, calls]);
  const months = ['2025-12-01', '2025-11-01', '2025-10-01'].map((day) => `${day}T00:00:00.000Z`);
  const [december, november, october] = months;
  t.strictSame(seenFrom, [
    ...Array(4),
    NEWEST_FROM,
    december,
    december,
    november,
    october,
    october,
  ]);
  t.match(syncOf(store), { state: 'done', shipped_from: october });
});

t.test('killed before any object, the next run goes on: no line lost, none twice', async (t) => {
  for (let killedAt = 0; killedAt < KEYS.length; killedAt += 1) {
    const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
    const stop = new AbortController();
    source.onOpen = () => {
      if (source.opened.length === killedAt) stop.abort(interruptedSync());
    };
    const killed = await runModel({
      source,
      store,
      syncId: 'killed',
      signal: stop.signal,
      ...most,
    });
    t.equal(killed.report, null);
    t.match(syncOf(store, 'killed'), {
      state: 'interrupted',
      ...(killedAt < 4 ? {} : { shipped_from: /./ }),
    });
    t.equal(
      'shipped_from' in syncOf(store, 'killed'),
      killedAt >= 4,
      `${killedAt}: never before they are in`,
    );
    checkConservation(t, killed);
    source.onOpen = () => undefined;
    const next = await runModel({ source, store, syncId: 'next', ...most });
    t.match(next.tally, {
      objects: { listed: KEYS.length, skipped: killedAt, done: KEYS.length - killedAt },
    });
    t.equal(killed.tally.indexed + next.tally.indexed, LINES);
    t.strictSame(source.opened, WANTED_ORDER.flat(), 'each once, in the same order');
    checkConservation(t, next);
    checkIds(t, store, objects);
  }
});

t.test('what a pass jumped over the last one reads, and counts once', async (t) => {
  const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
  const hidden = new Set(['a/2026-01-31-10-00-00-A', 'a/2025-12-27-23-59-59-A']);
  source.jumpsOver = (key) => hidden.has(key);
  const result = await runModel({ source, store, ...most });
  const [first = '', ...others] = WANTED_ORDER.flat().filter((key) => !hidden.has(key));
  const last = KEYS.filter((key) => hidden.has(key) || WANTED_ORDER.at(-1)?.includes(key));
  t.strictSame(source.opened, [first, ...others.slice(0, -2), ...last]);
  t.match(result.tally.objects, { listed: KEYS.length, done: KEYS.length, skipped: 0 });
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test(
  'what grows between two passes is read once, and by the next sync as it is then',
  async (t) => {
    const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
    const key = 'a/2026-01-31-10-00-00-A';
    const at = KEYS.indexOf(key);
    const [before] = objects.slice(at);
    source.onOpen = (opened) => {
      if (opened.startsWith('d/') && before !== undefined)
        source.objects[at] = { ...before, text: before.text + records(9_000, 1) };
    };
    const first = await runModel({ source, store, ...most });
    t.match(first.tally, { objects: { done: KEYS.length }, indexed: LINES, duplicates: 0 });
    checkConservation(t, first);
    const next = await runModel({ source, store, syncId: 'next', options: { full: true } });
    t.match(next.tally, { indexed: 1, duplicates: LINES });
    checkIds(t, store, source.objects);
  },
);

t.test('failed ones and ones that grow are counted once', async (t) => {
  const failure = { kind: 'failed', reason: 'refused' } as const;
  const some = objects.map((object): ModelObject => {
    if (object.key.startsWith('d/')) return { ...object, readings: [{ text: '', failure }] };
    const growing = { kind: 'growing', reason: 'too new' } as const;
    return object.key.startsWith('c/2026') ? { ...object, notRead: growing } : object;
  });
  const [store, source] = [new ModelStore(NAMES), new ModelSource(some, 2)];
  const result = await runModel({ source, store, ...most });
  t.match(result.tally.objects, {
    listed: KEYS.length,
    done: KEYS.length - 2,
    failed: 1,
    growing: 1,
  });
  t.equal(result.tally.waiting.length, 1);
  checkConservation(t, result);
});

t.test(
  'an object without a time in its name may hold any record up to its last modification',
  async (t) => {
    const lastModifiedMs = NEWEST_FROM_MS + 2 * DAY_MS;
    const named = objects.map((object) =>
      object.key === 'e.gz' ? { ...object, lastModifiedMs } : object,
    );
    const [store, source] = [new ModelStore(NAMES), new ModelSource(named, 2)];
    const told: number[] = [];
    const result = await runModel({
      source,
      store,
      ...most,
      flushBytes: 1_000_000, // nothing is sent before a pass ends
      onNewestShipped: async (fromMs) => void told.push(fromMs),
    });
    t.match(result.tally.objects, { listed: KEYS.length, done: KEYS.length, skipped: 0 });
    checkConservation(t, result);
    checkIds(t, store, objects);
    t.strictSame(
      [told, 'shipped_from' in syncOf(store)],
      [[], false],
      'so the last days are not complete',
    );
  },
);

t.test('the next sync lists what is recent; one with --full lists in order', async (t) => {
  const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
  await runModel({ source, store, ...most });
  source.asked.length = 0;
  const next = await runModel({ source, store, syncId: 'next', ...most });
  t.equal(next.report?.listing, 'recent');
  const full = await runModel({ source, store, syncId: 'full', options: { full: true }, ...most });
  t.strictSame(source.opened.slice(KEYS.length), KEYS);
  t.match(full.tally, { duplicates: LINES, indexed: 0 });
});

t.test('--from before the first sync: what it left out the next one reads', async (t) => {
  const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
  const fromMs = Date.parse('2026-01-01T00:00:00Z');
  const part = await runModel({ source, store, syncId: 'part', options: { fromMs }, ...most });
  t.strictSame([part.report?.listing, source.opened], ['part', ['a/2026-01-31-10-00-00-A']]);
  const rest = await runModel({ source, store, syncId: 'rest', ...most });
  t.match(rest.tally.objects, { listed: KEYS.length, done: KEYS.length - 1, skipped: 1 });
  t.strictSame(
    source.opened.slice(1),
    WANTED_ORDER.flat().filter((key) => !source.opened.slice(0, 1).includes(key)),
  );
  checkIds(t, store, objects);
});

t.test('a tally knows which pass it is in, and what was counted before it', async (t) => {
  const [store, source] = [new ModelStore(NAMES), new ModelSource(objects, 2)];
  const tally = new SyncTally();
  const seen = new Map<string | null, unknown>();
  source.onOpen = () => {
    const { name, before } = tally.pass;
    if (!seen.has(name)) seen.set(name, [before.listed, before.settled, tally.listingEnded]);
  };
  await runModel({ source, store, tally, ...most });
  t.strictSame(Object.fromEntries(seen), {
    'last 35 days': [0, 0, false],
    '2025-12': [4, 4, false],
    '2025-11': [5, 5, false],
    '2025-10': [7, 7, false],
    'the rest': [8, 8, false],
  });
  t.match([tally.pass.isListed, tally.listingEnded, tally.settled], [true, true, KEYS.length]);
});
