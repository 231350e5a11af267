/**
 * Goal: however the body of a log object breaks, each of its lines counts once, the index holds the
 * lines of the object and nothing else, and what cannot be read fails with its reason.
 */
import t from 'tap';
import type { ReadFailure } from '../../../src/source/log/log-source.ts';
import { ledgerId } from '../../../src/sync/store/ledger-entry.ts';
import { records, rejects, withoutRequestId } from '../model/model-lines.ts';
import { type ModelObject, ModelSource, PREFIX, type Reading } from '../model/model-source.ts';
import { ModelStore } from '../model/model-store.ts';
import { checkConservation, checkIds, type ModelRun, NAMES, runModel } from '../model/run-model.ts';

const TEXT = records(0, 30) + withoutRequestId(1).repeat(3) + rejects(200, 2) + records(30, 10);
const HALF = TEXT.slice(0, TEXT.length >> 1);
const LINES = { lines: 45, indexed: 43, rejected: 2 };

const again = (about: Partial<ReadFailure> = {}): ReadFailure =>
  ({ kind: 'again', reason: 'cut', isDamaged: false, reachedBytes: 0, error: null, ...about }) as ReadFailure; // biome-ignore format: one line
const cutAt = (text: string): Reading => ({ text, failure: again() });
const damaged = (text: string): Reading => ({ text, failure: again({ isDamaged: true }) });

async function sync(readings: readonly Reading[], run: Partial<ModelRun> = {}) {
  const objects: ModelObject[] = [{ key: 'logs/a', text: TEXT, readings }];
  const source = new ModelSource(objects);
  const store = run.store ?? new ModelStore(NAMES);
  const result = await runModel({ ...run, source, store });
  const entry = store.documents(NAMES.ledger).get(ledgerId(`${PREFIX}logs/a`));
  return { ...result, store, entry, reads: source.opened.length, objects };
}

for (const [name, readings] of [
  ['not at all', []],
  ['in the middle of a line', [cutAt(HALF)]],
  ['at its very start', [cutAt('')]],
  ['behind its last line', [cutAt(TEXT)]],
  ['three times, each a little later', [cutAt(TEXT.slice(0, 900)), cutAt(HALF), cutAt(TEXT.slice(0, -5))]],
] as const) {
  t.test(`a body that is cut ${name}: each line once`, async (t) => {
    const result = await sync(readings);
    t.match(result.tally, { ...LINES, duplicates: 0, objects: { done: 1, failed: 0 } });
    t.match(result.entry, { state: 'done', ...LINES, attempts: 1 });
    t.equal(result.reads, readings.length + 1);
    t.equal(result.store.documents(NAMES.quarantine).size, 2);
    checkConservation(t, result);
    checkIds(t, result.store, result.objects);
  });
} // biome-ignore format: a table

t.test('a damaged body: what only it held is deleted, what it had right counts once', async (t) => {
  const wrong = records(500, 20) + rejects(600, 1);
  const result = await sync([damaged(records(0, 25) + withoutRequestId(1).repeat(2) + wrong)]);
  t.match(result.tally, { ...LINES, duplicates: 0, removed: 0 });
  t.match(result.notices, [/logs\/a arrived damaged .*: 20 records$/]);
  t.equal(result.store.documents(NAMES.quarantine).size, 2, 'nor is its reject kept');
  checkConservation(t, result);
  checkIds(t, result.store, result.objects);
});

t.test('a record of a damaged reading that another sync made too is not ours to delete', async (t) => {
  const store = new ModelStore(NAMES);
  const other: ModelObject = { key: 'logs/b', text: records(500, 20) };
  await runModel({ source: new ModelSource([other]), store, syncId: 'before' });
  const result = await sync([damaged(records(0, 25) + records(500, 20))], { store });
  t.match(result.tally, { ...LINES, duplicates: 0 });
  t.match(result.notices, [/: 0 records$/]);
  checkConservation(t, result);
  checkIds(t, store, [...result.objects, other]);
}); // biome-ignore format: the title is long

t.test('nor is one that another sync has rewritten meanwhile', async (t) => {
  const store = new ModelStore(NAMES);
  const objects = [{ key: 'a', text: TEXT, readings: [damaged(records(0, 25) + records(500, 20))] }];
  const source = new ModelSource(objects);
  source.onOpen = () => {
    for (const [id, record] of store.records)
      store.plant(NAMES.recordIndex(String(record['@timestamp'])), id, { ...record, sync_id: 'other' });
  };
  const result = await runModel({ source, store });
  t.match(result.notices, [/: 0 records$/]);
  checkIds(t, store, [...objects, { key: 'b', text: records(500, 20) }]);
}); // biome-ignore format: a table

t.test('a line twice, in a damaged reading and in the good one: it counts once', async (t) => {
  const text = records(0, 3) + records(1, 1);
  const objects = [{ key: 'a', text, readings: [damaged(text)] }];
  const store = new ModelStore(NAMES);
  const result = await runModel({ source: new ModelSource(objects), store });
  t.match(result.tally, { lines: 4, indexed: 3, duplicates: 1 });
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test('damaged, and then not readable: what it brought may be right, stays and is counted', async (t) => {
  const failure = { kind: 'failed', reason: 'refused' } as const;
  const result = await sync([damaged(records(0, 5) + rejects(0, 1)), { text: '', failure }]);
  t.match(result.entry, { state: 'failed', lines: 5, indexed: 5 });
  t.equal(result.growth, 5);
  checkConservation(t, result);
}); // biome-ignore format: the title is long

t.test('damaged to the last attempt: it fails, and what was right stays and is counted', async (t) => {
  const readings = Array.from({ length: 6 }, () => damaged(records(0, 5)));
  const result = await sync(readings);
  t.match(result.entry, { state: 'failed', error: 'cut (6 attempts)', indexed: 5 });
  t.equal(result.reads, 6);
  checkConservation(t, result);
  const next = await sync([], { store: result.store, syncId: 'next' });
  t.match(next.tally, { lines: 45, indexed: 38, duplicates: 5, rejected: 2 });
  checkConservation(t, next);
  checkIds(t, next.store, next.objects);
}); // biome-ignore format: the title is long

t.test('attempts that come further are patient, at most thirty times', async (t) => {
  const lines = TEXT.split('\n');
  const upTo = (count: number): Reading => cutAt(lines.slice(0, count).map((line) => `${line}\n`).join('')); // biome-ignore format: one line
  const result = await sync(Array.from({ length: 40 }, (_, at) => upTo(at + 1)));
  t.match(result.entry, { state: 'failed', error: 'cut (30 attempts)' });
  checkConservation(t, result);
  const enough = await sync(Array.from({ length: 29 }, (_, at) => upTo(at + 1)));
  t.match(enough.entry, { state: 'done', ...LINES });
  checkConservation(t, enough);
  checkIds(t, enough.store, enough.objects);
});

for (const [failure, counts] of [
  [{ kind: 'failed', reason: 'refused' }, { objects: { failed: 1 }, failures: [{ key: 'logs/a', reason: 'refused' }] }],
  [{ kind: 'archived', reason: 'in Glacier' }, { objects: { archived: 1, failed: 0 }, archived: ['logs/a: in Glacier'] }],
  [{ kind: 'gone', reason: 'deleted' }, { objects: { gone: 1, failed: 0 }, gone: ['logs/a: deleted'] }],
] as const) {
  t.test(`a body that is ${failure.kind} is not read again, and remembered as that`, async (t) => {
    const result = await sync([{ text: HALF, failure }]);
    t.equal(result.reads, 1);
    t.match(result.tally, counts);
    t.match(result.entry, { state: failure.kind, error: failure.reason });
    checkConservation(t, result);
  });
} // biome-ignore format: a table

t.test('a failure of the source itself ends the sync; what was read stays and counts', async (t) => {
  const stopped = { text: HALF, failure: { kind: 'stop', error: new Error('denied') } } as const;
  const result = await sync([stopped], { flushBytes: 1e6 });
  t.ok(result.growth > 10, 'also what no request had taken yet');
  t.match(result.error, { message: 'denied' });
  t.equal(result.entry, undefined, 'no word about the object');
  t.match([...result.store.documents(NAMES.syncs).values()], [{ state: 'failed', error: 'denied' }]);
  checkConservation(t, result);
}); // biome-ignore format: the title is long

t.test('and it ends the reading of all others', { timeout: 2_000 }, async (t) => {
  const failure = { kind: 'stop', error: new Error('denied') } as const;
  const objects = [{ key: 'a', text: TEXT }, { key: 'b', text: TEXT, readings: [{ text: '', failure }] }];
  const source = new ModelSource(objects);
  source.onOpen = (key, signal) => {
    if (key === 'a') return new Promise((resolve) => signal.addEventListener('abort', () => resolve()));
  };
  const result = await runModel({ source, store: new ModelStore(NAMES), concurrency: 2 });
  t.match(result.error, { message: 'denied' });
  t.strictSame(source.opened, ['b']);
  checkConservation(t, result);
}); // biome-ignore format: a table

t.test('lines without a request id too many to count: the object fails, others do not', async (t) => {
  const many = { key: 'logs/many', text: Array.from({ length: 6 }, (_, at) => withoutRequestId(at)).join('') };
  const few = { key: 'logs/few', text: withoutRequestId(1).repeat(9) + records(0, 9) };
  const store = new ModelStore(NAMES);
  const source = new ModelSource([many, few]);
  const result = await runModel({ source, store, distinctLinesMax: 5 });
  t.match(result.tally.failures, [{ key: 'logs/many', reason: /^it has more than 5 different lines without a request id/ }]);
  t.match(result.tally, { objects: { done: 1, failed: 1 }, indexed: 5 + 18 });
  checkConservation(t, result);
  const enough = await runModel({ source, store, syncId: 'next', distinctLinesMax: 6 });
  t.match(enough.tally, { indexed: 1, duplicates: 5, objects: { done: 1 } }, 'and they keep their ids');
  checkConservation(t, enough);
  checkIds(t, store, [many, few]);
}); // biome-ignore format: the title is long
