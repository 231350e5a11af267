/**
 * Goal: the walk of docs/http.md does what it says, with nothing but curl: each step as it stands there,
 * but for the address of the service.
 */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import t from 'tap';
import { readHttpWalk, type WalkStep } from '../support/http-docs.ts';
import { readIds, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { startService } from '../support/running-service.ts';
import { readAnswerKey, readSampleFiles } from '../support/samples.ts';

interface ToldSync {
  readonly syncId: string;
  readonly state: string;
  readonly [field: string]: unknown;
}

const prefix = testPrefix(t);
const env = { TAMARIN_INDEX_PREFIX: prefix };
/** The samples have an index prefix of their own, below. */
const RECORDS = `${prefix}-samples-records-*`;
const folder = t.testdir({});
const key = readAnswerKey();
const { url } = await startService(t, env, ['--samples']);

/** What a step prints. @throws where one of its commands fails */
async function walk({ commands }: WalkStep): Promise<string> {
  const script = commands.replaceAll('http://127.0.0.1:8080', url);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], { cwd: folder }); // biome-ignore format: one call
  return stdout;
}

const statesIn = (printed: string): readonly ToldSync[] =>
  [...printed.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));

const [dryRun, shipping, cancelling, asking, saving, ...more] = readHttpWalk();
const stepOf = (step: WalkStep | undefined): WalkStep => {
  if (step === undefined) throw new Error('the walk is shorter');
  return step;
};

t.test(`${dryRun?.says}`, async (t) => {
  const last = statesIn(await walk(stepOf(dryRun))).at(-1);
  t.match(last, { state: 'done', dryRun: true, objects: { listed: readSampleFiles().length } });
  t.equal((await readIds(RECORDS)).size, 0);
});

t.test(`${shipping?.says}`, async (t) => {
  const printed = await walk(stepOf(shipping));
  const states = statesIn(printed);
  const { lines, duplicates, rejected } = key;
  const last = states.at(-1);
  t.match(last, { state: 'done', dryRun: false, lines, duplicates, rejected, skipped: 0 });
  t.ok(
    states.some(({ state }) => state === 'running'),
    'it was followed',
  );
  const ids = await readIds(RECORDS);
  t.equal(last?.indexed, ids.size);
  t.equal(lines, ids.size + duplicates + rejected);
  t.strictSame(JSON.parse(printed.slice(printed.lastIndexOf('\n') + 1)), last);
});

t.test(`${cancelling?.says}`, async (t) => {
  const states = statesIn(await walk(stepOf(cancelling)));
  t.match(states.at(-1), { state: 'cancelled', full: true, indexed: 0 });
});

t.test(`${asking?.says}`, async (t) => {
  const printed = await walk(stepOf(asking));
  const args = ['top', 'ip', '--by', 'requests', '--limit', '3', '--json', '--samples'];
  t.equal(printed, (await runTamarin(args, env)).stdout);
  t.equal(JSON.parse(printed).totals.requests, key.totals.requests);
});

t.test(`${saving?.says}`, async (t) => {
  t.equal(await walk(stepOf(saving)), '');
  const args = ['top', 'key', '--by', 'downloads', '--limit', '100', '--csv', '--samples'];
  const saved = readFileSync(`${folder}/keys.csv`, 'utf8');
  t.equal(saved, (await runTamarin(args, env)).stdout);
  t.equal(saved.trimEnd().split('\n').length, 101, 'a heading and a hundred rows');
});

t.test('there is no other step', async (t) => t.strictSame(more, []));
