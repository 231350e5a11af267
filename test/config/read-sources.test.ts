/** Goal: what the configuration file says about sources is read strictly, and every problem is told at once. */
import { join } from 'node:path';
import t from 'tap';
import { loadConfig } from '../../src/config/config.ts';
import { SOURCE_TABLE, type SourceConfig } from '../../src/config/source-table.ts';
import { TamarinError } from '../../src/core/error.ts';

const SECRET = 'hunter2-canary';

interface WithTestDir {
  testdir(content: Record<string, string>): string;
}

const write = (t: WithTestDir, text: string): string =>
  join(t.testdir({ 'tamarin.yaml': text }), 'tamarin.yaml');

const load = (file: string, flags = {}): readonly SourceConfig[] =>
  loadConfig({ flags, env: {}, file }).sources;

/** A line each, the file called FILE. */
function problemsOf(t: WithTestDir, text: string): readonly string[] {
  const file = write(t, text);
  try {
    load(file);
  } catch (error) {
    if (error instanceof TamarinError && error.code === 'config_invalid')
      return error.message.replaceAll(file, 'FILE').split('\n');
    throw error;
  }
  return [];
}

const FULL = `sources:
  - alias: media
    url: s3://my-log-bucket/logs/
    region: eu-west-1
    endpoint: http://127.0.0.1:9000
    pathStyle: true
    profile: audit
    roleArn: arn:aws:iam::123456789012:role/logs
    externalId: 0042
    requestPayer: true
    schedule: 7 3 * * *
    timeZone: Europe/Berlin
    monitor: false
  - { alias: local_1, url: logs/2026, schedule: 15m }
`;

t.test('every key is read; what is not given is null, and a schedule is not paused', async (t) => {
  const file = write(t, FULL);
  t.strictSame(load(file), [
    {
      alias: 'media',
      url: 's3://my-log-bucket/logs/',
      region: 'eu-west-1',
      endpoint: 'http://127.0.0.1:9000',
      pathStyle: true,
      profile: 'audit',
      roleArn: 'arn:aws:iam::123456789012:role/logs',
      externalId: '0042',
      requestPayer: true,
      schedule: { kind: 'cron', expression: '7 3 * * *', timeZone: 'Europe/Berlin' },
      monitor: false,
    },
    {
      alias: 'local_1',
      url: join(file, '../logs/2026'),
      region: null,
      endpoint: null,
      pathStyle: null,
      profile: null,
      roleArn: null,
      externalId: null,
      requestPayer: null,
      schedule: { kind: 'every', everyMs: 900_000 },
      monitor: true,
    },
  ]);
});

t.test('a source has the keys of the table, but for the time zone of its schedule', async (t) => {
  const keys = SOURCE_TABLE.map(({ key }) => key).filter((key) => key !== 'timeZone');
  for (const source of load(write(t, FULL))) t.strictSame(Object.keys(source), keys);
});

t.test('no sources: an absent key, one with nothing behind it, an empty list', async (t) => {
  for (const text of ['', 'sources:\n', 'sources: null\n', 'sources: []\n'])
    t.strictSame(load(write(t, text)), [], text);
});

t.test('every problem of every source is told at once', async (t) => {
  const text = `sources:
  - alias: Media
    url: https://my-log-bucket/logs/
    colour: red
    pathStyle: yes
  - url: [a]
    monitor: 1
    timeZone: Europe/Nowhere
    schedule: 61 * * * *
  - alias: a
    url: x
    schedule: 15m
    timeZone: Europe/Berlin
  - alias: b
    url: y
  - alias: b
    url: z
  - just text
`;
  t.strictSame(problemsOf(t, `grain: week\n${text}`), [
    'FILE: grain: "week" is not month or day',
    'FILE: sources[0]: unknown key colour',
    'FILE: sources[0].alias: "Media" is not lower-case letters, digits, - and _, at most 63, beginning with a letter or digit',
    'FILE: sources[0].url: "https://my-log-bucket/logs/" is not s3://bucket/prefix or a path',
    'FILE: sources[0].pathStyle: "yes" is not true or false',
    'FILE: sources[1].url: should be one value, not a list or a block of keys',
    'FILE: sources[1]: lacks alias',
    'FILE: sources[1]: lacks url',
    'FILE: sources[1].schedule: "61 * * * *" is not a duration from 10s to 24d, such as 15m, or a cron expression of five parts that comes true, such as "7 * * * *"',
    'FILE: sources[1].timeZone: "Europe/Nowhere" is not a time zone, such as Europe/Berlin',
    'FILE: sources[1].monitor: "1" is not true or false',
    'FILE: sources[2].timeZone: is only for a schedule that is a cron expression',
    'FILE: sources[4].alias: "b" is the alias of another source',
    'FILE: sources[5]: should be a block of keys: alias, url, …',
  ]);
});

// biome-ignore format: a table, one row a value
const WRONG: Readonly<Record<string, readonly string[]>> = {
  alias: ['', '-a', '_a', 'a b', 'a/b', '../a', 'ä', 'A', 'a'.repeat(64), 'a\n', '%2e'],
  url: ['', 's3://', 's3://a', 's3:bucket', 'http://169.254.169.254/', 'file:///etc', 's3://arn:aws:s3:::b/', `s3://bucket/${'x'.repeat(1_025)}`],
  endpoint: ['localhost:9000', 'ftp://a', 'http://me@host', 'http://me:pw@host', 'http://'],
  schedule: ['15', '9s', '25d', '1w', '* * * * * *', '0 0 30 2 *', 'hourly', '-5m', ''],
  timeZone: ['', 'Berlin', '../UTC'],
};

t.test('a value that is not safe or not usable is refused', async (t) => {
  for (const [key, texts] of Object.entries(WRONG))
    for (const text of texts) {
      const source = { alias: 'a', url: 'x', schedule: '@daily', [key]: text };
      const found = problemsOf(t, JSON.stringify({ sources: [source] }));
      t.equal(found.length, 1, `${key}: ${JSON.stringify(text)} ${found}`);
      t.ok(found[0]?.startsWith(`FILE: sources[0].${key}: `), found.join());
    }
});

t.test('sources that are no list are refused', async (t) => {
  for (const text of ['sources: a\n', 'sources: {alias: a, url: x}\n'])
    t.match(problemsOf(t, text), [/^FILE: sources: should be a list of at most 1000 blocks/], text);
  t.match(problemsOf(t, 'x: &a [1]\nsources: *a\n').join(), 'sources: should be a list');
});

t.test('no problem shows a password', async (t) => {
  const endpoints = [`http://me:${SECRET}@host`, `me:${SECRET}@host`, `http://${SECRET}@ho st`];
  for (const endpoint of endpoints) {
    const problems = problemsOf(
      t,
      JSON.stringify({ sources: [{ alias: 'a', url: 'x', endpoint }] }),
    );
    t.equal(problems.length, 1);
    t.notMatch(problems.join(), SECRET);
  }
});

t.test('what a flag says is meant for this run, whatever a source says', async (t) => {
  const flags = { s3Region: 'us-west-2', s3Endpoint: 'http://127.0.0.1:1', s3PathStyle: 'true' };
  for (const { region, endpoint, pathStyle } of load(write(t, FULL), flags))
    t.strictSame([region, endpoint, pathStyle], ['us-west-2', 'http://127.0.0.1:1', true]);
});

t.test('sources cannot be changed', async (t) => {
  const sources = load(write(t, FULL));
  t.ok(Object.isFrozen(sources));
  for (const source of sources) t.ok(Object.isFrozen(source));
});
