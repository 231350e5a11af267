/**
 * Goal: what changed over the samples, and what explains a day, is what their plan says: as JSON, as a
 * table and as CSV.
 */
import t from 'tap';
import { ipv4 } from '../../samples/maker/addresses.ts';
import { makePlan } from '../../samples/maker/plan.ts';
import { randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest } from '../../samples/maker/request.ts';
import type { GrowthAnswer } from '../../src/questions/growth/answer.ts';
import type { WhyAnswer } from '../../src/questions/why/answer.ts';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { ASKING_SAMPLES } from '../support/shared-samples.ts';
import { shipLines } from '../support/ship-lines.ts';

const { records } = makePlan();

async function ask(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runTamarin(args, ASKING_SAMPLES);
  t.equal(code, 0, stderr);
  return stdout;
}

const within = (from: string, to: string) =>
  records.filter(
    ({ timeS }) => timeS >= Date.parse(from) / 1_000 && timeS < Date.parse(to) / 1_000,
  );

const bytesBy = (
  some: readonly PlannedRequest[],
  nameOf: (record: PlannedRequest) => string | null,
) => {
  const sums = new Map<string, number>();
  for (const record of some) {
    const name = nameOf(record);
    if (name !== null) sums.set(name, (sums.get(name) ?? 0) + (record.bytesSent ?? 0));
  }
  return sums;
};

const VS = ['--from', '2026-02-02', '--to', '2026-02-16', '--vs', '2026-01-12..2026-01-26'];
const NAMES: Readonly<Record<string, (record: PlannedRequest) => string | null>> = {
  key: ({ key }) => key,
  ip: ({ ip }) => ip?.name ?? null,
  hour: ({ timeS }) => new Date(timeS * 1_000).toISOString().slice(11, 13),
};

for (const [dimension, nameOf] of Object.entries(NAMES))
  t.test(`growth ${dimension}`, async (t) => {
    const answer: GrowthAnswer = JSON.parse(await ask('growth', dimension, ...VS, '--limit', '10000', '--json')); // biome-ignore format: one question
    const now = bytesBy(within('2026-02-02', '2026-02-16'), nameOf);
    const before = bytesBy(within('2026-01-12', '2026-01-26'), nameOf);
    const names = [...new Set([...now.keys(), ...before.keys()])];
    const wanted = names.map((name) => [name, now.get(name) ?? 0, before.get(name) ?? 0] as const);
    t.strictSame(
      answer.rows.map(({ name, value, before }) => [name, value, before]).sort(),
      wanted.toSorted(),
    );
    const sizes = answer.rows.map(({ difference }) => Math.abs(Number(difference)));
    t.strictSame(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
    t.match(answer, {
      exact: true,
      groups: {
        count: names.length,
        new: names.filter((name) => !before.has(name)).length,
        gone: names.filter((name) => !now.has(name)).length,
      },
    });
  });

t.test('as a table, and as CSV', async (t) => {
  const text = await ask('growth', 'key', ...VS, '--limit', '2');
  t.match(text, /^What changed among [\d,]+ keys by bytes/);
  t.match(
    text,
    /Compared with the range from 2026-01-12, before 2026-01-26\. Its records\s+begin 2026-01-17 00:03:22 UTC\.\s/,
  );
  const csv = await ask('growth', 'key', ...VS, '--limit', '2', '--csv');
  t.match(csv, /^key,value,before,difference,times,share,change\r?\n/);
});

/** Of the day, in UTC, of a time. */
const sumOn = (some: readonly PlannedRequest[], time: string) =>
  some
    .filter(({ timeS }) => new Date(timeS * 1_000).toISOString().startsWith(time.slice(0, 10)))
    .reduce((sum, { bytesSent }) => sum + (bytesSent ?? 0), 0);

t.test(
  'why: over the samples nothing stands out, and the numbers are those of the plan',
  async (t) => {
    const { verdict, day, cause }: WhyAnswer = JSON.parse(await ask('why', '--json'));
    t.strictSame([verdict, cause], ['nothing', null]);
    t.equal(day?.value, sumOn(records, day?.time ?? ''));
    const compared = (day?.comparedWith ?? []).map((time) => sumOn(records, time));
    const [least = 0, ...others] = compared.toSorted((a, b) => a - b);
    t.ok(compared.length >= 3 && (day?.usual ?? 0) >= least && (day?.usual ?? 0) <= Math.max(...others)); // biome-ignore format: one call
  },
);

t.test('why: a burst is explained by OpenSearch as by the plan', async (t) => {
  const prefix = testPrefix(t);
  const random = randomFor('integration/why');
  const firstS = Date.parse('2026-03-02') / 1_000;
  const one = (day: number, more: Partial<PlannedRequest>) =>
    planRequest(random, { timeS: firstS + day * 86_400 + random.int(0, 86_399), operation: 'REST.GET.OBJECT', bytesSent: random.int(900, 1_100), objectSize: 2_000, ...more }); // biome-ignore format: one record
  const usual = Array.from({ length: 40 * 12 }, (_, at) => one(Math.floor(at / 12), { ip: ipv4(`192.0.2.${at % 50}`), key: `a/${at % 9}` })); // biome-ignore format: one list
  const burst = Array.from({ length: 60 }, (_, at) => one(20, { ip: ipv4(`198.51.100.${at}`), key: 'b/new' })); // biome-ignore format: one list
  await shipLines(t, prefix, [...usual, ...burst]);
  const { code, stdout } = await runTamarin(['why', '--json', '--month', '2026-03'], { TAMARIN_INDEX_PREFIX: prefix }); // biome-ignore format: one command
  t.equal(code, 0);
  const { day, cause, exact }: WhyAnswer = JSON.parse(stdout);
  const value = burst.reduce((sum, { bytesSent }) => sum + (bytesSent ?? 0), 0);
  t.ok(exact);
  t.match(day, { time: '2026-03-22T00:00:00.000Z', value: sumOn([...usual, ...burst], '2026-03-22'), requests: 72 }); // biome-ignore format: one call
  const csv = await runTamarin(['why', '--csv', '--month', '2026-03'], { TAMARIN_INDEX_PREFIX: prefix }); // biome-ignore format: one command
  t.match(
    csv.stdout,
    /^part,name,dimension,value,usual,rise,cost,share,requests,usualRequests,times\r?\n/,
  );
  t.match(csv.stdout, new RegExp(`\\nrose most,198.51.100.0/24,network,${value},0,${value},`));
  t.match(csv.stdout, /\nday,2026-03-22T00:00:00.000Z,,/);
  // Addresses of one network, and a file that nobody had asked for: the network is the narrower one.
  t.match(cause, { kind: 'network', name: '198.51.100.0/24', value, usual: 0, rise: value, requests: 60, clients: { value: 60, exact: true } }); // biome-ignore format: one call
});
