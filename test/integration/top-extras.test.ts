/**
 * Goal: a list of names, a distinct count and two dimensions at once, as a person asks for them, over
 * the samples: as JSON, as a table, as CSV; the numbers are those of the answer key.
 */
import t from 'tap';
import { makePlan } from '../../samples/maker/plan.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { readAnswerKey } from '../support/samples.ts';
import { ASKING_SAMPLES } from '../support/shared-samples.ts';

const { records } = makePlan();
const keys = readAnswerKey().top.key.rows.map(({ name }) => name);

async function ask(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runTamarin(args, ASKING_SAMPLES);
  t.equal(code, 0, stderr);
  return stdout;
}

t.test('an inventory tells which keys were never read', async (t) => {
  const inventory = [...keys, 'never/read one.mp3', 'never/read+two.mp3']
    .map((key) => `"riverbend-media","${encodeURIComponent(key).replaceAll('%20', '+')}","1"\n`)
    .join('');
  const file = `${t.testdir({ 'inventory.csv': inventory })}/inventory.csv`;
  const args = ['top', 'key', '--by', 'last', '--order', 'asc', '--among', file];
  const answer: TopAnswer = JSON.parse(await ask(...args, '--json'));
  t.match(answer.among, { withRecords: keys.length, withoutRecords: 2, names: ['never/read one.mp3', 'never/read+two.mp3'] }); // biome-ignore format: one answer
  const lastS = Map.groupBy(records.filter(({ key }) => key !== null), ({ key }) => key); // biome-ignore format: one rule
  const stalest = Math.min(...[...lastS.values()].map((some) => Math.max(...some.map(({ timeS }) => timeS)))); // biome-ignore format: one rule
  t.equal(answer.rows[0]?.last, new Date(stalest * 1_000).toISOString());
  const text = await ask(...args);
  t.match(text, /keys, .* have records and 2 have none\./);
  const csv = await ask(...args, '--limit', '1', '--csv');
  t.match(csv, /^part,name,bytes,.*\nwith records,/);
  t.match(csv, /\nwithout records,never\/read one\.mp3,/);
  t.match(text, /Without any record: 2 of 2\nkey\nnever\/read one\.mp3\nnever\/read\+two\.mp3\n/);
});

t.test('files by different addresses, and who takes which', async (t) => {
  const answer: TopAnswer = JSON.parse(await ask('top', 'key', '--by', 'distinct(ip)', '--json'));
  const [first] = answer.rows;
  const addresses = new Set(records.filter(({ key, ip }) => key === first?.name && ip !== null).map(({ ip }) => ip?.name)); // biome-ignore format: one rule
  t.equal(first?.distinct, addresses.size);
  t.match(
    await ask('top', 'key', '--by', 'distinct(ip)'),
    /by different IP addresses\n # {2}key +different IP addresses +bytes /,
  );
  const csv = await ask('top', 'ip,key', '--by', 'requests', '--limit', '2', '--csv');
  t.match(csv, /^ip,key,bytes,requests,downloads,fullDownloads,share,cumulativeShare\r?\n/);
});
