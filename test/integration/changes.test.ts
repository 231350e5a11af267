/** Goal: what changed over the samples is what their plan says, as JSON, as a table and as CSV. */
import t from 'tap';
import { makePlan } from '../../samples/maker/plan.ts';
import type { PlannedRequest } from '../../samples/maker/request.ts';
import type { GrowthAnswer } from '../../src/questions/growth/answer.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { ASKING_SAMPLES } from '../support/shared-samples.ts';

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
    const sizes = answer.rows.map(({ difference }) => Math.abs(difference));
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
  t.match(text, /Compared with 2026-01-12T00:00:00.000Z to 2026-01-26T00:00:00.000Z\. *\n/);
  const csv = await ask('growth', 'key', ...VS, '--limit', '2', '--csv');
  t.match(csv, /^key,value,before,difference,times,share,change\r?\n/);
});
