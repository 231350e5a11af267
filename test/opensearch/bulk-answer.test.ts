/** Goal: an answer without errors is read as JSON.parse reads it; any other is left to it. */
import fc from 'fast-check';
import t from 'tap';
import { PlainItems, readPlainItems } from '../../src/opensearch/bulk-answer.ts';
import { takeSeed } from '../house/seed.ts';
import { itemsOf } from '../support/item-runs.ts';

const seed = takeSeed(t);
const item = fc
  .record({
    action: fc.constantFrom('create', 'create', 'create', 'index', 'update', 'delete'),
    status: fc.constantFrom(201, 201, 201, 200, 404),
  })
  .map(({ action, status }) => ({ [action]: { status } }));

t.test('statuses come in the order of the items', async () => {
  fc.assert(
    fc.property(fc.array(item), (items) => {
      const read = readPlainItems(JSON.stringify({ errors: false, items }));
      const statuses = items.map((each) => Object.values(each)[0]?.status);
      return (
        JSON.stringify(itemsOf(read?.runs ?? []).map(({ status }) => status)) ===
        JSON.stringify(statuses)
      );
    }),
    { seed },
  );
});

t.test('runs of every length are counted, and what stands between them', async (t) => {
  const created = { create: { status: 201 } };
  for (const length of [1, 2, 3, 63, 64, 65, 4_095, 4_096, 4_097, 9_000]) {
    const run = Array.from({ length }, () => created);
    for (const items of [run, [...run, { index: { status: 200 } }], [{ index: { status: 200 } }, ...run], [...run, { delete: { status: 404 } }, ...run]]) {
      const read = readPlainItems(JSON.stringify({ errors: false, items }));
      const statuses = items.map((each) => Object.values(each)[0]?.status);
      t.ok(JSON.stringify(itemsOf(read?.runs ?? []).map(({ status }) => status)) === JSON.stringify(statuses), `${length}`);
    }
  }
}); // biome-ignore format: lists

t.test('equal statuses one behind the other are one run', async (t) => {
  const read = readPlainItems('{"errors":false,"items":[{"create":{"status":201}},{"index":{"status":201}},{"index":{"status":200}}]}');
  t.type(read, PlainItems);
  t.strictSame(read?.runs, [{ item: { status: 201 }, count: 2 }, { item: { status: 200 }, count: 1 }]);
}); // biome-ignore format: an answer

for (const json of [
  '{"errors":true,"items":[{"create":{"status":409,"error":{"type":"x"}}}]}',
  '{"errors":false,"items":[{"create":{"status":201}}]',
  '{"errors":false,"items":[{"create":{"status":201}},]}',
  '{"errors":false,"items":[{"create":{"status":201}}{"create":{"status":201}}]}',
  '{"errors":false,"items":[{"create":{"status":201,"_id":"a"}}]}',
  '{"errors":false,"took":3,"items":[]}',
  '{"acknowledged":true}',
  '',
])
  t.test(`left to JSON: ${json}`, async (t) => t.equal(readPlainItems(json), null));
