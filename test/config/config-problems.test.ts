/** Goal: what is said of a setting that is wrong: all of it at once, each with its place, and no secret. */
import t from 'tap';
import type { Config } from '../../src/config/config.ts';
import { SETTING_TABLE, type Setting } from '../../src/config/setting-table.ts';
import { load, problemsOf, write } from './load-text.ts';

const SETTINGS: readonly Setting[] = SETTING_TABLE;
const SECRET = 'hunter2-canary';

t.test('every problem is told at once, each with its place', async (t) => {
  const file = write(t, 'grain: week\ncolour: red\nconcurrency: 0\nsources: [a]\nreplicas: [1]\n');
  const env = { TAMARIN_FLUSH_BYTES: '5MB', OPENSEARCH_PASSWORD_FILE: '/nothing/here' };
  const problems = problemsOf(file, env, { indexPrefix: 'A', giveUpAfterMs: '5' });
  t.strictSame(problems.map((problem) => problem.replace(file, 'FILE')).sort(), [
    '--give-up-after: "5" is not a duration from 1s to 596h, such as 90s, 15m or 2h',
    '--index-prefix: "A" is not lower-case letters, digits, - and _, without "-records"',
    'FILE: concurrency: "0" is not a whole number from 1 to 1000',
    'FILE: grain: "week" is not month or day',
    'FILE: replicas: should be one value, not a list or a block of keys',
    'FILE: sources[0]: should be a block of keys: alias, url, …',
    'FILE: unknown key colour',
    "OPENSEARCH_PASSWORD_FILE: ENOENT: no such file or directory, open '/nothing/here'",
    'TAMARIN_FLUSH_BYTES: "5MB" is not a whole number from 1 to 104857600',
  ]);
});

// biome-ignore format: a table, one row a value
const WRONG: Readonly<Partial<Record<keyof Config, readonly string[]>>> = {
  opensearchUrl: ['localhost:9200', 'ftp://a', 'http://', ''],
  dashboardsUrl: ['localhost:5601', 'ftp://a'],
  dashboardsTenant: ['', ' a', 'a\nb', 'ü'],
  enginePort: ['-1', '65536', '1.5', 'x'],
  engineImage: ['', '--privileged', 'a b', 'Opensearch', 'a@sha256:1'],
  indexPrefix: ['-a', 'a b', 'a/b', 'a*', 'my-records', 'x'.repeat(101), '1a'],
  grain: ['Month', 'year'],
  replicas: ['-1', '10'],
  concurrency: ['0', '1001', '1e2', '0x10', ' 1'],
  bulksInFlight: ['0', '65'],
  flushBytes: ['0', '104857601'],
  opensearchAwsRegion: ['eu', 'eu-west', 'EU-WEST-1', 'eu-west-1 ', 'eu-west-1/es', 'eu-west-1.evil.example'],
  opensearchAwsService: ['s3', 'ES'],
  giveUpAfterMs: ['15', '1.5m', '-1s', '1d', 'm', '0s', '597h'],
  questionTimeoutMs: ['2', '1.5m', '-1s', '1d', 'm', '0', '0s', '0h', '600h', '999999999s'],
  wholePassEveryMs: ['0', '87601h', '999999999h'],
  newestFirstAbove: ['0', '1000001', 'x'],
};

t.test('a value out of range is refused, wherever it comes from', async (t) => {
  for (const { key, flag } of SETTINGS) {
    for (const text of WRONG[key as keyof Config] ?? []) {
      // config.test.ts holds them equal
      const file = write(t, `${key}: ${JSON.stringify(text)}\n`);
      t.equal(problemsOf(file).length, 1, `${key}: ${JSON.stringify(text)}`);
      if (flag !== undefined)
        t.match(problemsOf(null, {}, { [key]: text })[0], new RegExp(`^${flag}: `));
    }
  }
});

// biome-ignore format: a table, one row a file
const BROKEN_FILES: readonly { readonly text: string; readonly problem: RegExp }[] = [
  { text: 'just text', problem: /: should contain "key: value" lines$/ },
  { text: '- a\n- b\n', problem: /: should contain "key: value" lines$/ },
  { text: 'grain: day\ngrain: month\n', problem: /, line 2: is not valid YAML \(duplicate key\)$/ },
  { text: `opensearchPassword: ${SECRET}: x\n`, problem: /, line 1: is not valid YAML/ },
  { text: `opensearchPassword: "${SECRET}\n`, problem: /, line \d: is not valid YAML/ },
  { text: `opensearchPassword: *${SECRET}\n`, problem: /opensearchPassword: should be one value/ },
  { text: `opensearchPassword: [${SECRET}]\n`, problem: /opensearchPassword: should be one value/ },
  { text: `opensearchPassword: {a: ${SECRET}}\n`, problem: /opensearchPassword: should be one value/ },
  { text: `opensearchPassword: @${SECRET}\n`, problem: /, line 1: is not valid YAML/ },
];

t.test('a file that is no list of settings is refused, and never quoted', async (t) => {
  for (const { text, problem } of BROKEN_FILES) {
    const problems = problemsOf(write(t, text));
    t.match(problems, [problem], JSON.stringify(text));
    t.notMatch(problems.join(), SECRET);
  }
});

t.test('no problem shows a password', async (t) => {
  const urls = [`htp://me:${SECRET}@host`, `http://me:${SECRET}/x@host:99999`, `me:${SECRET}@host`, `https://me:${SECRET}@ho st`]; // biome-ignore format: a list
  for (const url of urls) {
    const problems = problemsOf(null, { OPENSEARCH_URL: url, OPENSEARCH_PASSWORD: SECRET, TAMARIN_GRAIN: 'x' }); // biome-ignore format: one call
    t.equal(problems.length, 2, url);
    t.notMatch(problems.join(), SECRET);
  }
});

t.test(
  'requests are signed or made with a password, and signed ones need an address',
  async (t) => {
    const env = { OPENSEARCH_AWS_REGION: 'eu-west-1' };
    t.match(problemsOf(null, env), [/^opensearchAwsRegion: needs opensearchUrl/]);
    const url = { ...env, OPENSEARCH_URL: 'https://host' };
    t.equal(load(null, url).opensearchAwsRegion, 'eu-west-1');
    // biome-ignore format: a list
    const both = [{ OPENSEARCH_USERNAME: 'me' }, { OPENSEARCH_PASSWORD: SECRET }, { OPENSEARCH_URL: `https://me:${SECRET}@host` }];
    for (const more of both)
      t.match(problemsOf(null, { ...url, ...more }), [/not both$/], JSON.stringify(more));
  },
);

t.test('a file that was asked for must be there, the usual one need not', async (t) => {
  t.match(problemsOf('/nothing/tamarin.yaml'), [/^\/nothing\/tamarin.yaml: ENOENT/]);
  t.match(problemsOf(t.testdir()), [/EISDIR/]);
  t.strictSame(problemsOf(null), []);
});
