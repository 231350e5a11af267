/** Goal: how many different files people meet follows from how popular files are. */
import t from 'tap';
import { expectedFiles } from '../../../src/questions/evidence/popularity.ts';

const even = { requests: 1_000, files: 100, known: Array.from({ length: 100 }, () => 10) };

t.test('of files that are all as popular, draws meet as many as chance says', async (t) => {
  t.ok(Math.abs(expectedFiles(even, 100) - 100 * (1 - 0.99 ** 100)) < 1e-9);
  t.equal(expectedFiles(even, 0), 0);
});

t.test('of a few that everybody wants and many that nobody does, fewer are met', async (t) => {
  const known = [...Array.from({ length: 60 }, () => 15), ...Array.from({ length: 100 }, () => 1)];
  const skewed = { requests: 1_000, files: 160, known };
  t.ok(expectedFiles(skewed, 160) < expectedFiles({ ...even, files: 160, known: Array.from({ length: 160 }, () => 6.25) }, 160)); // biome-ignore format: one comparison
});

t.test('the news of the day does not make readers of everything else strange', async (t) => {
  const others = Array.from({ length: 200 }, () => 5);
  const quiet = { requests: 1_000, files: 200, known: others };
  const news = { requests: 9_000, files: 201, known: [8_000, ...others] };
  t.ok(Math.abs(expectedFiles(news, 150) - expectedFiles(quiet, 150)) < 1e-9);
});

t.test('those beyond the known ones share what is left', async (t) => {
  const tail = { requests: 1_000, files: 100, known: Array.from({ length: 50 }, () => 10) };
  t.ok(Math.abs(expectedFiles(tail, 100) - expectedFiles(even, 100)) < 1e-9);
  t.equal(expectedFiles({ requests: 0, files: 0, known: [] }, 10), 0);
});
