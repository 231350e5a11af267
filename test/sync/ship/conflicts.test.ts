/** Goal: a record that is there already counts as what it is: our own write, or a copy. */
import t from 'tap';
import type { BulkAnswer } from '../../../src/bulk/classify-response.ts';
import { records, withoutRequestId } from '../model/model-lines.ts';
import { ModelSource } from '../model/model-source.ts';
import { ModelStore, type StoreFaults } from '../model/model-store.ts';
import { checkConservation, checkIds, NAMES, runModel } from '../model/run-model.ts';

const LOST: BulkAnswer = { kind: 'failed', status: null, reason: 'socket hang up' };
const objects = [
  { key: 'a', text: records(0, 20) + withoutRequestId(1).repeat(2) },
  { key: 'b', text: records(20, 20) + withoutRequestId(1) },
];

/** The first `count` bulk requests are carried out, but nobody hears of it. */
function loseAnswers(count: number): StoreFaults {
  let left = count;
  return {
    bulk: (_actions, apply) => {
      left -= 1;
      if (left < 0) return null;
      apply();
      return LOST;
    },
  };
}

for (const lost of [1, 3]) {
  t.test(`the answers to ${lost} requests are lost: what they wrote is ours`, async (t) => {
    const store = new ModelStore(NAMES);
    store.faults = loseAnswers(lost);
    const result = await runModel({ source: new ModelSource(objects), store });
    t.match(result.tally, { indexed: 43, duplicates: 0, objects: { done: 2 } });
    t.match(result.notices, ['waiting for OpenSearch: socket hang up']);
    checkConservation(t, result);
    checkIds(t, store, objects);
  });
}

t.test('what another sync wrote while this one ran is a duplicate', async (t) => {
  const store = new ModelStore(NAMES);
  let isFirst = true;
  store.faults.bulk = (actions, apply) => {
    if (!isFirst) return null;
    isFirst = false;
    for (const { index, id, document } of actions)
      store.plant(index, id, { ...document, sync_id: 'other-sync' });
    return apply();
  };
  const result = await runModel({ source: new ModelSource(objects), store });
  const { duplicates } = result.tally;
  t.ok(duplicates > 0);
  t.equal(result.tally.indexed, 43 - duplicates);
  t.strictSame(result.tally.lines, 43);
  t.equal(store.records.size, 43);
  checkIds(t, store, objects);
});

t.test('the same lines under another name are duplicates but for those without an id', async (t) => {
  const store = new ModelStore(NAMES);
  await runModel({ source: new ModelSource(objects), store, syncId: 'before' });
  const copies = objects.map(({ key, text }) => ({ key: `copy-of-${key}`, text }));
  const result = await runModel({ source: new ModelSource(copies), store });
  t.match(result.tally, { indexed: 3, duplicates: 40 });
  checkConservation(t, result);
  checkIds(t, store, [...objects, ...copies]);
}); // biome-ignore format: the title is long

t.test('a line twice in one object: the second is a duplicate, though the first is ours', async (t) => {
  const store = new ModelStore(NAMES);
  const twice = [{ key: 'a', text: records(0, 3) + records(1, 1) }];
  const result = await runModel({ source: new ModelSource(twice), store });
  t.match(result.tally, { lines: 4, indexed: 3, duplicates: 1 });
  checkConservation(t, result);
  checkIds(t, store, twice);
}); // biome-ignore format: the title is long

t.test('--full finds only duplicates, --overwrite writes them again', async (t) => {
  const store = new ModelStore(NAMES);
  await runModel({ source: new ModelSource(objects), store, syncId: 'before' });
  const full = await runModel({ source: new ModelSource(objects), store, syncId: 'full', options: { full: true } }); // biome-ignore format: one line
  t.match(full.tally, { indexed: 0, duplicates: 43 });
  checkConservation(t, full);
  const overwrite = await runModel({ source: new ModelSource(objects), store, options: { full: true, overwrite: true } }); // biome-ignore format: one line
  t.match(overwrite.tally, { indexed: 0, duplicates: 43, removed: 0 });
  t.strictSame(
    [...new Set([...store.records.values()].map(({ sync_id }) => sync_id))],
    ['this-sync'],
  );
  checkConservation(t, overwrite);
  checkIds(t, store, objects);
});

t.test('an index that vanishes is made again, and no line is missing', async (t) => {
  const store = new ModelStore(NAMES);
  let requests = 0;
  store.faults.bulk = (actions) => {
    requests += 1;
    if (requests > 1) return null;
    const error = { type: 'index_not_found_exception', reason: 'no such index' };
    return { kind: 'items', runs: [{ item: { status: 404, error }, count: actions.length }] };
  };
  const result = await runModel({ source: new ModelSource(objects), store });
  t.match(result.tally, { indexed: 43, duplicates: 0 });
  checkConservation(t, result);
  checkIds(t, store, objects);
});
