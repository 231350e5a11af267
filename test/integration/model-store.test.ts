/**
 * Goal: the model store that the tests of src/sync run against answers as OpenSearch does. The same
 * calls go to both, and all answers are compared.
 */
import t from 'tap';
import {
  encodeQuarantineItem,
  encodeRecordItem,
  encodeRemovalItem,
  encodeReplaceItem,
  recordActionPrefix,
} from '../../src/bulk/encode-item.ts';
import { type IndexNames, indexNames } from '../../src/bulk/index-name.ts';
import { asDocumentId, asSyncId, type IndexName } from '../../src/core/brand.ts';
import { connect } from '../../src/opensearch/client.ts';
import { openSyncStore } from '../../src/opensearch/sync-store.ts';
import { ledgerId } from '../../src/sync/store/ledger-entry.ts';
import type { SyncDocument } from '../../src/sync/store/sync-document.ts';
import type { SyncStore } from '../../src/sync/store/sync-store.ts';
import { itemsOf } from '../support/item-runs.ts';
import { testEngineUrl, testPrefix } from '../support/opensearch.ts';
import { ModelStore } from '../sync/model/model-store.ts';

const TIME = '2026-01-17T10:00:00Z';

const record = (index: IndexName, action: 'create' | 'index', id: string, line: number): string =>
  encodeRecordItem(
    recordActionPrefix(action, index),
    asDocumentId(id),
    JSON.stringify({ '@timestamp': TIME, log_key: 'a', log_line: line, sync_id: 'one' }),
  );

const met = (names: IndexNames): string =>
  encodeQuarantineItem(names.quarantine, 'q', {
    reason: 'not_a_log_line',
    log_key: 'a',
    log_line: 1,
    offset: 0,
    text: 'x',
    sync_id: 'one',
    first_met_at: TIME,
    last_met_at: TIME,
  });

const entry = (names: IndexNames, key: string, about: object): string =>
  encodeReplaceItem(names.ledger, ledgerId(`file:/${key}`), {
    log_key: key,
    physical_id: `file:/${key}`,
    etag: '"1"',
    size: 1,
    last_modified: TIME,
    lines: 1,
    indexed: 0,
    duplicates: 0,
    rejected: 1,
    skipped: 0,
    bytes: 1,
    sync_id: 'one',
    attempts: 1,
    finished_at: TIME,
    ...about,
  });

const sync = (about: Partial<SyncDocument>): SyncDocument => ({
  kind: 'sync',
  source: 'x',
  source_id: 'file:/',
  trigger: 'cli',
  listing: 'whole',
  state: 'running',
  started_at: TIME,
  heartbeat_at: TIME,
  owner: { host: 'x', pid: 1, process_started: '1' },
  options: { full: false, overwrite: false },
  listing_ended: false,
  bytes_total: 0,
  objects: { listed: 0, skipped: 0, done: 0, failed: 0, not_a_log: 0, archived: 0, gone: 0, growing: 0 }, // biome-ignore format: one line
  lines: 0,
  indexed: 0,
  duplicates: 0,
  rejected: 0,
  skipped: 0,
  removed: 0,
  bytes_read: 0,
  failures: [],
  ...about,
});

/** Everything that is answered, in order. */
async function askAll(store: SyncStore, names: IndexNames): Promise<readonly unknown[]> {
  const index = names.recordIndex(TIME);
  const answers: unknown[] = [];
  const send = async (...items: readonly string[]): Promise<void> => {
    const answer = await store.sendBulk(Buffer.from(items.join('')));
    // Of an error the sink reads its type.
    const told = answer.kind === 'failed' ? answer : itemsOf(answer.runs).map(({ status, error }) => [status, error?.type]); // biome-ignore format: one line
    answers.push(told);
  };
  const places = ['old', 'new', 'none'].map((id) => ({ index, id }));
  answers.push(await store.prepare());
  await send(record(index, 'create', 'old', 1), encodeRemovalItem(index, 'old')); // there is no such index yet
  await store.prepareRecordIndex(index);
  await send(record(index, 'create', 'old', 1), record(index, 'create', 'old', 2));
  answers.push(await store.readOrigins(places));
  await store.refresh();
  await store.prepareRecordIndex(index); // as a later sync does
  await send(record(index, 'create', 'new', 3), record(index, 'index', 'newer', 4));
  answers.push(await store.readOrigins(places), await store.readOrigins(places, { ofAnyAge: true }));
  await send(record(index, 'index', 'new', 5), met(names), met(names));
  answers.push(await store.readOrigins(places));
  await send(encodeRemovalItem(index, 'new'), encodeRemovalItem(index, 'new'));
  const states = ['failed', 'done', 'not_a_log', 'archived', 'gone'] as const;
  await send(
    ...states.map((state) => entry(names, `${state}`, { state, reader: 2 })),
    ...states.map((state) => entry(names, `older-${state}`, { state })),
    entry(names, 'ours', { state: 'failed', sync_id: 'two' }),
    entry(names, 'done', { state: 'done', reader: 2, attempts: 2 }),
  );
  const known = await store.readLedger([ledgerId('file:/done'), ledgerId('file:/x'), ledgerId('file:/older-done')]);
  answers.push([...known.keys()], [...known.values()].map(({ state, attempts, reader }) => [state, attempts, reader]));
  for (const physicalPrefix of ['file:/', 'file:/older', 's3:']) {
    for await (const page of store.listToTryAgain({ physicalPrefix, syncId: asSyncId('two') }))
      answers.push(...page); // pages may be of any size
  }
  const write = async (id: string, about: Partial<SyncDocument>): Promise<void> => {
    answers.push(await store.writeSync({ id: asSyncId(id), isShown: true }, sync(about)));
    answers.push(await store.readEarlierSyncs('file:/'), await store.readEarlierSyncs('s3:'));
  };
  await write('one', {});
  await write('one', { state: 'done', finished_at: TIME });
  await write('one', { state: 'running' }); // held up on its way
  await write('two', { state: 'done', listing: 'recent', started_at: '2026-01-18T10:00:00Z' });
  await write('three', { state: 'done', listing: 'part', started_at: '2026-01-19T10:00:00Z' });
  await write('four', { state: 'failed', started_at: '2026-01-20T10:00:00Z' });
  return answers;
} // biome-ignore format: long calls

t.test('the same calls, the same answers', async (t) => {
  const prefix = testPrefix(t);
  const names = indexNames(prefix, 'month');
  const server = await connect({ url: testEngineUrl(), username: null, password: null, caFile: null }); // biome-ignore format: one line
  t.teardown(() => server.client.close());
  const real = openSyncStore(server, names, { prefix, replicas: 0, grain: 'month' });
  const model = await askAll(new ModelStore(names), names);
  t.strictSame(model, await askAll(real, names));
});
