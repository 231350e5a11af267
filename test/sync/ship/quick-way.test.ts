/**
 * Goal: a sync that writes ordinary lines straight into its requests leaves the very documents, counts
 * and quarantine that one leaves which takes every line the readable way, whatever the store answers.
 */
import fc from 'fast-check';
import t from 'tap';
import type { BulkAnswer, BulkItem } from '../../../src/bulk/classify-response.ts';
import { LineEncoder } from '../../../src/transcode/line-encoder.ts';
import { ordinaryLine } from '../../bench/sample-lines.ts';
import { takeSeed } from '../../house/seed.ts';
import { documentStages } from '../../support/document-stages.ts';
import { records, rejects, withoutRequestId } from '../model/model-lines.ts';
import { ModelSource } from '../model/model-source.ts';
import { ModelStore, type StoreFaults } from '../model/model-store.ts';
import { checkConservation, NAMES, runModel } from '../model/run-model.ts';

const seed = takeSeed(t);
const REFUSED: BulkItem = { status: 400, error: { type: 'mapper_parsing_exception', reason: 'no such field' } }; // biome-ignore format: one line
const BUSY: BulkItem = { status: 429, error: { type: 'rejected_execution_exception' } };
const BROKEN: BulkItem = { status: 500, error: { type: 'exception', reason: 'oops' } };
const LOST: BulkAnswer = { kind: 'failed', status: null, reason: 'socket hang up' };
const TOO_LARGE: BulkAnswer = { kind: 'failed', status: 413, reason: 'too large' };

/** What the store does to a record when it is sent first; told by its id, which is the same both ways. */
const FATES = ['fine', 'fine', 'fine', 'refused', 'busy', 'broken', 'planted'] as const;

const fateOf = (id: string, salt: number): (typeof FATES)[number] => {
  let sum = salt;
  for (const character of id) sum = (sum * 31 + character.charCodeAt(0)) % 9_973;
  return FATES[sum % FATES.length] ?? 'fine';
};

function faultsOf(store: ModelStore, salt: number, lost: number, halvesAbove: number): StoreFaults {
  const met = new Set<string>();
  let left = lost;
  return {
    bulk: (actions, apply) => {
      if (actions.length > halvesAbove) return TOO_LARGE;
      for (const { index, id, document } of actions)
        if (index.includes('-records-') && !met.has(id) && fateOf(id, salt) === 'planted') {
          met.add(id);
          store.plant(index, id, { ...document, sync_id: 'another' });
        }
      const fates = actions.map(({ index, id }): BulkItem | null => {
        const fate = index.includes('-records-') ? fateOf(id, salt) : 'fine';
        if (fate === 'refused') return REFUSED;
        if ((fate !== 'busy' && fate !== 'broken') || met.has(id)) return null;
        met.add(id);
        return fate === 'busy' ? BUSY : BROKEN;
      });
      left -= 1;
      if (left >= 0) {
        if (fates.every((fate) => fate === null)) apply();
        return LOST;
      }
      if (fates.every((fate) => fate === null)) return null;
      return store.answerSome(actions, fates);
    },
  };
}

const objects = [
  { key: '2026-01-17-00-00-00-A', text: records(0, 30) + rejects(500, 2) + withoutRequestId(1).repeat(2) },
  { key: '2026-01-17-00-00-00-B', text: `${records(10, 30)}no line of a log\n\n${ordinaryLine(901).replace('"Mozilla', '"Mozilla "x"')}\n` },
  { key: '2026-01-17-00-00-00-C', text: records(100, 5).replaceAll('\n', '\r\n').trimEnd() },
  { key: '2026-01-17-00-00-00-D', text: `held until a line proves the log\nand another\n${records(200, 3)}` },
]; // biome-ignore format: an object a line

async function syncBy(way: 'quick' | 'readable', salt: number, lost: number, halvesAbove: number) {
  const store = new ModelStore(NAMES);
  store.faults = faultsOf(store, salt, lost, halvesAbove);
  const isQuick = way === 'quick';
  const result = await runModel({ source: new ModelSource(objects), store, concurrency: 1, ...(isQuick ? {} : { quickWay: null }) }); // biome-ignore format: one line
  const sorted = (documents: ReadonlyMap<string, object>) =>
    [...documents].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, document]) => ({ id, ...document, first_met_at: '', last_met_at: '', finished_at: '' })); // biome-ignore format: one line
  return {
    result,
    records: sorted(store.records),
    quarantine: sorted(store.documents(NAMES.quarantine)),
    ledger: sorted(store.documents(NAMES.ledger)),
  };
}

t.test('whatever happens to single records and requests', async (t) => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), fc.nat({ max: 3 }), fc.constantFrom(1_000, 7, 1), async (salt, lost, halvesAbove) => {
      const quick = await syncBy('quick', salt, lost, halvesAbove);
      const readable = await syncBy('readable', salt, lost, halvesAbove);
      t.strictSame(quick.records, readable.records);
      t.strictSame(quick.quarantine, readable.quarantine);
      t.strictSame(quick.ledger, readable.ledger);
      t.strictSame(quick.result.error, null);
      const { lines, indexed, duplicates, rejected } = quick.result.tally;
      t.strictSame({ lines, indexed, duplicates, rejected }, { lines: readable.result.tally.lines, indexed: readable.result.tally.indexed, duplicates: readable.result.tally.duplicates, rejected: readable.result.tally.rejected });
      t.equal(lines, indexed + duplicates + rejected);
    }),
    { seed, numRuns: 15 },
  ); // biome-ignore format: a property
});

t.test('without faults nearly every line is written straight, and all counts hold', async (t) => {
  const store = new ModelStore(NAMES);
  const { quickWay } = documentStages(NAMES);
  let written = 0;
  const encodeItem: LineEncoder['encodeItem'] = (...line) => {
    const isWritten = LineEncoder.prototype.encodeItem.apply(quickWay, line);
    if (isWritten) written += 1;
    return isWritten;
  };
  const counted = Object.assign(quickWay, { encodeItem });
  const result = await runModel({ source: new ModelSource(objects), store, quickWay: counted });
  t.equal(written, 70, 'all but the odd ones, and once more where lines were held');
  t.match(result.tally, { lines: 76, rejected: 5, objects: { done: 4 } });
  checkConservation(t, result);
});
