/** Goal: whatever a user gets wrong, one sentence names the object and the cause, and the next step. */
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import t from 'tap';
import { checkShape } from '../support/error-shape.ts';
import { readAll, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { SAMPLE_LOGS } from '../support/samples.ts';

t.test('an empty folder', async (t) => {
  const folder = t.testdir({ empty: {} });
  const result = await runTamarin(['sync', folder], { TAMARIN_INDEX_PREFIX: testPrefix(t) });
  t.equal(result.code, 1);
  checkShape(t, result);
  t.match(result.stderr, new RegExp(`No files found in ${folder}\\.\n.*tamarin sync`));
});

t.test('a folder that is not there', async (t) => {
  const result = await runTamarin(['sync', '/no/such/folder'], {
    TAMARIN_INDEX_PREFIX: testPrefix(t),
  });
  t.equal(result.code, 5);
  checkShape(t, result);
  t.match(result.stderr, /Cannot read \/no\/such\/folder: it does not exist\.\n.*tamarin sync/);
});

t.test('a folder of other files', async (t) => {
  const prefix = testPrefix(t);
  const noise = Buffer.from(
    Array.from({ length: 200_000 }, (_, at) => (at * 7_919 + (at >> 3)) % 256),
  );
  const folder = t.testdir({
    'readme.md': '# Holiday pictures\n\nOne a day.\n',
    'data.json': '{"Records": [\n{"eventName": "GetObject"}\n]}\n',
    'table.csv': `${'2026-01-17,10.0.0.1,GET,/a.mp3,200\n'.repeat(5_000)}`,
  });
  writeFileSync(`${folder}/picture.jpg`, noise);
  const result = await runTamarin(['sync', folder], { TAMARIN_INDEX_PREFIX: prefix });
  t.equal(result.code, 1);
  checkShape(t, result);
  t.match(
    result.stderr,
    /No line in .* is an S3 server access log record: 3 of 4 log objects contain other data\.\n.*tamarin sync/,
  );
  t.strictSame(await readAll(`${prefix}-records-*`), []);
  const states = (await readAll(`${prefix}-ledger`)).map(({ _source }) => [
    _source.log_key,
    _source.state,
  ]);
  t.strictSame(Object.fromEntries(states), {
    'readme.md': 'not_a_log',
    'data.json': 'not_a_log',
    'table.csv': 'not_a_log',
  });
  const kept = (await readAll(`${prefix}-quarantine`)).filter(
    ({ _source }) => _source.log_key === 'table.csv',
  );
  t.equal(kept.length, 1, 'equal lines are one, of which the first ten were looked at');
  t.equal(kept[0]?._source.times_met, 10);
});

t.test('a typo in a flag', async (t) => {
  const result = await runTamarin(['sync', SAMPLE_LOGS, '--jsn']);
  t.equal(result.code, 2);
  checkShape(t, result);
  t.match(result.stderr, /unknown option '--jsn'\n\(Did you mean --json\?\)/);
});

t.test('a dimension that there is not', async (t) => {
  const result = await runTamarin(['top', 'ips']);
  t.equal(result.code, 2);
  checkShape(t, result);
  t.match(result.stderr, /There is no dimension "ips"\.\nDid you mean "ip"\? Choose one of: ip, /);
});

t.test(
  'a file that cannot be read fails alone: exit code 3, and the next sync tries it again',
  async (t) => {
    const prefix = testPrefix(t);
    const folder = t.testdir({ 'damaged.gz': Buffer.from('1f8b0800000000000003ffff', 'hex') });
    mkdirSync(`${folder}/links`);
    symlinkSync('/etc/passwd', `${folder}/links/outside`);
    for (const attempt of [1, 2]) {
      const { code, stdout, stderr } = await runTamarin(['sync', folder, '--json'], {
        TAMARIN_INDEX_PREFIX: prefix,
      });
      t.equal(code, 3);
      t.match(stderr, /failed: damaged\.gz: /);
      t.strictSame(JSON.parse(stdout).objects, {
        listed: 2,
        skipped: 0,
        done: 0,
        failed: 2,
        notALog: 0,
        archived: 0,
        gone: 0,
        growing: 0,
      });
      t.match(stderr, /failed: links\/outside: it is a link that points outside the folder/);
      const [entry] = await readAll(`${prefix}-ledger`);
      t.equal(entry?._source.state, 'failed');
      t.equal(entry?._source.attempts, attempt);
    }
  },
);

const questions = [
  {
    args: ['top', 'ip', '--status', 'x4x'],
    says: /--status "x4x" is not a valid HTTP status\.\n.*404 or 4xx/,
  },
  {
    args: ['top', 'ip', '--ip', 'nonsense'],
    says: /--ip "nonsense" is not a valid IP address\.\n.*192\.0\.2\.0\/24/,
  },
  { args: ['top', 'ip', '--from', '2026-02-01', '--to', '2026-01-01'], says: /The range is empty/ },
  { args: ['top', 'ip', '--from', '2026-02-30'], says: /Use an ISO date or time/ },
  { args: ['compare', 'ip', '--limit', '0'], says: /whole number from 1/ },
];
for (const { args, says } of questions) {
  t.test(`a question that makes no sense: ${args.join(' ')}`, async (t) => {
    const result = await runTamarin(args);
    t.equal(result.code, 2);
    checkShape(t, result);
    t.match(result.stderr, says);
  });
}

t.test('a file that is new and not yet ended is named, with what to do', async (t) => {
  const folder = t.testdir({ log: 'half a li' });
  const result = await runTamarin(['sync', folder], { TAMARIN_INDEX_PREFIX: testPrefix(t) });
  t.equal(result.code, 0);
  t.match(result.stderr, /not read: log: it changed within the last minute/);
});
