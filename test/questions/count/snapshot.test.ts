/** Goal: all passes of an answer see the same records, and what is left out is said. */
import t from 'tap';
import { TamarinError } from '../../../src/core/error.ts';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import { exactnessOf } from '../../../src/questions/count/exactness.ts';
import { openSnapshot, withSnapshot } from '../../../src/questions/count/snapshot.ts';
import { type MemoryOptions, MemorySearch } from '../memory-search.ts';
import { at, topAgents, worldOf } from '../naive.ts';
import { RECORDS } from '../small-worlds.ts';
import { MANY } from '../ways.ts';

const EVERYTHING = { from: null, to: null, filters: [] };

interface Asked {
  readonly title: string;
  readonly name: string;
  readonly raw: RawParameters;
  readonly options?: MemoryOptions;
}

const BOTH_MONTHS = ['2026-01', '2026-02'];

// biome-ignore format: a table, one row a question
const QUESTIONS: readonly Asked[] = [
  { title: 'top', name: 'top', raw: { dimension: 'agent' } },
  { title: 'top by lists', name: 'top', raw: { dimension: 'agent' }, options: { estimateMin: MANY } },
  { title: 'top by a sweep', name: 'top', raw: { dimension: 'agent' }, options: { estimateMin: MANY, sliced: BOTH_MONTHS } },
  { title: 'compare', name: 'compare', raw: { dimension: 'agent' } },
  { title: 'timeline', name: 'timeline', raw: {} },
  { title: 'client', name: 'client', raw: { client: '192.0.2.1' } },
  { title: 'search', name: 'search', raw: { text: 'a', limit: '10' } },
];

const months = worldOf([
  [['a', 3], ['b', 2]],
  [['a', 1], ['c', 9]],
]).map((document) => ({ ...document, remote_ip: '192.0.2.1', key: `a/${document.agent_name}` })); // biome-ignore format: two months

for (const { title, name, raw, options } of QUESTIONS) {
  t.test(`${title}: records that come between its passes change nothing`, async (t) => {
    const quiet = await askQuestion(name, raw, new MemorySearch(months, options));
    const port = new MemorySearch(months, {
      ...options,
      before: (_, port) =>
        port.add([
          at('2026-01-16T00:00:00Z', 7, { agent_name: 'a', remote_ip: '192.0.2.1', key: 'a' }),
          at('2026-02-16T00:00:00Z', 7, { agent_name: 'new', remote_ip: '192.0.2.1', key: 'a' }),
        ]),
    });
    t.strictSame(await askQuestion(name, raw, port), quiet);
    t.equal(port.opened.length, 1, 'one point in time');
    t.equal(port.openCount, 0, 'closed');
    const later = await askQuestion(name, raw, port);
    t.notSame(later, quiet, 'a later question sees them');
  });

  t.test(`${title}: its point in time is closed whichever search fails`, async (t) => {
    const count = new MemorySearch(months, options);
    await askQuestion(name, raw, count);
    for (let failing = 1; failing <= count.bodies.length; failing += 1) {
      const port = new MemorySearch(months, {
        ...options,
        before: (_, { bodies }) => {
          if (bodies.length === failing) throw new TamarinError('question_timed_out', 'slow');
        },
      });
      await t.rejects(askQuestion(name, raw, port), { code: 'question_timed_out' });
      t.equal(port.openCount, 0, `search ${failing}`);
    }
  });

  t.test(`${title}: without any index it says how to get records`, async (t) => {
    const wanted = { code: 'no_records', hint: /tamarin sync .*--samples/ };
    await t.rejects(askQuestion(name, raw, new MemorySearch([], options)), wanted);
  });

  t.test(`${title}: of closed indices alone it says how to open one`, async (t) => {
    const port = new MemorySearch(months, { ...options, closed: ['2026-01', '2026-02'] });
    const wanted = { code: 'index_closed', message: /All 2/, hint: /i-records-2026-01\/_open/ };
    await t.rejects(askQuestion(name, raw, port), wanted);
    t.equal(port.bodies.length, 0);
  });

  t.test(`${title}: what a closed index holds is missing, and the answer says so`, async (t) => {
    const port = new MemorySearch(months, { ...options, closed: ['2026-01'] });
    t.match(await askQuestion(name, raw, port), {
      exact: false,
      inexactBecause: 'i-records-2026-01 is closed and its records are left out',
    });
    t.strictSame(port.opened, [['i-records-2026-02']]);
    const february = new MemorySearch(months, { ...options, closed: ['2026-01'] });
    const answer = await askQuestion(name, { ...raw, from: '2026-02' }, february);
    t.match(answer, { exact: true }, 'out of the range it does not matter');
    t.notOk('inexactBecause' in answer);
  });
}

t.test('several closed indices are counted, the first is named', async (t) => {
  const options: MemoryOptions = { closed: ['2026-01', '2026-02', '2026-03'] };
  const world = worldOf([[['a', 1]], [['a', 1]], [['a', 1]], [['a', 1]]]);
  const answer = await askQuestion('top', topAgents(1), new MemorySearch(world, options));
  t.match(answer, {
    totals: { requests: 1 },
    inexactBecause: 'i-records-2026-01 and 2 more are closed and their records are left out',
  });
});

t.test(
  'a range that only closed indices hold is answered with zeros that are not exact',
  async (t) => {
    const port = new MemorySearch(RECORDS, { closed: ['2026-01'] });
    const answer = await askQuestion('top', { dimension: 'ip', to: '2026-02' }, port);
    t.match(answer, { totals: { requests: 0 }, rows: [], exact: false });
  },
);

t.test('a snapshot is closed after its task, and gives its result', async (t) => {
  const port = new MemorySearch(RECORDS);
  t.equal(await withSnapshot(port, EVERYTHING, async () => port.openCount), 1);
  t.equal(port.openCount, 0);
});

t.test('a snapshot that cannot be closed hides neither result nor error', async (t) => {
  class Stubborn extends MemorySearch {
    override async closePointInTime(): Promise<void> {
      throw new Error('cannot close');
    }
  }
  const ask = (task: () => Promise<string>): Promise<string> =>
    withSnapshot(new Stubborn(RECORDS), EVERYTHING, task).catch((error: Error) => error.message);
  t.equal(await ask(async () => 'the answer'), 'the answer');
  const failing = async () => {
    throw new Error('the cause');
  };
  t.equal(await ask(failing), 'the cause');
});

t.test('a point in time that was left open is taken up again', async (t) => {
  const port = new MemorySearch(RECORDS);
  const { pointInTime, indices, doubts, asOf } = await openSnapshot(port, EVERYTHING);
  t.strictSame([indices.length, doubts], [2, []]);
  const then = { ...asOf, newestRecord: '2026-01-01T00:00:00.000Z' };
  const again = await openSnapshot(port, EVERYTHING, { pointInTime, asOf: then });
  t.equal(again.pointInTime, pointInTime);
  t.strictSame(again.asOf, then, 'and how far it reached then');
  t.equal(port.opened.length, 1);
});

t.test(
  'an answer is exact unless something is closed, too large, or does not add up',
  async (t) => {
    const snapshot = await openSnapshot(new MemorySearch(RECORDS), EVERYTHING);
    t.strictSame(exactnessOf(snapshot, { sum: 5 }), { exact: true });
    t.strictSame(exactnessOf(snapshot, { sum: 2 ** 53 - 1 }), { exact: true });
    t.strictSame(exactnessOf(snapshot, { sum: 2 ** 53 }), {
      exact: false,
      inexactBecause: 'a sum is above 2⁵³',
    });
    t.strictSame(exactnessOf(snapshot, { sum: 5, recordsSum: 5 }), { exact: true });
    t.strictSame(exactnessOf(snapshot, { sum: 6, recordsSum: 5 }), {
      exact: false,
      inexactBecause: 'the groups add up to 6, but their records to 5',
    });
  },
);

t.test('what the user may not see is told beside what is closed', async (t) => {
  const limits = 'the user ann sees only 3 of 4 records';
  const port = new MemorySearch(months, { limits, closed: ['2026-02'] });
  const { exact, inexactBecause } = (await askQuestion('top', { dimension: 'agent' }, port)) as {
    readonly exact: boolean;
    readonly inexactBecause?: string;
  }; // as every answer
  t.equal(exact, false);
  t.equal(inexactBecause, `i-records-2026-02 is closed and its records are left out; ${limits}`);
});
