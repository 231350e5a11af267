/** Goal: what goes over the wire, and what is stored by it, is pinned to the letter. */
import t from 'tap';
import {
  encodeQuarantineItem,
  encodeRecordItem,
  encodeRemovalItem,
  encodeReplaceItem,
  recordActionPrefix,
} from '../../src/bulk/encode-item.ts';
import { asDocumentId, asIndexName } from '../../src/core/brand.ts';

const RECORDS = asIndexName('tamarin-records-2026-01');

t.test('a record is created, or with --overwrite indexed', async (t) => {
  const id = asDocumentId('t912hs-RYZUPqJznDLm');
  t.equal(
    encodeRecordItem(recordActionPrefix('create', RECORDS), id, '{"bucket":"media"}'),
    '{"create":{"_index":"tamarin-records-2026-01","_id":"t912hs-RYZUPqJznDLm"}}\n{"bucket":"media"}\n',
  );
  t.equal(
    encodeRecordItem(recordActionPrefix('index', RECORDS), id, '{}'),
    '{"index":{"_index":"tamarin-records-2026-01","_id":"t912hs-RYZUPqJznDLm"}}\n{}\n',
  );
});

t.test('a ledger or sync document replaces the one before', async (t) => {
  t.equal(
    encodeReplaceItem(asIndexName('tamarin-ledger'), 'x"y', { log_key: 'a\nb' }),
    '{"index":{"_index":"tamarin-ledger","_id":"x\\"y"}}\n{"log_key":"a\\nb"}\n',
  );
});

t.test('a rejected line keeps its first place and counts how often it is met', async (t) => {
  t.equal(
    encodeQuarantineItem(asIndexName('tamarin-quarantine'), 'hash', {
      reason: 'torn_record',
      log_key: 'logs/a.gz',
      log_line: 3,
      offset: 120,
      text: 'a "b"\u2028',
      remote_ip: '2001:db8::1',
      bytes_sent: 9_007_199_254_740_991,
      record_time: '2026-01-17T10:00:00Z',
      sync_id: 's1',
      first_met_at: '2026-02-01T00:00:00.000Z',
      last_met_at: '2026-02-01T00:00:00.000Z',
    }),
    '{"update":{"_index":"tamarin-quarantine","_id":"hash","retry_on_conflict":5}}\n' +
      '{"script":{"source":"ctx._source.times_met += 1; ctx._source.last_met_at = params.last_met_at",' +
      '"params":{"last_met_at":"2026-02-01T00:00:00.000Z"}},' +
      '"upsert":{"reason":"torn_record","log_key":"logs/a.gz","log_line":3,"offset":120,' +
      '"text":"a \\"b\\"\u2028","remote_ip":"2001:db8::1","bytes_sent":9007199254740991,' +
      '"record_time":"2026-01-17T10:00:00Z","sync_id":"s1","first_met_at":"2026-02-01T00:00:00.000Z",' +
      '"last_met_at":"2026-02-01T00:00:00.000Z","times_met":1}}\n',
  );
});

t.test('a removal is one line: there is no document', async (t) => {
  t.equal(
    encodeRemovalItem(RECORDS, 't912hs-RYZUPqJznDLm'),
    '{"delete":{"_index":"tamarin-records-2026-01","_id":"t912hs-RYZUPqJznDLm"}}\n',
  );
});
