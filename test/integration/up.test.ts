/** Goal: `up` does the whole job with an engine of its own, lets others use it, and stops it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { temporaryFolder } from '../engine/temporary-folder.ts';
import { runTamarin, startTamarin } from '../support/run-tamarin.ts';
import { everyNthSample, readAnswerKey } from '../support/samples.ts';

const key = readAnswerKey();
const UP_LIMIT_MS = 90_000;
const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));

const answers = (port: number): Promise<boolean> =>
  fetch(`http://127.0.0.1:${port}`).then(
    () => true,
    () => false,
  );

/** The lines of its first answer; the sentences below it as one text, as they are printed into a file; the foot of all. */
function readmePicture(): { readonly lines: readonly string[]; readonly foot: string } {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const [, picture = ''] = /```text\n(.*?)```/s.exec(readme) ?? [];
  const [table = '', sentences = '', foot = ''] = picture.split('\n …\n');
  const lines = [
    ...table.split('\n'),
    ...sentences
      .trim()
      .replaceAll('\n', ' ')
      .split(/(?<=0\.00 USD\.) /),
  ];
  return { lines, foot };
}

t.test(
  'up ships the samples, prints the four answers, stays up, and ends well on Ctrl-C',
  async (t) => {
    const env = { OPENSEARCH_URL: '', TAMARIN_DATA_DIR: `${temporaryFolder(t)}/data` };
    const up = startTamarin(['up'], env);
    let [stdout, stderr] = ['', ''];
    up.child.stdout?.on('data', (text: string) => {
      stdout += text;
    });
    up.child.stderr?.on('data', (text: string) => {
      stderr += text;
    });
    const deadline = Date.now() + UP_LIMIT_MS;
    while (
      !stderr.includes('Ctrl-C stops it') &&
      Date.now() < deadline &&
      up.child.exitCode === null
    )
      await sleep(100); // polls what it says
    for (const title of ['1. Who are', '2. Which files', '3. Is anyone', '4. How do'])
      t.match(stdout, title);
    t.match(stdout, /Top 10 of 1,321 IP addresses by bytes/);
    const { lines, foot } = readmePicture();
    for (const line of lines) t.ok(stdout.includes(line), `as README shows: ${line}`);
    t.match(stdout, /by full downloads\n # {2}key +full downloads +share +addresses /);
    t.match(stdout, /\n 1 {2}198\.51\.100\.23 +774\.1 GB +316\.7 +390 +47\.5 +48\n/);
    // The year is told from the next one on.
    const asOf = foot
      .trim()
      .replace(/\d\d:\d\d/, '(.* )?\\d\\d:\\d\\d')
      .replace(/(?<=Feb)/, '( 2026)?');
    t.match(
      stdout,
      new RegExp(
        `\\n\\n41 lines in this range were rejected: see "tamarin quarantine"\\.\\n${asOf}\\n$`,
      ),
    );
    t.notMatch(stdout, /NOT exact/);
    t.match(
      stderr,
      new RegExp(
        `${key.lines.toLocaleString('en-US')} lines = ${key.records.toLocaleString('en-US')} indexed`,
      ),
    );

    const { port } = JSON.parse(readFileSync(`${env.TAMARIN_DATA_DIR}/engine.json`, 'utf8'));
    const top = await runTamarin(['top', 'ip', '--samples', '--json', '--limit', '1'], env);
    const answer: TopAnswer = JSON.parse(top.stdout);
    t.strictSame(answer.totals, key.totals, 'another command uses the same engine');
    t.ok(await answers(port), 'and leaves it running');

    up.child.kill('SIGINT');
    const { code } = await up.done;
    t.equal(code, 0);
    t.notOk(await answers(port), 'the engine is stopped');
    t.throws(() => readFileSync(`${env.TAMARIN_DATA_DIR}/engine.json`));
  },
);

t.test('a reader that has seen enough leaves no engine behind', async (t) => {
  const dataDir = `${temporaryFolder(t)}/data`;
  const command = `"${process.execPath}" "${MAIN}" up --once "${everyNthSample(20).folder(t)}" | head -n 3`;
  const { status, stdout } = spawnSync('bash', ['-c', `set -o pipefail; ${command}`], {
    env: { ...process.env, OPENSEARCH_URL: '', TAMARIN_DATA_DIR: dataDir },
    encoding: 'utf8',
  });
  t.equal(status, 0);
  t.match(stdout, '1. Who are');
  t.throws(() => readFileSync(`${dataDir}/engine.json`), 'the engine was stopped');
});

t.test('a Ctrl-C while the engine starts ends it too, with 130', async (t) => {
  const dataDir = `${temporaryFolder(t)}/data`;
  const up = startTamarin(['up', '--once'], { OPENSEARCH_URL: '', TAMARIN_DATA_DIR: dataDir });
  await new Promise((resolve) => up.child.stderr?.once('data', resolve));
  await sleep(1_500);
  up.child.kill('SIGINT');
  const { code, stderr } = await up.done;
  t.equal(code, 130, stderr);
  t.notMatch(stderr, /\n\s+at /, 'no stack');
});
