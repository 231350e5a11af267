/** Goal: what the ledger knows as settled is not read again, everything else is, and each is counted. */
import t from 'tap';
import { READER_VERSION } from '../../../src/source/log/reader-version.ts';
import { type LedgerEntry, ledgerId } from '../../../src/sync/store/ledger-entry.ts';
import { records } from '../model/model-lines.ts';
import { logObject, type ModelObject, ModelSource, PREFIX } from '../model/model-source.ts';
import { ModelStore } from '../model/model-store.ts';
import {
  checkConservation,
  checkIds,
  HOUR_MS,
  type ModelRun,
  NAMES,
  NOW_MS,
  runModel,
} from '../model/run-model.ts';

const OBJECT: ModelObject = { key: '2026-01-17-21-32-16-A', text: records(0, 3) };

/** As an earlier sync would have left it. */
function entryOf(object: ModelObject, about: Partial<LedgerEntry>): Partial<LedgerEntry> {
  const { logKey, physicalId, etag, sizeBytes } = logObject(object);
  return {
    log_key: logKey,
    physical_id: physicalId,
    etag,
    size: sizeBytes,
    last_modified: '2026-01-17T21:32:16.000Z',
    rejected: 0,
    sync_id: 'earlier',
    attempts: 1,
    reader: READER_VERSION,
    finished_at: new Date(NOW_MS - HOUR_MS).toISOString(),
    ...about,
  };
}

function plant(store: ModelStore, object: ModelObject, about: Partial<LedgerEntry>): void {
  store.plant(NAMES.ledger, ledgerId(PREFIX + object.key), entryOf(object, about));
}

const entryIn = (store: ModelStore, key: string) =>
  store.documents(NAMES.ledger).get(ledgerId(PREFIX + key));
const stateOf = (store: ModelStore, key: string): unknown => entryIn(store, key)?.state;

interface Case {
  readonly name: string;
  readonly known?: Partial<LedgerEntry>;
  readonly object?: Partial<ModelObject>;
  readonly options?: ModelRun['options'];
  /** An earlier sync listed everything an hour ago. */
  readonly isRecent?: true;
  readonly isRead: boolean;
  readonly counts: object;
}

const old = READER_VERSION - 1;
const CASES: readonly Case[] = [
  { name: 'unknown', isRead: true, counts: { objects: { done: 1, skipped: 0 } } },
  { name: 'done', known: { state: 'done' }, isRead: false, counts: { left: { done: 1 }, objects: { skipped: 1 }, olderReader: 0 } },
  { name: 'done, with --full', known: { state: 'done' }, options: { full: true }, isRead: true, counts: { left: { done: 0 } } },
  { name: 'done, but changed since', known: { state: 'done', etag: '"other"' }, isRead: true, counts: { left: { done: 0 } } },
  { name: 'done, but of another size', known: { state: 'done', size: 1 }, isRead: true, counts: { left: { done: 0 } } },
  { name: 'done by an older reader', known: { state: 'done', reader: old }, isRead: false, counts: { left: { done: 1 }, olderReader: 1 } },
  { name: 'failed', known: { state: 'failed' }, isRead: true, counts: { objects: { done: 1 } } },
  { name: 'gone, and there again', known: { state: 'gone' }, isRead: true, counts: { objects: { done: 1, gone: 0 } } },
  { name: 'no log', known: { state: 'not_a_log' }, isRead: false, counts: { left: { notALog: 1 } } },
  { name: 'no log to an older reader', known: { state: 'not_a_log', reader: old }, isRead: true, counts: { left: { notALog: 0 } } },
  { name: 'archived, in a whole listing', known: { state: 'archived' }, isRead: true, counts: { left: { archived: 0 } } },
  { name: 'archived, in a recent listing', known: { state: 'archived' }, isRecent: true, isRead: false, counts: { left: { archived: 1 } } },
  { name: 'archived more than a week ago, in a recent listing', known: { state: 'archived', finished_at: '2026-01-20T00:00:00.000Z' }, isRecent: true, isRead: true, counts: { left: { archived: 0 } } },
  { name: 'growing', object: { notRead: { kind: 'growing', reason: 'too new' } }, isRead: false, counts: { objects: { growing: 1, failed: 0 }, waiting: [`${OBJECT.key}: too new`] } },
  { name: 'unreadable', object: { notRead: { kind: 'unreadable', reason: 'a loop' } }, isRead: false, counts: { objects: { failed: 1 }, failures: [{ key: OBJECT.key, reason: 'a loop' }] } },
  { name: 'delivered before --from', options: { fromMs: Date.parse('2026-01-17T21:32:17Z') }, isRead: false, counts: { left: { outside: 1 } } },
  { name: 'delivered at --from', options: { fromMs: Date.parse('2026-01-17T21:32:16Z') }, isRead: true, counts: { left: { outside: 0 } } },
  { name: 'delivered at --to', options: { toMs: Date.parse('2026-01-17T21:32:16Z') }, isRead: false, counts: { left: { outside: 1 } } },
]; // biome-ignore format: a table

for (const { name, known, object, options, isRecent, isRead, counts } of CASES) {
  t.test(`${name}: ${isRead ? 'read' : 'not read'}`, async (t) => {
    const store = new ModelStore(NAMES);
    const listed = { ...OBJECT, ...object, lastModifiedMs: NOW_MS };
    if (known !== undefined) plant(store, listed, known);
    const started_at = new Date(NOW_MS - HOUR_MS).toISOString();
    const earlier = { state: 'done', listing: 'whole', source_id: PREFIX, started_at };
    if (isRecent) store.plant(NAMES.syncs, 'earlier', earlier);
    const source = new ModelSource([listed]);
    const result = await runModel({ source, store, ...(options === undefined ? {} : { options }) });
    t.strictSame(source.opened, isRead ? [OBJECT.key] : []);
    t.match(result.tally, counts);
    t.equal(result.tally.objects.listed, 1);
    t.equal(result.tally.bytesToRead, isRead || object?.notRead?.kind === 'unreadable' ? listed.text.length : 0); // biome-ignore format: one line
    if (isRead)
      t.match(entryIn(store, OBJECT.key), { state: 'done', attempts: known === undefined ? 1 : 2 });
    checkConservation(t, result);
    checkIds(t, store, isRead ? [OBJECT] : []);
  });
}

t.test('a page costs one request for its ledger entries', async (t) => {
  const store = new ModelStore(NAMES);
  const keys = ['a', 'b', 'c', 'd', 'e'];
  const objects = keys.map((key, at) => ({ key, text: records(at * 10, 2) }));
  const result = await runModel({ source: new ModelSource(objects, 2), store });
  const asked = store.calls.filter((call) => call.startsWith('ledger'));
  t.strictSame(asked, ['ledger of 2', 'ledger of 2', 'ledger of 1']);
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test('what failed before and is listed no more is tried again, page by page', async (t) => {
  const store = new ModelStore(NAMES);
  const keys = ['a', 'b', 'c'];
  const objects = keys.map((key, at) => ({ key, text: records(at * 10, 2), isHidden: true }));
  for (const object of objects) plant(store, object, { state: 'failed', attempts: 4 });
  plant(store, { key: 'deleted', text: '' }, { state: 'failed' });
  plant(store, { key: 'well', text: '' }, { state: 'done' });
  const source = new ModelSource(objects);
  const result = await runModel({ source, store });
  t.strictSame([...source.opened].sort(), keys);
  t.match(result.tally.objects, { listed: 4, done: 3, gone: 1, failed: 0 });
  t.strictSame(keys.map((key) => stateOf(store, key)), ['done', 'done', 'done']); // biome-ignore format: one line
  t.equal(stateOf(store, 'deleted'), 'gone');
  t.equal(entryIn(store, 'a')?.attempts, 5);
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test('what this sync itself failed to read is not tried twice', async (t) => {
  const store = new ModelStore(NAMES);
  const failure = { kind: 'failed', reason: 'refused' } as const;
  const objects = [{ key: 'a', text: records(0, 3), readings: [{ text: '', failure }] }];
  const source = new ModelSource(objects);
  const result = await runModel({ source, store });
  t.strictSame(source.opened, ['a']);
  t.equal(stateOf(store, 'a'), 'failed');
  checkConservation(t, result);
  const next = await runModel({ source, store, syncId: 'next' });
  t.match(next.tally, { indexed: 3, objects: { done: 1 } });
  checkConservation(t, next);
  checkIds(t, store, objects);
});
