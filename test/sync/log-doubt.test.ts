/** Goal: a file is no log only when every line of it is such as any text file has, however many. */
import t from 'tap';
import { LogDoubt } from '../../src/sync/log-doubt.ts';

/** Line numbers that were shipped, by whether they were counted. */
function watch() {
  const [counted, shown]: [number[], number[]] = [[], []];
  const ship = (line: number) => (isCounted: boolean) => {
    (isCounted ? counted : shown).push(line);
  };
  return { counted, shown, ship };
}
const upTo = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

for (const lines of [1, 10, 999, 1_000, 1_001, 5_000]) {
  t.test(
    `${lines} lines of other text are no log: at most ten are shown, none counts`,
    async (t) => {
      const { counted, shown, ship } = watch();
      const doubt = new LogDoubt(false);
      for (const line of upTo(lines)) doubt.doubt(ship(line));
      t.equal(doubt.conclude(), true);
      t.strictSame(counted, []);
      t.strictSame(shown, upTo(Math.min(lines, 10)));
      t.equal(doubt.isToReadAgain, false);
    },
  );
}

for (const lines of [0, 1, 999]) {
  t.test(`a record behind ${lines} such lines makes them rejects, in order`, async (t) => {
    const { counted, shown, ship } = watch();
    const doubt = new LogDoubt(false);
    for (const line of upTo(lines)) doubt.doubt(ship(line));
    t.equal(doubt.prove(), true);
    t.strictSame(counted, upTo(lines));
    doubt.doubt(ship(lines));
    t.strictSame(counted, upTo(lines + 1), 'and the next one is shipped at once');
    t.equal(doubt.conclude(), false);
    t.strictSame(shown, []);
  });
}

t.test('a record behind a thousand such lines: they are gone, so all come again', async (t) => {
  const { counted, shown, ship } = watch();
  const doubt = new LogDoubt(false);
  for (const line of upTo(1_000)) doubt.doubt(ship(line));
  t.equal(doubt.prove(), false, 'the record is not shipped now');
  t.equal(doubt.isToReadAgain, true);
  t.equal(doubt.prove(), false, 'nor the one behind it');
  t.strictSame([counted, shown], [[], []]);
  const again = new LogDoubt(true);
  for (const line of upTo(1_500)) again.doubt(ship(line));
  t.equal(again.prove(), true);
  t.equal(counted.length, 1_500);
});

t.test('a file without lines is no other kind of file', async (t) => {
  t.equal(new LogDoubt(false).conclude(), false);
});
