/**
 * Goal: what people ask in public of these logs is one command each, and its answer is what a naive
 * count says. Every command of docs/questions.md is asked twice: of the samples, and of a log of
 * incidents that the samples lack.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { writeLine } from '../../samples/maker/line-writer.ts';
import { makePlan } from '../../samples/maker/plan.ts';
import type { PlannedRequest } from '../../samples/maker/request.ts';
import { splitCommand } from '../support/cookbook.ts';
import { planIncidents } from '../support/incident-log.ts';
import { answerNaively, readCommand } from '../support/naive-command.ts';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { SHARED_SAMPLES } from '../support/shared-samples.ts';
import { differences } from '../worlds/differences.ts';

const DOC = readFileSync(new URL('../../docs/questions.md', import.meta.url), 'utf8');
const QUESTIONS = 94; // as README says
/** How many may be answered by an estimate, or not directly. */
const INEXACT_MAX = 5;

interface Asked {
  readonly question: string;
  readonly args: readonly string[];
}

const table = [...DOC.matchAll(/^\| (.*\?) \| `(.*)` \|$/gm)].map(
  ([, question = '', line = '']): Asked => ({ question, args: splitCommand(line) }),
);
const stories = [...DOC.matchAll(/^npm run --silent tamarin -- (.*)$/gm)].map(
  ([, line = '']): Asked => ({ question: line, args: splitCommand(line) }),
);

interface Log {
  readonly prefix: string;
  readonly records: readonly PlannedRequest[];
}

async function shipIncidents(): Promise<Log> {
  const [prefix, records] = [testPrefix(t), planIncidents()];
  const folder = t.testdir({});
  const text = records.map((record) => `${writeLine(record)}\n`).join('');
  writeFileSync(join(folder, '2026-02-20-12-00-00-2B6D8F1A3C5E7092'), text);
  const { code, stderr } = await runTamarin(['sync', folder, '--index-prefix', prefix]);
  t.equal(code, 0, stderr);
  return { prefix, records };
}

const logs: readonly Log[] = [
  { prefix: SHARED_SAMPLES, records: makePlan().records },
  await shipIncidents(),
];
const surroundings = { places: [], awsRanges: [], own: [], logKeyOf: () => null };

t.test('there are enough questions, each asked once', async (t) => {
  t.equal(table.length, QUESTIONS);
  t.ok(stories.length >= 5, `${stories.length} commands in stories`);
  t.equal(new Set(table.map(({ question }) => question)).size, table.length);
  t.equal(new Set(table.map(({ args }) => args.join(' '))).size, table.length);
});

/** `--json` of a listing is a line for each record. */
function readListing(stdout: string, stderr: string) {
  const records = stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)); // biome-ignore format: one rule
  const requestIds = records.map(({ request_id: id }) => id).sort();
  return { requestIds, exact: /^exact · /m.test(stderr) };
}

const inexact = new Set<string>();

for (const { question, args } of [...table, ...stories]) {
  const command = readCommand(args);
  const isListing = command.question === 'records';
  t.test(question, async (t) => {
    let [requests, rows] = [0, 0];
    for (const { prefix, records } of logs) {
      const whole = isListing ? ['--limit', 'all'] : [];
      const asked = [...args, ...whole, '--json', '--index-prefix', prefix];
      const { code, stdout, stderr } = await runTamarin(asked); // one after the other
      if (command.question === 'client' && code === 1) continue; // no such client in this log
      t.equal(code, 0, stderr);
      const answer = isListing ? readListing(stdout, stderr) : JSON.parse(stdout);
      t.strictSame(differences(answer, answerNaively(command, records, surroundings)), [], prefix);
      if (answer.exact !== true) inexact.add(question);
      requests +=
        answer.totals?.requests ??
        answer.requestIds?.length ??
        answer.population?.count ??
        answer.groups?.count ??
        answer.egress?.[0]?.requests ??
        0;
      rows += (answer.rows ?? answer.requestIds ?? [answer]).length;
    }
    t.ok(requests > 0 && rows > 0, 'one of the logs has an answer');
  });
}

t.test('nearly all are exact', async (t) => {
  t.ok(inexact.size <= INEXACT_MAX, [...inexact].join(', '));
});
