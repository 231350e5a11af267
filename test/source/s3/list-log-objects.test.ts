/**
 * Goal: whatever the layout and the order of arrival, syncs that list only what is recent miss no
 * key, and an idle one costs few LIST calls.
 */
import t from 'tap';
import { deliveredWithin, type KeyWindow, lookBackFrom, namedWithin, readKeyTime } from '../../../src/source/log/key-window.ts'; // biome-ignore format: one import
import { listLogObjects } from '../../../src/source/s3/list-log-objects.ts';
import { takeSeed } from '../../house/seed.ts';
import { type Arrival, ModelBucket } from '../../support/s3-model-bucket.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse('2025-12-20T00:00:00Z');
const DAYS = 30;
const KEYS = 2_000;
/** As many pages as ten thousand keys of a real bucket: what is decided is decided by page. */
const PAGE_KEYS = 200;
const seed = takeSeed(t);

function makeRandom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const random = makeRandom(seed);
const stampOf = (ms: number): string => new Date(ms).toISOString().slice(0, 19).replace(/[T:]/g, '-'); // biome-ignore format: one line
const uniqueOf = (at: number): string =>
  (Math.imul(at + 1, 0x9e37_79b1) >>> 0).toString(16).toUpperCase().padStart(16, '0');

const simple = (prefix: string) => (deliveredMs: number, at: number): string =>
  `${prefix}${stampOf(deliveredMs)}-${uniqueOf(at)}`; // biome-ignore format: a key
/** The folder is that of the day of the requests; with the 48 hours of an order it is 14 days late. */
const LATE_DAYS_MAX = 12;
const partitioned = (prefix: string) => (deliveredMs: number, at: number): string => {
  const day = new Date(deliveredMs - Math.floor(random() * (LATE_DAYS_MAX + 1)) * DAY_MS).toISOString().slice(0, 10);
  return `${prefix}${day.replaceAll('-', '/')}/${day}-00-00-00-${uniqueOf(at)}`;
}; // biome-ignore format: a key

type KeyMaker = (deliveredMs: number, at: number) => string;
const MEDIA = '202512345678/eu-west-1/media/';
const SITE = '999912345678/us-east-1/site/';
const layouts: Readonly<Record<string, readonly KeyMaker[]>> = {
  flat: [simple('logs/')],
  'flat without a slash': [simple('logs')],
  'flat, several source buckets': [simple('a/'), simple('b-c/'), simple('z')],
  partitioned: [partitioned(MEDIA)],
  'partitioned, several source buckets': [partitioned(MEDIA), partitioned(SITE)],
  'days without an account': [partitioned('media/')],
  'days beside accounts that look like years': [partitioned(''), partitioned(MEDIA)],
  'both under one prefix': [simple(''), partitioned(MEDIA), partitioned(SITE), simple('x/')],
  'logs among other files': [simple(''), (_, at) => `backup/${uniqueOf(at)}.tar`],
};

/** When a key that is stamped `ms` can be listed. */
const orders: Readonly<Record<string, (ms: number, at: number) => number>> = {
  'in order': (ms) => ms,
  'all late by 48 hours': (ms) => ms + 48 * HOUR_MS,
  'late by anything up to 48 hours': (ms) => ms + random() * 48 * HOUR_MS,
  'every second one late': (ms, at) => ms + (at % 2) * 48 * HOUR_MS,
  'backwards within a day': (ms) => {
    const sinceDay = (ms - START_MS) % DAY_MS;
    return ms - sinceDay + (DAY_MS - sinceDay) + (sinceDay > DAY_MS / 2 ? DAY_MS : 0) / 2;
  },
  'in bursts of a day': (ms) => Math.ceil(ms / DAY_MS) * DAY_MS,
  'some seconds before their stamp': (ms) => ms - 5_000,
};

function makeArrivals(makers: readonly KeyMaker[], order: (ms: number, at: number) => number): Arrival[] {
  return Array.from({ length: KEYS }, (_, at) => {
    // Three keys a second: equal seconds are common.
    const stampedMs = START_MS + Math.floor(at / 3) * 3 * ((DAYS * DAY_MS) / KEYS);
    const make = makers[at % makers.length] ?? simple('');
    return { key: make(stampedMs, at), arrivedMs: order(stampedMs, at) };
  });
} // biome-ignore format: signature

async function sync(bucket: ModelBucket, clock: { nowMs: number }, sinceMs: number | null, seen: Set<string>): Promise<void> {
  const pages = listLogObjects({
    listPage: async (startAfter) => {
      clock.nowMs += 10 * 60_000; // keys arrive while others are listed
      return bucket.listPage(startAfter, clock.nowMs);
    },
    window: sinceMs === null ? null : lookBackFrom(sinceMs),
    physicalIdOf: (key) => key,
  });
  for await (const page of pages) {
    if (page.length > 1_000) throw new Error(`a page of ${page.length} keys`);
    for (const { logKey } of page) seen.add(logKey);
  }
} // biome-ignore format: signature

for (const [layout, makers] of Object.entries(layouts)) {
  for (const [orderName, order] of Object.entries(orders)) {
    t.test(`${layout}, ${orderName}: no key is missed`, async (t) => {
      const arrivals = makeArrivals(makers, order);
      const bucket = new ModelBucket(arrivals, PAGE_KEYS);
      const seen = new Set<string>();
      const clock = { nowMs: START_MS + DAY_MS };
      let sinceMs: number | null = null;
      while (clock.nowMs < START_MS + (DAYS + 4) * DAY_MS) {
        const startedMs = clock.nowMs;
        await sync(bucket, clock, sinceMs, seen); // one sync after the other
        sinceMs = startedMs;
        clock.nowMs += 6 * HOUR_MS;
      }
      const missed = arrivals.filter(({ key }) => !seen.has(key));
      t.strictSame(missed.slice(0, 3), [], `${missed.length} missed`);
    });
  }
}

t.test('an idle pass costs a call a page of recent keys, one a partition, five more', async (t) => {
  for (const [layout, makers] of Object.entries(layouts)) {
    if (layout === 'logs among other files') continue; // those are listed whole
    const arrivals = makeArrivals(makers, orders['in order'] ?? ((ms) => ms));
    const bucket = new ModelBucket(arrivals, PAGE_KEYS);
    const clock = { nowMs: START_MS + DAYS * DAY_MS };
    const seen = new Set<string>();
    await sync(bucket, clock, clock.nowMs, seen); // one layout after the other
    const most = Math.ceil(seen.size / PAGE_KEYS) + makers.length + 5;
    t.comment(`${layout}: ${bucket.calls} calls, ${seen.size} recent keys of ${KEYS}`);
    t.ok(seen.size < KEYS, `${layout}: the old ones are left out`);
    t.ok(bucket.calls <= most, `${layout}: ${bucket.calls} calls, at most ${most}`);
  }
});

const OLD_MS = START_MS - 700 * DAY_MS;
/** Of a long time, and two keys of another form that come late, among old ones. */
function withMerged(keys: number): { readonly arrivals: Arrival[]; readonly merged: string[] } {
  const make = simple('logs/');
  const arrivals = Array.from({ length: keys }, (_, at): Arrival => {
    const arrivedMs = OLD_MS + Math.floor((at / keys) * (START_MS - OLD_MS) + 1_000);
    return { key: make(arrivedMs, at), arrivedMs };
  });
  const day = new Date(START_MS - 300 * DAY_MS).toISOString().slice(0, 10);
  const merged = [`logs/${day}-merged.log`, `logs/${day}/part-0000`];
  return {
    arrivals: [...arrivals, ...merged.map((key) => ({ key, arrivedMs: START_MS }))],
    merged,
  };
}

t.test(
  'a file that was merged of an old day is seen by the next pass of a small bucket',
  async (t) => {
    const { arrivals, merged } = withMerged(2_900);
    const seen = new Set<string>();
    await sync(new ModelBucket(arrivals), { nowMs: START_MS }, START_MS, seen);
    for (const key of merged) t.ok(seen.has(key), key);
  },
);

t.test('in a large bucket the pass that lists everything sees it', async (t) => {
  const { arrivals, merged } = withMerged(20_000);
  const [recent, whole] = [new Set<string>(), new Set<string>()];
  const bucket = new ModelBucket(arrivals);
  await sync(bucket, { nowMs: START_MS }, START_MS, recent);
  t.ok(bucket.calls <= 1 + 1 + 5, `${bucket.calls} calls: it lies where a jump goes over`);
  await sync(bucket, { nowMs: START_MS }, null, whole);
  for (const key of merged) t.ok(whole.has(key), key);
});

t.test('a listing that does not go forward ends in an error', async (t) => {
  const key = { key: 'a', etag: '', sizeBytes: 0, lastModifiedMs: 0 };
  const pages = listLogObjects({
    listPage: async () => ({ keys: [key], isTruncated: true }),
    window: null,
    physicalIdOf: (text) => text,
  });
  await pages.next();
  await t.rejects(pages.next(), /do not go forward/);
});

/** Windows that follow each other, as the passes of a first sync: the last 10 days, then weeks back. */
function windowsBack(): KeyWindow[] {
  const windows = [namedWithin(START_MS + 20 * DAY_MS, null)];
  for (
    let untilMs = START_MS + 20 * DAY_MS;
    untilMs > START_MS - 20 * DAY_MS;
    untilMs -= 7 * DAY_MS
  )
    windows.push(namedWithin(untilMs - 7 * DAY_MS, untilMs));
  return windows;
}

async function listWindow(bucket: ModelBucket, window: KeyWindow) {
  const [keys, leftOut]: [string[], string[]] = [[], []];
  const pages = listLogObjects({
    listPage: async (startAfter) => bucket.listPage(startAfter, Number.POSITIVE_INFINITY),
    window,
    onLeftOut: (key) => leftOut.push(key),
    physicalIdOf: (key) => key,
  });
  for await (const page of pages) keys.push(...page.map(({ logKey }) => logKey));
  return { keys, leftOut };
}

for (const [layout, makers] of Object.entries(layouts)) {
  t.test(
    `${layout}: windows that follow each other list each key once, the oldest ones are met at once`,
    async (t) => {
      const arrivals = makeArrivals(makers, orders['in order'] ?? ((ms) => ms));
      const named = arrivals.map(({ key }) => key).filter((key) => readKeyTime(key) !== null);
      const bucket = new ModelBucket(arrivals, 50);
      const [seen, met]: [string[], Set<string>] = [[], new Set()];
      for (const [at, window] of windowsBack().entries()) {
        const before = bucket.calls;
        const { keys, leftOut } = await listWindow(bucket, window); // the newest first
        const within = keys.filter((key) => readKeyTime(key) !== null);
        seen.push(...within);
        if (at === 0) for (const key of leftOut) met.add(key);
        if (layout === 'logs among other files') continue; // those are listed in every window
        // Each partition is entered and left, and a simple prefix has a year to leave besides.
        const most = Math.ceil(within.length / 50) + 4 * makers.length + 2;
        const calls = bucket.calls - before;
        t.ok(calls <= most, `${calls} calls for ${within.length} keys, at most ${most}`);
      }
      t.strictSame(seen.sort(), named.sort());
      const oldest =
        named.map((key) => readKeyTime(key)?.at.replaceAll('/', '-') ?? '').sort()[0] ?? '';
      const oldestMet = [...met]
        .map((key) => readKeyTime(key)?.at.replaceAll('/', '-') ?? '')
        .sort()[0];
      t.equal(oldestMet, oldest, 'how far back there is anything');
    },
  );
}

t.test('--from lists a page of what is older and all that may have come since', async (t) => {
  const make = simple('logs/');
  const arrivals = Array.from({ length: 20_000 }, (_, at): Arrival => {
    const arrivedMs = START_MS + Math.floor((at / 20_000) * 300) * DAY_MS + 1_000;
    return { key: make(arrivedMs, at), arrivedMs };
  });
  const fromMs = START_MS + 290 * DAY_MS;
  const bucket = new ModelBucket(arrivals);
  const { keys, leftOut } = await listWindow(bucket, deliveredWithin(fromMs, null));
  const wanted = arrivals.filter(({ arrivedMs }) => arrivedMs >= fromMs).map(({ key }) => key);
  t.strictSame(keys, wanted.sort());
  t.strictSame([bucket.calls, leftOut.length], [2, 1_000], 'the first page, then what is wanted');
});
