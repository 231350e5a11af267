/** Goal: `config show` says what is in effect and why, `config schema` what the file may hold; no secret is shown. */
import { join } from 'node:path';
import t from 'tap';
import { Compile } from 'typebox/schema';
import { parse } from 'yaml';
import { SETTING_TABLE } from '../../src/config/setting-table.ts';
import type { ShownConfig } from '../../src/config/show-config.ts';
import { SOURCE_TABLE } from '../../src/config/source-table.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const FILE = `# yaml-language-server: $schema=./tamarin.schema.json
grain: day
concurrency: 4
keepHostId: false
wholePassEveryMs: 24h
opensearchUsername: 007
sources:
  - alias: media
    url: s3://my-log-bucket/logs/
    region: eu-west-1
    pathStyle: true
    schedule: 7 * * * *
    timeZone: Europe/Berlin
  - alias: archive
    url: ./logs
    schedule: 15m
    monitor: false
`;

const NO_ENGINE = { OPENSEARCH_URL: '' };

interface WithTestDir {
  testdir(content: Record<string, string>): string;
}

const write = (t: WithTestDir, text = FILE): string =>
  join(t.testdir({ 'tamarin.yaml': text }), 'tamarin.yaml');

async function show(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<ShownConfig> {
  const all = { ...NO_ENGINE, AWS_REGION: '', ...env };
  const { code, stdout, stderr } = await runTamarin(['config', 'show', '--json', ...args], all);
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
}

t.test('every setting is shown with its value and its place', async (t) => {
  const file = write(t);
  const env = { TAMARIN_CONCURRENCY: '8', TAMARIN_QUESTION_TIMEOUT: '3m' };
  const shown = await show(['--config', file, '--timeout', '5m'], env);
  t.equal(shown.file, file);
  t.strictSame(
    shown.settings.map(({ key }) => key),
    SETTING_TABLE.map(({ key }) => key),
  );
  const of = (name: string) => shown.settings.find(({ key }) => key === name);
  // biome-ignore format: a table, one row a setting
  t.match([of('questionTimeoutMs'), of('concurrency'), of('grain'), of('flushBytes'), of('replicas')], [
    { value: 300_000, given: '5m', from: '--timeout' },
    { value: 8, given: '8', from: 'TAMARIN_CONCURRENCY' },
    { value: 'day', given: 'day', from: `${file}: grain` },
    { value: 5_242_880, given: '5242880', from: 'default' },
    { value: null, given: null, from: null },
  ]);
});

t.test('a source shows what it says itself, and the flags that go before it', async (t) => {
  const file = write(t);
  const { sources } = await show(['--config', file, '--region', 'us-west-2']);
  t.strictSame(
    sources.map(({ alias }) => alias),
    ['media', 'archive'],
  );
  const media = Object.fromEntries(
    (sources[0]?.values ?? []).map(({ key, ...rest }) => [key, rest]),
  );
  t.match(media, {
    url: { value: 's3://my-log-bucket/logs/', from: `${file}: sources[0]` },
    region: { value: 'us-west-2', from: '--region' },
    schedule: { given: '7 * * * * (Europe/Berlin)' },
    monitor: { value: true },
  });
  t.notOk('profile' in media);
});

t.test('as a table for a person', async (t) => {
  const file = write(t);
  const { code, stdout } = await runTamarin(['config', 'show', '--config', file], NO_ENGINE);
  t.equal(code, 0);
  t.ok(stdout.startsWith(`Configuration file: ${file}\n`));
  t.match(stdout, /^concurrency +4 +\S+tamarin\.yaml: concurrency$/m);
  t.match(stdout, /^replicas +none$/m);
  t.match(stdout, /^Source media\n/m);
  t.match(stdout, /^schedule +15m /m);
});

t.test('a configuration that is wrong is refused with all of its problems', async (t) => {
  const file = write(t, 'grain: week\nsources: [{ alias: A, url: x }]\n');
  const { code, stderr } = await runTamarin(['config', 'show', '--config', file], NO_ENGINE);
  t.equal(code, 78);
  t.match(stderr, 'grain: "week" is not month or day');
  t.match(stderr, 'sources[0].alias: "A" is not');
});

t.test('the schema takes what Tamarin takes, and refuses what it refuses', async (t) => {
  const { stdout } = await runTamarin(['config', 'schema'], NO_ENGINE);
  const schema = JSON.parse(stdout);
  t.strictSame(Object.keys(schema.properties), [...SETTING_TABLE.map(({ key }) => key), 'sources']);
  const { properties } = schema.properties.sources.items;
  t.strictSame(
    Object.keys(properties),
    SOURCE_TABLE.map(({ key }) => key),
  );
  const validator = Compile(schema);
  t.ok(validator.Check(parse(FILE)));
  // biome-ignore format: a list
  const wrong = ['grain: week', 'colour: red', 'concurrency: 0', 'concurrency: 1.5', 'keepHostId: 1', 'giveUpAfterMs: 15', 'giveUpAfterMs: 1d', 'opensearchUrl: localhost', 'indexPrefix: my-records', 'sources: a', 'sources: [a]', 'sources: [{alias: a}]', 'sources: [{alias: A, url: x}]', 'sources: [{alias: a, url: x, colour: red}]', 'sources: [{alias: a, url: x, monitor: 1}]'];
  for (const text of wrong) {
    t.notOk(validator.Check(parse(text)), text);
    const refused = await runTamarin(['config', 'show', '--config', write(t, text)], NO_ENGINE); // one file a time
    t.equal(refused.code, 78, text);
  }
});
