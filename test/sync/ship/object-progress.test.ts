/** Goal: a log object is settled when all of its items are, removals included, and not before. */
import t from 'tap';
import { asIndexName, asLogKey } from '../../../src/core/brand.ts';
import { SyncTally } from '../../../src/sync/run/sync-report.ts';
import { CreatedIds } from '../../../src/sync/ship/created-ids.ts';
import { ObjectProgress } from '../../../src/sync/ship/object-progress.ts';

function startProgress() {
  const tally = new SyncTally();
  const ends: string[] = [];
  const object = {
    logKey: asLogKey('log'),
    physicalId: 'file:/log',
    etag: '1',
    sizeBytes: 1,
    lastModifiedMs: 0,
    notRead: null,
  };
  const progress = new ObjectProgress(object, {
    tally,
    created: new CreatedIds(null),
    onSettled: ({ end }) => ends.push(end.kind),
  });
  return { progress, tally, ends };
}

t.test('a removal without a result holds the object back', async (t) => {
  const { progress, tally, ends } = startProgress();
  progress.recordSent(Date.UTC(2026, 0, 17, 10) / 1_000);
  progress.removalSent();
  progress.readEnded({ kind: 'complete' });
  progress.recordSettled({ kind: 'indexed' }, 'id', asIndexName('records'));
  t.strictSame(ends, []);
  progress.recordRemoved();
  progress.removalSettled({ kind: 'removed' });
  t.strictSame(ends, ['complete']);
  t.match(progress.counts, { lines: 1, indexed: 1, removed: 1 }, 'no line stands behind a removal');
  t.match(tally, { lines: 1, indexed: 1, removed: 1 });
});

t.test(
  'where nothing could be removed nothing counts; without a result the object failed',
  async (t) => {
    const { progress, ends } = startProgress();
    progress.removalSent();
    progress.removalSent();
    progress.readEnded({ kind: 'complete' });
    progress.removalSettled({ kind: 'absent' });
    progress.removalSettled({ kind: 'abandoned', reason: 'blocked' });
    t.strictSame(ends, ['failed']);
    t.match(progress.end, { reason: 'a removal: blocked' });
    t.equal(progress.counts.removed, 0);
  },
);
