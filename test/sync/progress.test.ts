/** Goal: the tally tells while a sync runs how far it is, and never more than is true. */
import t from 'tap';
import { SyncTally } from '../../src/sync/run/sync-report.ts';
import { records, rejects } from './model/model-lines.ts';
import { ModelSource } from './model/model-source.ts';
import { ModelStore } from './model/model-store.ts';
import { checkConservation, checkIds, NAMES, runModel } from './model/run-model.ts';

const objects = Array.from({ length: 6 }, (_, at) => ({
  key: `o${at}`,
  text: records(at * 100, 9) + rejects(at * 100 + 50, 1),
}));
const BYTES = objects.reduce((sum, { text }) => sum + text.length, 0);

t.test('what is counted only grows, and holds at every moment', async (t) => {
  const tally = new SyncTally();
  const store = new ModelStore(NAMES);
  const source = new ModelSource(objects, 2);
  const seen: { listed: number; done: number; lines: number; ended: boolean }[] = [];
  const look = (): void => {
    const { lines, indexed, duplicates, rejected, skipped } = tally;
    t.equal(lines, indexed + duplicates + rejected + skipped);
    t.ok(indexed <= store.records.size, 'nothing counts before the store has it');
    t.ok(tally.bytesRead <= tally.bytesToRead);
    const { listed, done } = tally.objects;
    seen.push({ listed, done, lines, ended: tally.listingEnded });
  };
  source.onOpen = look;
  store.faults.bulk = () => {
    look();
    return null;
  };
  const result = await runModel({ source, store, tally, concurrency: 1 });
  look();
  for (const [at, now] of seen.entries()) {
    const before = seen[at - 1] ?? now;
    t.ok(now.listed >= before.listed && now.done >= before.done && now.lines >= before.lines);
    t.ok(now.ended || !before.ended);
  }
  t.ok(
    seen.some(({ listed, ended }) => listed < 6 && !ended),
    'a page at a time',
  );
  t.ok(
    seen.some(({ ended, done }) => ended && done < 6),
    'the listing ends before the last object',
  );
  t.ok(
    seen.some(({ lines, done }) => lines > 0 && done < 6),
    'lines count while objects are read',
  );
  t.match(seen.at(-1), { listed: 6, done: 6, lines: 60, ended: true });
  t.match(tally, { bytesToRead: BYTES, bytesRead: BYTES, newestRecordTime: /^2026-01-/ });
  checkConservation(t, result);
  checkIds(t, store, objects);
});

t.test('the report is the tally at the end, and the documents of the objects add up to it', async (t) => {
  const store = new ModelStore(NAMES);
  const result = await runModel({ source: new ModelSource(objects), store });
  const { tally } = result;
  t.match(result.report, { lines: tally.lines, indexed: 54, rejected: 6, bytesRead: BYTES });
  const entries = [...store.documents(NAMES.ledger).values()];
  for (const name of ['lines', 'indexed', 'duplicates', 'rejected', 'skipped'] as const)
    t.equal(entries.reduce((sum, entry) => sum + Number(entry[name]), 0), tally[name], name);
  const [sync] = [...store.documents(NAMES.syncs).values()];
  t.match(sync, { state: 'done', lines: 60, objects: { listed: 6, done: 6 }, listing_ended: true });
  checkConservation(t, result);
  checkIds(t, store, objects);
}); // biome-ignore format: the title is long

t.test('a dry run lists and writes nothing', async (t) => {
  const store = new ModelStore(NAMES);
  const source = new ModelSource(objects);
  const result = await runModel({ source, store, options: { dryRun: true } });
  t.match(result.report, { dryRun: true, bytesToRead: BYTES, lines: 0, objects: { listed: 6 } });
  t.strictSame(source.opened, []);
  t.strictSame(store.calls, ['ledger of 6']);
  checkConservation(t, result);
});

t.test('old failures join the count of what is listed after the listing has ended', async (t) => {
  const store = new ModelStore(NAMES);
  const failure = { kind: 'failed', reason: 'refused' } as const;
  const failing = { key: 'old', text: records(900, 4), readings: [{ text: '', failure }] };
  await runModel({ source: new ModelSource([failing]), store, syncId: 'before' });
  const tally = new SyncTally();
  const source = new ModelSource([...objects, { ...failing, readings: [], isHidden: true }]);
  let atOld: object = {};
  source.onOpen = (key) => {
    if (key === 'old') atOld = { ended: tally.listingEnded, done: tally.objects.done };
  };
  const result = await runModel({ source, store, tally });
  t.strictSame(atOld, { ended: true, done: 6 });
  t.match(tally, { bytesToRead: BYTES + failing.text.length, objects: { listed: 7, done: 7 } });
  checkConservation(t, result);
  checkIds(t, store, [...objects, failing]);
});
