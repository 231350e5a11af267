/**
 * Goal: of 24 months in which something was planted the cause is named in all but one at most, with
 * exact numbers; of five quiet ones it is said that nothing stands out.
 */
import t from 'tap';
import { askQuestion } from '../../../src/questions/catalogue.ts';
import { MemorySearch } from '../memory-search.ts';
import type { Document } from '../memory-values.ts';
import { type Month, plantedMonths, quietMonths } from './months.ts';

const TURNS = Number(process.env.TAMARIN_WHY_TURNS ?? 1);
const MISSED_MAX = 1 / 20;
/** By chance, where thousands of days are looked at; of one turn it allows none. */
const ALARMS_MAX = 1 / 25;

function* turns(monthsOf: (turn: number) => readonly Month[]): Generator<Month> {
  for (let turn = 0; turn < TURNS; turn += 1) yield* monthsOf(turn);
}

async function why({ records }: Month) {
  const answer = await askQuestion('why', {}, new MemorySearch(records));
  if (answer.question !== 'why') throw new Error(answer.question);
  return answer;
}

type Why = Awaited<ReturnType<typeof why>>;

const FIELDS: Readonly<Record<string, string>> = { ip: 'remote_ip', network: 'network', 'referrer-domain': 'referrer_domain', agent: 'agent_name', 'agent-class': 'agent_class', key: 'key', folder: 'folder' }; // biome-ignore format: one table

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? ((sorted[half - 1] ?? 0) + (sorted[half] ?? 0)) / 2 : (sorted[Math.floor(half)] ?? 0); // biome-ignore format: one rule
};

/** Every number of the answer, counted over the records one by one. */
function isTrue({ day, rows, cause }: Why, records: readonly Document[]): boolean {
  if (day === null) return false;
  const onDay = (some: readonly Document[], time: string) => some.filter((document) => String(document['@timestamp']).startsWith(time.slice(0, 10))); // biome-ignore format: one rule
  const count = (some: readonly Document[], time: string) => onDay(some, time).reduce((sum, { bytes_sent: bytes }) => sum + Number(bytes), 0); // biome-ignore format: one rule
  const holds = (
    some: readonly Document[],
    { value, usual, requests }: { value: number; usual: number; requests: number }, // biome-ignore format: one rule
  ) =>
    value === count(some, day.time) &&
    usual === median(day.comparedWith.map((time) => count(some, time))) &&
    requests === onDay(some, day.time).length;
  return (
    holds(records, day) &&
    [...rows, ...(cause === null ? [] : [cause])].every((row) =>
      holds(
        records.filter((document) => document[FIELDS[row.dimension] ?? ''] === row.name),
        row,
      ),
    )
  );
}

t.test('what was planted is named', async (t) => {
  const missed: string[] = [];
  let months = 0;
  for (const month of turns(plantedMonths)) {
    const answer = await why(month); // one after the other
    if (!answer.exact || !isTrue(answer, month.records)) t.fail(`${month.name}: a number is wrong`);
    if (answer.sentences.length > 3) t.fail(`${month.name}: more than three sentences`);
    const named = { day: answer.day?.time, kind: answer.cause?.kind, name: answer.cause?.name };
    if (JSON.stringify(named) !== JSON.stringify(month.planted))
      missed.push(`${month.name}: ${JSON.stringify(named)}, not ${JSON.stringify(month.planted)}`);
    months += 1;
  }
  t.ok(months >= 20 * TURNS && missed.length <= MISSED_MAX * months, missed.join('\n'));
  t.comment(`${months - missed.length} of ${months} named`);
});

t.test('in a quiet month nothing stands out', async (t) => {
  const alarms: string[] = [];
  let months = 0;
  for (const month of turns(quietMonths)) {
    const { verdict, cause, rows, sentences } = await why(month); // one after the other
    if (verdict === 'nothing')
      t.match({ cause, rows, said: sentences[0] }, { cause: null, rows: [], said: /^Nothing stands out: / }); // biome-ignore format: one call
    else alarms.push(`${month.name}: ${sentences.join(' ')}`);
    months += 1;
  }
  t.ok(months >= 5 * TURNS && alarms.length <= ALARMS_MAX * months, alarms.join('\n'));
  t.comment(`${months - alarms.length} of ${months} quiet`);
});
