/**
 * Goal: what every answer tells beside its rows. A new question needs its row in ASKED, and a new
 * parameter its value in VALUES: without them this file is no TypeScript.
 */
import fc from 'fast-check';
import t from 'tap';
import type { ParameterName } from '../../src/questions/ask/parameter-table.ts';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { prepareQuestion, QUESTION_TABLE } from '../../src/questions/catalogue.ts';
import type { Answer } from '../../src/questions/question.ts';
import { takeSeed } from '../house/seed.ts';
import { MemorySearch } from './memory-search.ts';
import type { Document } from './memory-values.ts';
import { MONEY } from './money-worlds.ts';
import { at } from './naive.ts';

interface Asked {
  /** What the question cannot do without. */
  readonly needs: RawParameters;
  /** Which records it is over, of those that it is asked about. */
  readonly range: readonly [from: string, to: string];
  /** Whether the period costs a search of its own. */
  readonly searchesForIt: boolean;
}

const ALL = ['0000', '9999'] as const;
const IN_FEBRUARY = { from: '2026-02-03', to: '2026-02-20' };
const FEBRUARY = ['2026-02-03', '2026-02-20'] as const;

// biome-ignore format: a row a question
const ASKED: Readonly<Record<Answer['question'], Asked>> = {
  top: { needs: { dimension: 'ip' }, range: ALL, searchesForIt: false },
  compare: { needs: {}, range: ALL, searchesForIt: false },
  timeline: { needs: {}, range: ALL, searchesForIt: false },
  growth: { needs: IN_FEBRUARY, range: FEBRUARY, searchesForIt: false },
  why: { needs: {}, range: ALL, searchesForIt: true },
  search: { needs: { text: 'a' }, range: ALL, searchesForIt: false },
  records: { needs: {}, range: ALL, searchesForIt: false },
  scrapers: { needs: {}, range: ALL, searchesForIt: false },
  client: { needs: { client: '192.0.2.1' }, range: ALL, searchesForIt: false },
  bill: { needs: { month: '2026-02' }, range: ['2026-02-01', '2026-03-01'], searchesForIt: false },
};

/** Each with what it cannot be given without. */
// biome-ignore format: a row a parameter
const VALUES: Readonly<Record<ParameterName, RawParameters>> = {
  by: { by: 'requests' },
  limit: { limit: '3' },
  cost: { cost: 'true' },
  order: { order: 'asc' },
  since: { since: '2026-02-01', by: 'last' },
  until: { until: '2026-03-01', by: 'last' },
  'minute-bytes': { 'minute-bytes': '1MB', by: 'iab-downloads' },
  interval: { interval: 'week' },
  sort: {},
  day: { day: '2026-02-05' },
  vs: { vs: '2026-01' },
  fields: { fields: 'time,key' },
  split: { split: 'status' },
  in: { in: 'key' },
  literal: { literal: 'true' },
  'min-score': { 'min-score': '20' },
  members: { members: 'true' },
  'bill-gb': { 'bill-gb': '3' },
  bill: { bill: '71.30' },
  after: {},
};

/** What it may be sorted by is each question's own. */
const SORTED: Partial<Record<Answer['question'], RawParameters>> = {
  records: { sort: 'bytes' },
  growth: { sort: 'fall' },
};

// biome-ignore format: a row a filter
const OF_ALL: readonly RawParameters[] = [
  { audience: 'people' }, { tz: 'Europe/Berlin' }, { 'bytes-over': '1' }, { 'time-under': '9s' },
  { key: ['a/*'] }, { 'key-prefix': ['a', 'b'] }, { without: ['requester'] }, { not: ['status=404'] }, { is: ['key=a/1'] },
  { from: '2026-02-01', to: '2026-02-20' }, { last: '52w' }, { month: '2026-02' },
];

const NOW_MS = Date.parse('2026-03-01T00:00:00Z');

const WORLD: readonly Document[] = Array.from({ length: 40 }, (_, n) =>
  at(new Date(Date.UTC(2026, 0, 20 + n, 5)).toISOString(), 1_000 + n, {
    remote_ip: `192.0.2.${1 + (n % 3)}`,
    key: `a/${n % 4}`,
    bucket: 'media',
    bucket_owner: 'o',
    total_time: 12,
    host_header: 'media.s3.us-east-1.amazonaws.com',
  }),
);

const ask = async (name: string, raw: RawParameters, port = new MemorySearch(WORLD, MONEY)) =>
  (await prepareQuestion(name, raw, { nowMs: NOW_MS })(port)).answer;

for (const { name, parameters } of QUESTION_TABLE)
  t.test(`${name}: all that was asked stands in the answer`, async (t) => {
    const { needs } = ASKED[name];
    const own = parameters.map((parameter) => (parameter === 'sort' ? (SORTED[name] ?? {}) : VALUES[parameter])); // biome-ignore format: one list
    // A bill is of one month, without filters; growth has a range already, and why may have one.
    const ofAll = name === 'bill' ? [{ tz: 'UTC' }] : OF_ALL;
    for (const given of [...own, ...ofAll]) {
      const isRange = ['from', 'last', 'month', 'day'].some((range) => Object.hasOwn(given, range));
      const raw = isRange ? { ...given } : { ...needs, ...given };
      if (isRange) for (const [key, value] of Object.entries(needs)) if (!['from', 'to', 'month'].includes(key)) raw[key] = value; // biome-ignore format: one rule
      const answer = await ask(name, raw); // one after the other
      t.match(answer.parameters, raw, JSON.stringify(raw));
      t.ok('from' in answer && 'to' in answer && answer.asOf.complete, 'its range, and how far it reaches'); // biome-ignore format: one claim
    }
  });

/** Day by day. */
function naivePeriod(records: readonly Document[], [from, to]: readonly [string, string]) {
  const times = records.map((record) => String(record['@timestamp'])).filter((time) => time >= from && time < to).sort(); // biome-ignore format: one list
  const [first = null] = times;
  const last = times.at(-1) ?? null;
  const without: string[] = [];
  const known = new Set(times.map((time) => time.slice(0, 10)));
  for (let day = first?.slice(0, 10) ?? ''; last !== null && day <= last; day = dayAfter(day))
    if (!known.has(day)) without.push(day);
  const gaps = without
    .filter((day) => !without.some((other) => dayAfter(other) === day))
    .map((begin) => {
      let end = begin;
      while (without.includes(dayAfter(end))) end = dayAfter(end);
      return { first: begin, last: end };
    });
  return { first, last, daysWithout: without.length, gaps: gaps.slice(0, 10) };
}

const dayAfter = (day: string): string =>
  new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);

const someDays = fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 1, maxLength: 40 });
const seed = takeSeed(t);

for (const [name, { needs, range }] of Object.entries(ASKED))
  t.test(`${name}: its period is that of its records`, async (t) => {
    await fc.assert(
      fc.asyncProperty(someDays, fc.boolean(), async (days, isFiltered) => {
        const records = days.map((day, n): Document => {
          const time = new Date(Date.UTC(2026, 0, 10 + day, n % 24, 7, n % 60)).toISOString();
          return { ...WORLD[n % 2], '@timestamp': time, http_status: n % 3 === 0 ? 206 : 200 };
        });
        records.push({ ...WORLD[0], '@timestamp': '2026-02-10T10:00:00.000Z' }); // somebody is there
        const isFilter = isFiltered && name !== 'bill';
        const raw = isFilter ? { ...needs, status: '200' } : needs;
        const { period } = await ask(name, raw, new MemorySearch(records, MONEY));
        const own = isFilter
          ? records.filter(({ http_status: status }) => status === 200)
          : records;
        t.strictSame(period, naivePeriod(own, range));
      }),
      { seed, numRuns: 12 },
    );
  });

t.test('growth tells the period that it compares with', async (t) => {
  const [first] = WORLD;
  const records = [1, 2, 5, 8, 9].map((day): Document => ({ ...first, '@timestamp': `2026-01-0${day}T12:00:00.000Z` })); // biome-ignore format: one list
  const closingOf = async (vs: string) => {
    const { answer, present } = await prepareQuestion('growth', { from: '2026-01-08', to: '2026-01-10', vs })(new MemorySearch(records)); // biome-ignore format: one question
    return { answer, closing: present().closing.join(' ') };
  };
  const { answer, closing } = await closingOf('2026-01-01..2026-01-08');
  t.match(answer, {
    period: { daysWithout: 0, gaps: [] },
    vs: { period: { daysWithout: 2, gaps: [{ first: '2026-01-03', last: '2026-01-04' }] } },
  });
  t.match(closing, /\. Its records end .*5.*, lack 2 days between\./);
  t.match((await closingOf('2025-12-25..2026-01-02')).closing, /\. Its records begin .*1.*\./);
  t.match(
    (await closingOf('2025-12-25..2025-12-28')).closing,
    /There is no record in that range\./,
  );
  t.notMatch((await closingOf('2026-01-01..2026-01-03')).closing, /Its records/);
});

t.test('a day of why, and a range without a record', async (t) => {
  t.match(await ask('why', { day: '2026-02-05T09:00', tz: 'Asia/Tokyo' }), {
    period: { first: '2026-02-05T05:00:00.000Z', last: '2026-02-05T05:00:00.000Z' },
  });
  for (const name of ['top', 'records', 'search'] as const) {
    const { period } = await ask(name, { ...ASKED[name].needs, from: '2030-01-01' }); // one after the other
    t.strictSame(period, { first: null, last: null, daysWithout: 0, gaps: [] }, name);
  }
});

for (const [name, { needs, searchesForIt }] of Object.entries(ASKED))
  t.test(`${name}: its period costs ${searchesForIt ? 'one search' : 'no search'}`, async (t) => {
    const port = new MemorySearch(WORLD, MONEY);
    await ask(name, needs, port);
    const withPeriod = port.bodies
      .map(({ aggs }) => Object.keys(aggs ?? {}))
      .filter((names) => names.includes('period_days'));
    t.equal(withPeriod.length, name === 'growth' ? 2 : 1);
    const alone = withPeriod.filter((names) => names.every((each) => each.startsWith('period_')));
    const isOfAPage = name === 'search' || name === 'records';
    t.equal(alone.length > 0 && !isOfAPage, searchesForIt);
  });
