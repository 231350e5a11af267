/** Goal: what cannot be written is one sentence, and no name of a file steers the terminal. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { temporaryFolder } from '../engine/temporary-folder.ts';
import { testPrefix } from '../support/opensearch.ts';
import { runShell } from '../support/run-shell.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const LINE =
  'a1 media [06/Feb/2026:00:00:38 +0000] 192.0.2.3 - R1 REST.GET.OBJECT a.mp3 ' +
  '"GET /a.mp3 HTTP/1.1" 200 - 113 113 7 6 "-" "curl/8" - h= - - - host - - -\n';

const FULL = 'tamarin: Cannot write the output: ENOSPC: no space left on device.\n';

t.test('a full disk behind stdout is one sentence and exit 1', async (t) => {
  const log = join(temporaryFolder(t), 'log');
  writeFileSync(log, LINE.repeat(1_000));
  const env = { TAMARIN_INDEX_PREFIX: testPrefix(t) };
  const commands = ['--help', `parse ${log}`, `sync ${log} --json`, 'top ip', 'top ip --json'];
  for (const args of commands) {
    const { code, stderr } = await runShell(`tamarin ${args} > /dev/full`, env); // one after the other
    t.equal(code, 1, args);
    t.equal(stderr.replace(/^.*(?:log objects? read|lines? =).*\n/gm, ''), FULL, args);
  }
});

t.test('rejects that cannot be written to stderr are no success', async (t) => {
  const log = join(temporaryFolder(t), 'log');
  writeFileSync(log, 'no access log\n');
  t.equal((await runShell(`tamarin parse ${log} 2> /dev/full`)).code, 1);
});

t.test('a file that cannot grow is not taken for a whole answer', async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, 'log'), LINE.repeat(1_000));
  // A limit of 3 KiB a file cuts the first write short, as a full disk does. NODE_OPTIONS: the test
  // runner writes files of its own.
  const limited = `ulimit -f 3; cd ${folder}; NODE_OPTIONS= tamarin parse log > out`;
  const { code, stderr } = await runShell(limited);
  t.equal(code, 1);
  t.equal(stderr, 'tamarin: Cannot write the output: EFBIG: file too large.\n');
});

const EVIL = 'a\x1b[2Jb\x9bm\u202e.gz';

async function syncDamaged(t: Test, ...flags: string[]) {
  const folder = temporaryFolder(t);
  mkdirSync(join(folder, 'logs'));
  writeFileSync(join(folder, 'logs', EVIL), Buffer.from('1f8b0800000000000003ffff', 'hex'));
  const env = { TAMARIN_INDEX_PREFIX: testPrefix(t) };
  return runTamarin(['sync', join(folder, 'logs'), ...flags], env);
}

t.test('--quiet is quiet about progress, not about log objects that failed', async (t) => {
  const { code, stdout, stderr } = await syncDamaged(t, '--quiet');
  t.equal(code, 3);
  t.equal(stdout, '');
  t.match(stderr, /^failed: .*\.gz: .*\n$/);
});

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not come through
const STEERING = /[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/;

t.test('control characters in the name of a file do not reach the terminal', async (t) => {
  const synced = await syncDamaged(t);
  t.match(synced.stderr, /failed: a·\[2Jb·m·\.gz: /);
  t.notMatch(synced.stderr, STEERING);
  for (const args of [
    ['parse', EVIL],
    ['sync', EVIL],
    ['doctor', EVIL],
    ['top', EVIL],
    [EVIL],
    ['setup', '--config', EVIL],
    ['sync', '.', '--from', EVIL],
  ]) {
    // biome-ignore format: a list
    const { stdout, stderr } = await runTamarin(args); // one after the other
    t.match(stdout + stderr, 'a·[2Jb', args.join(' '));
    t.notMatch(stdout + stderr, STEERING);
  }
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, EVIL), Buffer.from('1f8b0800000000000003ffff', 'hex'));
  const parsed = await runTamarin(['parse', folder]);
  t.match(parsed.stderr, /cannot read a·\[2Jb·m·\.gz to the end/);
  t.notMatch(parsed.stderr, STEERING);
});

t.test('JSON keeps control characters as escapes: names, values and rejects', async (t) => {
  const folder = temporaryFolder(t);
  const agent = 'curl\x9b\u202e/8';
  writeFileSync(join(folder, EVIL), `${LINE.replace('curl/8', agent)}no log \x9b\u202e\n`);
  const env = { TAMARIN_INDEX_PREFIX: testPrefix(t) };
  const parsed = await runTamarin(['parse', folder], env);
  t.match(JSON.parse(parsed.stdout), { user_agent: agent, log_key: EVIL });
  const [reject = ''] = parsed.stderr.split('\n');
  t.match(JSON.parse(reject), { file: EVIL, text: 'no log \x9b\u202e' });
  const synced = await runTamarin(['sync', folder, '--json'], env);
  const asked = await runTamarin(['top', 'user-agent', '--json'], env);
  t.equal(JSON.parse(asked.stdout).rows[0].name, agent);
  for (const { stdout, stderr } of [parsed, synced, asked]) t.notMatch(stdout + stderr, STEERING);
  const damaged = await syncDamaged(t, '--json');
  t.equal(JSON.parse(damaged.stdout).failures[0].key, EVIL);
  t.notMatch(damaged.stdout, STEERING);
});
