/** Goal: index names are stored and asked for by name; they never change. */
import t from 'tap';
import { indexNames } from '../../src/bulk/index-name.ts';

t.test('a record lies in the index of its own month or day', async (t) => {
  const time = '2026-01-31T23:59:59Z';
  t.equal(indexNames('tamarin', 'month').recordIndex(time), 'tamarin-records-2026-01');
  t.equal(indexNames('tamarin', 'day').recordIndex(time), 'tamarin-records-2026-01-31');
});

t.test('the other indices carry the prefix too', async (t) => {
  const { ledger, quarantine, syncs, recordsPattern } = indexNames('media-logs', 'month');
  t.equal(ledger, 'media-logs-ledger');
  t.equal(quarantine, 'media-logs-quarantine');
  t.equal(syncs, 'media-logs-syncs');
  t.equal(recordsPattern, 'media-logs-records-*');
});
