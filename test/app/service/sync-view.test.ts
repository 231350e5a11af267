/** Goal: a sync is shown as it is: how long it takes only when that is known, dead only when it is. */
import t from 'tap';
import { begunView, syncView } from '../../../src/app/service/sync-view.ts';
import type { SyncDocument } from '../../../src/sync/store/sync-document.ts';

const RUNNING: SyncDocument = {
  kind: 'sync',
  source: '/srv/logs',
  source_id: 'file:/srv/logs',
  trigger: 'cli',
  listing: 'whole',
  state: 'running',
  started_at: '2026-02-01T00:00:00.000Z',
  heartbeat_at: '2026-02-01T00:00:10.000Z',
  owner: { host: 'a', pid: 1, process_started: '1' },
  options: { full: false, overwrite: false },
  listing_ended: true,
  bytes_total: 1_000,
  bytes_read: 250,
  objects: { listed: 4, skipped: 0, done: 1, failed: 0, not_a_log: 0, archived: 0, gone: 0, growing: 0 }, // biome-ignore format: one line
  lines: 50,
  indexed: 50,
  duplicates: 0,
  rejected: 0,
  skipped: 0,
  removed: 0,
  failures: [],
};
const view = (document: Partial<SyncDocument>, isDead = false) =>
  syncView({ id: 'x', document: { ...RUNNING, ...document }, dryRun: false, isDead });

t.test('rates are of the sync so far, and what is left follows from the bytes', async (t) => {
  t.match(view({}), { bytesPerSecond: 25, linesPerSecond: 5, secondsLeft: 30, state: 'running' });
  t.equal(view({ listing_ended: false }).secondsLeft, null, 'more may be listed');
  t.equal(view({ bytes_read: 0 }).secondsLeft, null);
  t.equal(view({ bytes_read: 2_000 }).secondsLeft, 0, 'old failures are read too');
  const ended = { state: 'done', finished_at: '2026-02-01T00:00:50.000Z' } as const;
  t.match(view(ended), { secondsLeft: null, linesPerSecond: 1 });
  t.match(begunView({ id: 'x', source: 'media', trigger: 'http', startedAt: RUNNING.started_at }), {
    linesPerSecond: 0,
    secondsLeft: null,
  });
});

t.test('only one that says that it runs is interrupted by the death of its owner', async (t) => {
  t.match(view({}, true), { state: 'interrupted', finishedAt: null, secondsLeft: null });
  t.equal(view({ state: 'failed' }, true).state, 'failed');
  t.equal(view({ state: 'cancelled' }, true).state, 'cancelled');
});

t.test(
  'a source has the name that the configuration gives it, else what a person wrote',
  async (t) => {
    t.equal(view({ alias: 'media' }).source, 'media');
    t.equal(view({}).source, '/srv/logs');
  },
);
