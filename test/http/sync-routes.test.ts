/**
 * Goal: what callers say of a sync is checked before anything is asked, each outcome has its status, and
 * events are as the standard says, end with the final state, and go on where a client has left off.
 */
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import { PLAIN_PASS, type StartRequest } from '../../src/app/service/start-request.ts';
import { begunView, type SyncView } from '../../src/app/service/sync-view.ts';
import { homeRoutes } from '../../src/http/routes/home.ts';
import { sourceRoutes } from '../../src/http/routes/sources.ts';
import { syncRoutes } from '../../src/http/routes/sync.ts';
import { Draining } from '../../src/http/service/draining.ts';
import type { Syncs } from '../../src/http/service/service.ts';
import { buildTestApp } from './build-service.ts';

const ROUTES = [syncRoutes, sourceRoutes, homeRoutes];
const RUNNING = begunView({ id: 'sync-1', source: 'media', trigger: 'http', startedAt: '2026-02-01T00:00:00.000Z' }); // biome-ignore format: one line
const DONE: SyncView = { ...RUNNING, state: 'done', finishedAt: '2026-02-01T00:01:00.000Z', lines: 7, indexed: 7 }; // biome-ignore format: one line

/** One sync that runs, or has ended. */
function syncsOf(parts: Partial<Syncs> = {}) {
  const asked: StartRequest[] = [];
  const syncs: Syncs = {
    start: async (request) => {
      asked.push(request);
      return { kind: 'started', sync: RUNNING };
    },
    read: async (id) => (id === 'sync-1' ? RUNNING : null),
    cancel: async (id) => (id === 'sync-1' ? { ...RUNNING, cancelRequested: true } : null),
    list: async () => ({ syncs: [RUNNING], next: 1_769_904_000_000 }),
    async *watch() {
      yield RUNNING;
      yield DONE;
    },
    sources: async () => [],
    ...parts,
  };
  return { syncs, asked };
}

const START: StartRequest = {
  alias: null,
  options: PLAIN_PASS,
  trigger: 'http',
  idempotencyKey: null,
  isQueued: false,
};

t.test('an empty POST starts a plain pass', async (t) => {
  const { syncs, asked } = syncsOf();
  const app = await buildTestApp(t, { syncs }, [], ROUTES);
  const answer = await app.inject({ method: 'POST', url: '/sync' });
  t.equal(answer.statusCode, 202);
  t.equal(answer.headers.location, '/sync/sync-1');
  t.match(answer.json(), {
    syncId: 'sync-1',
    state: 'running',
    links: { self: '/sync/sync-1', events: '/sync/sync-1/events' },
  });
  t.strictSame(asked, [START]);
});

t.test('what a caller says reaches the sync', async (t) => {
  const { syncs, asked } = syncsOf();
  const app = await buildTestApp(t, { syncs }, [], ROUTES);
  const post = (payload: object, more: object = {}) =>
    app.inject({ method: 'POST', url: '/sync', payload, ...more });
  const body = { source: 'media', from: '2026-01-01', to: '2026-02-01T00:00Z', overwrite: true };
  await post(body, { headers: { 'idempotency-key': 'mine' } });
  await post({ dryRun: true });
  await app.inject({ method: 'POST', url: '/sync?queue=true' });
  t.strictSame(asked, [
    {
      ...START,
      alias: 'media',
      options: {
        dryRun: false,
        full: true,
        overwrite: true,
        fromMs: Date.parse('2026-01-01'),
        toMs: Date.parse('2026-02-01'),
      },
      idempotencyKey: 'mine',
    },
    { ...START, options: { ...PLAIN_PASS, dryRun: true } },
    { ...START, isQueued: true },
  ]);
});

t.test('what a caller may not say is refused, and nothing starts', async (t) => {
  const { syncs, asked } = syncsOf();
  const app = await buildTestApp(t, { syncs }, [], ROUTES);
  for (const payload of [
    { url: 's3://other-bucket/' },
    { endpoint: 'http://169.254.169.254/' },
    { roleArn: 'arn:aws:iam::1:role/x' },
    { source: 's3://x'.repeat(100) },
    { source: 7 },
    { from: 'yesterday' },
    { from: '2026-02-30' },
    { full: 'yes' },
    ['media'],
  ]) {
    const answer = await app.inject({ method: 'POST', url: '/sync', payload });
    t.equal(answer.statusCode, 400, JSON.stringify(payload).slice(0, 60));
    t.match(answer.json(), { code: 'bad_request' });
  }
  for (const about of [
    { url: '/sync?queue=maybe' },
    { url: '/sync?queue=true', payload: { full: true } },
    { url: '/sync?source=media' },
    { url: '/sync', headers: { 'idempotency-key': 'x'.repeat(256) } },
  ])
    t.equal((await app.inject({ method: 'POST', ...about })).statusCode, 400, about.url);
  t.strictSame(asked, []);
});

for (const { kind, status } of [
  { kind: 'running', status: 409 },
  { kind: 'queued', status: 202 },
] as const) {
  t.test(`${kind}: ${status} with the sync that runs and its link`, async (t) => {
    const { syncs } = syncsOf({ start: async () => ({ kind, sync: RUNNING }) });
    const app = await buildTestApp(t, { syncs }, [], ROUTES);
    const answer = await app.inject({ method: 'POST', url: '/sync' });
    t.equal(answer.statusCode, status);
    t.equal(answer.headers.location, '/sync/sync-1');
    t.match(answer.json(), { syncId: 'sync-1' });
  });
}

t.test('a key that came with another request: 422', async (t) => {
  const { syncs } = syncsOf({ start: async () => ({ kind: 'other_request' }) });
  const app = await buildTestApp(t, { syncs }, [], ROUTES);
  const answer = await app.inject({ method: 'POST', url: '/sync' });
  t.match(answer.json(), { status: 422, code: 'key_reused' });
});

t.test('reading, listing, cancelling', async (t) => {
  const pages: unknown[] = [];
  const { syncs } = syncsOf({
    list: async (page) => {
      pages.push(page);
      return { syncs: [RUNNING], next: 1_769_904_000_000 };
    },
  });
  const app = await buildTestApp(t, { syncs }, [], ROUTES);
  t.match((await app.inject('/sync/sync-1')).json(), { syncId: 'sync-1' });
  t.match((await app.inject('/sync/sync-2')).json(), { status: 404, code: 'not_found' });
  const page = (await app.inject('/sync')).json();
  t.match(page, { syncs: [{ syncId: 'sync-1' }], next: '1769904000000' });
  await app.inject(`/sync?limit=2&after=${page.next}`);
  t.strictSame(pages, [
    { beforeMs: null, limit: 20 },
    { beforeMs: 1_769_904_000_000, limit: 2 },
  ]);
  for (const query of ['limit=0', 'limit=101', 'limit=x', 'after=x', 'limit=1&limit=2', 'before=1'])
    t.equal((await app.inject(`/sync?${query}`)).statusCode, 400, query);
  const cancelled = await app.inject({ method: 'DELETE', url: '/sync/sync-1' });
  t.match(cancelled.json(), { cancelRequested: true });
  t.equal(cancelled.statusCode, 202);
  t.equal((await app.inject({ method: 'DELETE', url: '/sync/sync-2' })).statusCode, 404);
});

interface SentEvent {
  readonly id: string;
  readonly event: string;
  readonly data: string;
}

const eventsOf = (body: string): SentEvent[] =>
  body
    .split('\n\n')
    .filter((block) => block.startsWith('id: '))
    .map((block) => Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s)))); // three lines each

t.test(
  'events: a state each, the last is final, and a client goes on where it left off',
  async (t) => {
    const { syncs } = syncsOf();
    const app = await buildTestApp(t, { syncs }, [], ROUTES);
    const answer = await app.inject('/sync/sync-1/events');
    t.match(answer.headers['content-type'], 'text/event-stream');
    t.equal(answer.headers['cache-control'], 'no-store');
    t.match(answer.body, /^retry: 2000\n\nid: /);
    const [first, last] = eventsOf(answer.body);
    t.match([first?.event, last?.event], ['sync', 'sync']);
    t.match(JSON.parse(first?.data ?? ''), { state: 'running', links: { self: '/sync/sync-1' } });
    t.match(JSON.parse(last?.data ?? ''), { state: 'done', lines: 7 });
    const again = await app.inject({
      url: '/sync/sync-1/events',
      headers: { 'last-event-id': first?.id },
    });
    t.strictSame(eventsOf(again.body), [last]);
    t.equal((await app.inject('/sync/sync-2/events')).statusCode, 404);
    syncs.read = async () => DONE;
    const over = await app.inject({
      url: '/sync/sync-1/events',
      headers: { 'last-event-id': last?.id },
    });
    t.equal(over.statusCode, 204, 'an EventSource asks no more');
    t.equal(over.body, '');
  },
);

t.test(
  'events of a long sync end when the service stops, and when the client goes away',
  async (t) => {
    const draining = new Draining();
    const signals: AbortSignal[] = [];
    const { syncs } = syncsOf({
      async *watch(_, signal) {
        signals.push(signal);
        yield RUNNING;
        await delay(60_000, null, { signal }).catch(() => undefined);
      },
    });
    const app = await buildTestApp(t, { syncs, draining }, [], ROUTES);
    await app.listen({ port: 0, host: '127.0.0.1' });
    t.teardown(() => app.server.closeAllConnections()); // fetch may have opened one more
    t.teardown(() => app.server.closeAllConnections()); // fetch may have opened one more
    const url = `${app.listeningOrigin}/sync/sync-1/events`;
    const leaving = new AbortController();
    const left = await fetch(url, { signal: leaving.signal });
    const stays = await fetch(url);
    leaving.abort();
    await t.rejects(left.text());
    const startedMs = Date.now();
    while (signals[0]?.aborted === false && Date.now() - startedMs < 5_000) await delay(10); // the close comes later
    t.strictSame(
      signals.map(({ aborted }) => aborted),
      [true, false],
    );
    await draining.drain(5_000);
    t.match(await stays.text(), /"state":"running"/);
    t.ok(Date.now() - startedMs < 10_000);
  },
);

t.test('a hundred streams of events may be open, no more', async (t) => {
  const draining = new Draining();
  const { syncs } = syncsOf({
    async *watch(_, signal) {
      yield RUNNING;
      await delay(60_000, null, { signal }).catch(() => undefined);
    },
  });
  const app = await buildTestApp(t, { syncs, draining }, [], ROUTES);
  await app.listen({ port: 0, host: '127.0.0.1' });
  t.teardown(() => app.server.closeAllConnections()); // fetch may have opened one more
  const url = `${app.listeningOrigin}/sync/sync-1/events`;
  const open = await Promise.all(Array.from({ length: 100 }, () => fetch(url)));
  t.ok(open.every(({ status }) => status === 200));
  const refused = await fetch(url);
  t.equal(refused.status, 503);
  t.match(await refused.json(), { code: 'busy' });
  await draining.drain(5_000);
  await Promise.all(open.map((each) => each.text()));
});

t.test(
  'the page shows the state of the sources, and its links although nobody knows it',
  async (t) => {
    const { syncs } = syncsOf();
    const text = async (parts: Partial<Syncs>): Promise<string> => {
      const app = await buildTestApp(t, { syncs: { ...syncs, ...parts } }, [], ROUTES);
      return (await app.inject('/')).payload;
    };
    const never = { lastSync: null, newestRecord: null, lagSeconds: null };
    const media = { alias: 'media', schedule: null, monitor: true, nextRun: null, ...never };
    t.match(
      await text({ sources: async () => [media] }),
      '<td>media</td><td>none yet</td><td>none</td><td>not scheduled</td>',
    );
    t.match(await text({ sources: async () => [] }), /No sources are configured/);
    const away = await text({ sources: () => Promise.reject(new Error('away')) });
    t.match(away, /not known: OpenSearch does not answer/);
    t.match(away, '<a href="/docs">');
  },
);
