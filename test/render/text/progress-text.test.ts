/** Goal: while a sync runs its line says how far it is, and nothing that is not known yet. */
import t from 'tap';
import { progressText } from '../../../src/render/text/progress-text.ts';
import { SyncTally } from '../../../src/sync/run/sync-report.ts';

const START_MS = 1_000_000;

t.test('before anything is read it lists', async (t) => {
  const tally = new SyncTally();
  t.equal(progressText(tally, START_MS), 'listing');
  tally.lists = 12;
  t.equal(progressText(tally, START_MS), 'listing: about 12,000 keys so far');
});

t.test('while it lists there is no per cent; then there is, and the time left', async (t) => {
  const tally = new SyncTally();
  tally.beginPass(null, START_MS);
  Object.assign(tally.objects, { listed: 2_000, done: 400, skipped: 100 });
  Object.assign(tally, { bytesToRead: 50_000_000, bytesRead: 12_500_000, lines: 24_000 });
  t.equal(
    progressText(tally, START_MS + 30_000),
    'syncing listing, 500 of at least 2,000 log objects, 12.5 MB of 50.0 MB, 24,000 lines',
  );
  tally.pass.isListed = true;
  t.equal(
    progressText(tally, START_MS + 30_000),
    'syncing 25 %, 500 of 2,000 log objects, 12.5 MB of 50.0 MB, about 90 s left, 24,000 lines',
  );
  t.match(progressText(Object.assign(tally, { lines: 1 }), START_MS + 30_000), /, 1 line$/);
  t.notMatch(progressText(tally, START_MS + 2_000), /left/, 'two seconds say nothing of the rest');
});

t.test(
  'of a sync that reads the newest first: the part that it reads now, by its own counts',
  async (t) => {
    const tally = new SyncTally();
    Object.assign(tally.objects, { listed: 3_000, done: 3_000 });
    Object.assign(tally, { bytesToRead: 9_000_000, bytesRead: 9_000_000, rejected: 3 });
    tally.beginPass('2025-12', START_MS);
    tally.pass.isListed = true;
    tally.objects.listed += 100;
    tally.objects.done += 50;
    t.equal(
      progressText(tally, START_MS + 10_000),
      'syncing 2025-12: 50 %, 50 of 100 log objects, 0 B of 0 B, about 10 s left, 0 lines, 3 rejected',
      'without bytes by log objects',
    );
  },
);
