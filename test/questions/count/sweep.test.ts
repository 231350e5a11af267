/** Goal: every group is read once, in pages as large as the server gives and memory allows. */
import t from 'tap';
import { TamarinError } from '../../../src/core/error.ts';
import { askQuestion, prepareQuestion } from '../../../src/questions/catalogue.ts';
import { BUCKETS_MAX, halvingOnTooMany } from '../../../src/questions/count/server-limits.ts';
import type { SweepProgress } from '../../../src/questions/count/sweep.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import { worldOf } from '../naive.ts';
import { MANY, waysOf } from '../ways.ts';

const groups = (count: number, nameLength = 6) =>
  worldOf([
    Array.from({ length: count }, (_, n) => [String(n).padStart(nameLength, '0'), n % 5] as const),
  ]);

async function sweep(documents: ReturnType<typeof groups>, by: string, options?: MemoryOptions) {
  const port = new MemorySearch(documents, options);
  const answer = await askQuestion('compare', { dimension: 'agent', by }, port);
  if (answer.question !== 'compare') throw new Error(answer.question);
  if (answer.population.count !== documents.length) throw new Error('not each group once');
  return waysOf(port);
}

t.test('the first page is moderate, the next as large as the server gives', async (t) => {
  t.strictSame(await sweep(groups(9_999), 'bytes'), ['sweep 10000']);
  t.strictSame(await sweep(groups(10_000), 'bytes'), ['sweep 10000', 'sweep 60000']);
  t.strictSame(await sweep(groups(80_000), 'bytes'), ['sweep 10000', 'sweep 60000', 'sweep 60000']); // biome-ignore format: one list
  t.equal(BUCKETS_MAX, 60_000);
});

t.test('long names make small pages', async (t) => {
  const ways = await sweep(groups(12_000, 4_920), 'requests');
  // 6 MB ÷ (4,920 characters + 80) = 1,200 groups.
  t.strictSame(ways, ['sweep 10000', 'sweep 1200', 'sweep 1200']);
});

t.test('a page that the server refuses is asked again at half its size', async (t) => {
  const ways = await sweep(groups(4_000), 'bytes', { bucketsMax: 2_600 });
  t.strictSame(ways.slice(0, 3), ['sweep 10000', 'sweep 5000', 'sweep 2500']);
});

t.test('what the server has refused once is not asked again', async (t) => {
  const ways = await sweep(groups(12_000), 'bytes', { bucketsMax: 2_600 });
  const wanted = ['sweep 10000', 'sweep 5000', ...Array.from({ length: 5 }, () => 'sweep 2500')];
  t.strictSame(ways, wanted);
});

t.test('a server that refuses the smallest page is not asked for ever', async (t) => {
  const port = new MemorySearch(groups(500), { bucketsMax: 20 });
  const asked = askQuestion('compare', { dimension: 'agent' }, port);
  await t.rejects(asked, { code: 'question_too_large' });
  t.equal(port.openCount, 0);
  t.equal(waysOf(port).at(-1), 'sweep 79');
});

t.test('another failure is not answered with smaller pages', async (t) => {
  const sizes: number[] = [];
  const asked = halvingOnTooMany(1_000, async (size) => {
    sizes.push(size);
    throw new TamarinError(size > 300 ? 'question_too_large' : 'question_timed_out', 'x');
  });
  await t.rejects(asked, { code: 'question_timed_out' });
  t.strictSame(sizes, [1_000, 500, 250]);
});

t.test('progress tells how many groups were read, of about how many', async (t) => {
  const seen: SweepProgress[] = [];
  const port = new MemorySearch(groups(12_000));
  await prepareQuestion('compare', { dimension: 'agent' })(port, (progress) => {
    seen.push(progress);
  });
  // The estimate is known before the first page.
  t.strictSame(seen, [
    { groups: 10_000, groupsExpected: 12_001 },
    { groups: 12_000, groupsExpected: 12_001 },
  ]);
});

t.test('a top that sweeps reports progress too, and only one that sweeps', async (t) => {
  const progressOf = async (options: MemoryOptions) => {
    const seen: SweepProgress[] = [];
    const port = new MemorySearch(groups(300), options);
    await prepareQuestion('top', { dimension: 'agent' })(port, (progress) => {
      seen.push(progress);
    });
    return seen;
  };
  const sliced = ['2026-01'];
  t.strictSame(await progressOf({ sliced, estimateMin: MANY }), [
    { groups: 300, groupsExpected: MANY },
  ]);
  t.strictSame(await progressOf({ sliced }), [], 'all groups at once');
  t.strictSame(await progressOf({ estimateMin: MANY }), [], 'lists');
});
