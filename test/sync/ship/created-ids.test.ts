/** Goal: after a damaged reading each document counts once, and what should not be there is known. */
import t from 'tap';
import { asIndexName } from '../../../src/core/brand.ts';
import { CreatedIds, IdBudget } from '../../../src/sync/ship/created-ids.ts';

const index = asIndexName('tamarin-records-2026-01');
const ids = (created: CreatedIds): string[] => created.leftOver.map(({ id }) => id);

t.test('a reading that was taken back: what comes again is indexed, once', async (t) => {
  const created = new CreatedIds(new IdBudget());
  t.equal(created.note('indexed', 'right', index), 'indexed');
  t.equal(created.note('indexed', 'wrong', index), 'indexed');
  t.equal(created.note('duplicate', 'of another', index), 'duplicates');
  t.strictSame(ids(created), [], 'nothing is left over while nothing was taken back');
  created.takeBack();
  t.equal(created.note('duplicate', 'right', index), 'indexed', 'we made it ourselves');
  t.equal(created.note('indexed', 'right', index), 'duplicates', 'an equal line counts once');
  t.equal(created.note('duplicate', 'right', index), 'duplicates');
  t.equal(created.note('duplicate', 'of another', index), 'duplicates', 'never after a 409');
  t.equal(created.note('indexed', 'mended', index), 'indexed');
  t.strictSame(created.leftOver, [{ index, id: 'wrong' }]);
});

t.test('several readings taken back: all that they made is remembered', async (t) => {
  const created = new CreatedIds(new IdBudget());
  for (const wrong of ['a', 'b']) {
    created.note('duplicate', 'right', index);
    created.note('indexed', wrong, index);
    created.takeBack();
  }
  created.note('duplicate', 'b', index);
  t.strictSame(ids(created), ['a']);
});

t.test('what is remembered is bounded over all objects, and given back', async (t) => {
  const budget = new IdBudget();
  const large = new CreatedIds(budget);
  for (let at = 0; at < 500_001; at += 1) large.note('indexed', `${at}`, index);
  large.takeBack();
  t.equal(large.forgotten, 1);
  t.equal(large.leftOver.length, 500_000);
  const other = new CreatedIds(budget);
  other.note('indexed', 'x', index);
  other.takeBack();
  t.equal(other.forgotten, 1, 'no room is left for another');
  large.forget();
  const third = new CreatedIds(budget);
  third.note('indexed', 'x', index);
  third.takeBack();
  t.strictSame([third.forgotten, ids(third)], [0, ['x']]);
});

t.test('of a source that is read once nothing is remembered', async (t) => {
  const created = new CreatedIds(null);
  t.equal(created.note('indexed', 'x', index), 'indexed');
  created.takeBack();
  t.strictSame(ids(created), []);
});

t.test('where nothing will be taken back no id is kept, and none has to be told', async (t) => {
  const created = new CreatedIds(new IdBudget());
  t.ok(created.needsEach);
  created.willStay();
  t.notOk(created.needsEach);
  t.equal(created.note('indexed', 'a', index), 'indexed');
  t.equal(created.note('duplicate', 'a', index), 'duplicates');
  created.takeBack();
  t.strictSame(ids(created), []);
});

t.test('after a reading that was taken back every id counts', async (t) => {
  const created = new CreatedIds(new IdBudget());
  created.note('indexed', 'wrong', index);
  created.takeBack();
  created.willStay();
  t.ok(created.needsEach);
  t.equal(created.note('duplicate', 'wrong', index), 'indexed', 'we made it ourselves');
});
