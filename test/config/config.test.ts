/** Goal: where a setting comes from, and what it is when nothing was said of it. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import t from 'tap';
import { type Config, workConfig } from '../../src/config/config.ts';
import { SETTING_TABLE, type Setting } from '../../src/config/setting-table.ts';
import { load, problemsOf, write } from './load-text.ts';

const SETTINGS: readonly Setting[] = SETTING_TABLE;
const CONFIG_SOURCE = new URL('../../src/config/config.ts', import.meta.url);
const SECRET = 'hunter2-canary';

/** Sources have a table and a test of their own: read-sources.test.ts. */
type Settings = Omit<Config, 'sources'>;

/** Four valid values of each setting, for flag, environment, file and secret file. */
const VALUES: Readonly<Record<keyof Settings, readonly string[]>> = {
  opensearchUrl: ['http://flag:1', 'http://env:1', 'http://file:1'],
  opensearchUsername: ['flag', 'env', 'file'],
  opensearchPassword: ['flag', 'env', 'file', 'secret file'],
  opensearchCaFile: ['flag.pem', 'env.pem', 'file.pem'],
  opensearchAwsRegion: ['eu-west-1', 'eu-west-2', 'us-gov-west-1'],
  opensearchAwsService: ['es', 'aoss', 'aoss'],
  dashboardsUrl: ['http://flag:1/base', 'http://env:1', 'http://file:1'],
  dashboardsTenant: ['flag', 'of env', 'file'],
  host: ['127.0.0.1', '::1', 'localhost'],
  port: ['1', '2', '3'],
  token: ['flag', 'env', 'file', 'secret-file'],
  allowedHosts: ['flag.example', 'env.example', 'file.example,other.example'],
  trustProxy: ['192.0.2.1', '198.51.100.0/24', '203.0.113.0/24,2001:db8::/32'],
  logLevel: ['debug', 'warn', 'silent'],
  dataDir: ['flag', 'env', 'file'],
  enginePort: ['9201', '9202', '9203'],
  engineImage: [
    'opensearchproject/opensearch:3.8.0',
    'registry.example.org:5000/search/opensearch',
    'opensearch',
  ],
  indexPrefix: ['flag', 'env', 'file'],
  grain: ['day', 'month', 'day'],
  replicas: ['1', '2', '3'],
  concurrency: ['1', '2', '3'],
  flushBytes: ['1001', '1002', '1003'],
  bulksInFlight: ['1', '3', '4'],
  giveUpAfterMs: ['1s', '2m', '3h'],
  redactNames: ['flag', 'env', 'file'],
  keepHostId: ['true', 'false', 'false'],
  keepUrlParameters: ['true', 'false', 'false'],
  countryFile: ['flag.mmdb', 'env.mmdb', 'file.mmdb'],
  asnFile: ['flag.mmdb', 'env.mmdb', 'file.mmdb'],
  awsRangesFile: ['flag.json', 'env.json', 'file.json'],
  ownNetworks: ['192.0.2.0/24', '198.51.100.7,2001:db8::/32', '203.0.113.0/24'],
  friendNetworks: ['192.0.2.0/24', '198.51.100.7,2001:db8::/32', '203.0.113.0/24'],
  friendAgents: ['Googlebot', 'Googlebot,UptimeRobot/2.0', 'bingbot'],
  ownDomains: ['example.org', 'example.org,media.example.net', 'example.com'],
  ownAccounts: ['111122223333', '111122223333,444455556666', '777788889999'],
  pricesFile: ['flag.yaml', 'env.yaml', 'file.yaml'],
  bucketRegions: ['a=eu-west-1', 'b=eu-west-1', 'c=eu-west-1,d=us-east-1'],
  freeEgressGb: ['1', '2', '100'],
  questionTimeoutMs: ['1s', '3m', '4h'],
  s3Region: ['eu-west-1', 'eu-west-2', 'eu-west-3'],
  s3Endpoint: ['http://flag:1', 'http://env:1', 'http://file:1'],
  s3PathStyle: ['true', 'false', 'true'],
  s3RequesterPays: ['true', 'false', 'true'],
  s3Profile: ['flag', 'env', 'file'],
  s3RoleArn: ['flag', 'env', 'file'],
  s3ExternalId: ['flag', 'env', 'file'],
  s3Anonymous: ['true', 'false', 'true'],
  s3Concurrency: ['1', '2', '3'],
  spoolFolder: ['flag', 'env', 'file'],
  spoolBytes: ['1', '2', '3'],
  wholePassEveryMs: ['1s', '2m', '3h'],
  newestFirstAbove: ['1', '2', '3'],
  hostId: ['flag', 'env', 'file'],
  leaseTimeoutMs: ['15s', '2m', '3h'],
};

/** Lines of the file without which a setting is refused. */
const NEEDED: Readonly<Partial<Record<keyof Settings, string>>> = {
  opensearchAwsRegion: 'opensearchUrl: http://host\n',
};

const DEFAULTS: Settings = {
  opensearchUrl: null,
  opensearchUsername: null,
  opensearchPassword: null,
  opensearchCaFile: null,
  opensearchAwsRegion: null,
  opensearchAwsService: 'es',
  dashboardsUrl: null,
  dashboardsTenant: null,
  host: '127.0.0.1',
  port: 8080,
  token: null,
  allowedHosts: null,
  trustProxy: null,
  logLevel: 'info',
  dataDir: '.tamarin',
  enginePort: 0,
  engineImage: null,
  indexPrefix: 'tamarin',
  grain: 'month',
  replicas: null,
  concurrency: 16,
  flushBytes: 5_242_880,
  bulksInFlight: 2,
  giveUpAfterMs: 900_000,
  redactNames: null,
  keepHostId: true,
  keepUrlParameters: true,
  countryFile: null,
  asnFile: null,
  awsRangesFile: null,
  ownNetworks: null,
  friendNetworks: null,
  friendAgents: null,
  ownDomains: null,
  ownAccounts: null,
  pricesFile: null,
  bucketRegions: null,
  freeEgressGb: 0,
  questionTimeoutMs: 120_000,
  s3Region: null,
  s3Endpoint: null,
  s3PathStyle: false,
  s3RequesterPays: false,
  s3Profile: null,
  s3RoleArn: null,
  s3ExternalId: null,
  s3Anonymous: false,
  s3Concurrency: 64,
  spoolFolder: null,
  spoolBytes: 1_073_741_824,
  wholePassEveryMs: 604_800_000,
  newestFirstAbove: 50_000,
  hostId: null,
  leaseTimeoutMs: 60_000,
};

t.test('the table, the Config type and the tested defaults have the same keys', async (t) => {
  const source = readFileSync(CONFIG_SOURCE, 'utf8');
  const bodies = source.matchAll(
    /export interface (?:Server|Dashboards|Work|Service)Config \{([^}]*)\}/g,
  );
  const keys = [...bodies].flatMap(([body]) =>
    [...body.matchAll(/readonly (\w+):/g)].map((match) => match[1]),
  );
  const tableKeys = SETTINGS.map(({ key }) => key);
  t.strictSame(keys, [...tableKeys, 'sources']);
  t.strictSame(Object.keys(load(write(t, ''))), [...tableKeys, 'sources']);
  t.strictSame(Object.keys(DEFAULTS), tableKeys);
});

t.test('nothing given: the defaults', async (t) => {
  const nothing = { ...DEFAULTS, sources: [] };
  t.strictSame(load(write(t, '')), nothing);
  t.strictSame(load(write(t, '# only a remark\n')), nothing);
});

for (const { key, env, flag, isSecret, read } of SETTINGS) {
  t.test(`${key}: flag over environment over file over default`, async (t) => {
    const name = key as keyof Settings; // the first test holds them equal
    const [ofFlag = '', ofEnv = '', ofFile = '', ofSecretFile = ''] = VALUES[name];
    const value = (text: string): unknown => {
      const result = read(text);
      return result.kind === 'value' ? result.value : t.fail(`${text} is not ${result.wanted}`);
    };
    const file = write(t, `${key}: ${ofFile}\n${NEEDED[name] ?? ''}`);
    t.equal(load(file)[name], value(ofFile), 'file');
    if (env === undefined) return;
    t.equal(load(file, { [env]: ofEnv })[name], value(ofEnv), 'environment');
    t.equal(load(file, { [env]: '' })[name], value(ofFile), 'an empty variable is not given');
    if (isSecret) {
      const secretFile = join(dirname(file), 'secret');
      writeFileSync(secretFile, `${ofSecretFile}\n`);
      t.equal(load(file, { [`${env}_FILE`]: secretFile })[name], ofSecretFile, 'secret file');
      t.equal(load(file, { [`${env}_FILE`]: '' })[name], ofFile, 'empty: not given');
      t.equal(load(file, { [`${env}_FILE`]: secretFile, [env]: ofEnv })[name], ofEnv);
    }
    const flags = { [key]: ofFlag };
    const flagged = load(file, { [env]: ofEnv }, flags)[name];
    t.equal(flagged, value(flag === undefined ? ofEnv : ofFlag), 'flag');
  });
}

t.test('a value in the file is read as it is written', async (t) => {
  const config = load(
    write(
      t,
      'opensearchPassword: 0123\nopensearchUsername: 1e5\nindexPrefix: "x-y"\ndataDir: null\nreplicas:\n',
    ),
  );
  t.equal(config.opensearchPassword, '0123');
  t.equal(config.opensearchUsername, '1e5');
  t.equal(config.indexPrefix, 'x-y');
  t.equal(config.dataDir, '.tamarin', 'null is not given');
  t.equal(config.replicas, null, 'nor is nothing');
});

t.test('a secret file is read but for its last line ending', async (t) => {
  const path = join(t.testdir({ secret: ' a b\n\n' }), 'secret');
  t.equal(load(null, { OPENSEARCH_PASSWORD_FILE: path }).opensearchPassword, ' a b\n');
});

t.test('what work is done by holds no password, also none of a URL', async (t) => {
  const config = load(null, {
    OPENSEARCH_URL: `http://me:${SECRET}@host`,
    OPENSEARCH_PASSWORD: SECRET,
    TAMARIN_DASHBOARDS_URL: `http://me:${SECRET}@host`,
    TAMARIN_GRAIN: 'day',
  });
  t.match(JSON.stringify(config), SECRET);
  t.notMatch(JSON.stringify(workConfig(config)), SECRET);
  t.equal(workConfig(config).grain, 'day');
});

t.test('a question is given two minutes, unless another time is said', async (t) => {
  t.equal(load(null).questionTimeoutMs, 120_000);
  t.equal(load(null, { TAMARIN_QUESTION_TIMEOUT: '90s' }).questionTimeoutMs, 90_000);
  t.match(problemsOf(null, { TAMARIN_QUESTION_TIMEOUT: '90' }), [/^TAMARIN_QUESTION_TIMEOUT: /]);
  t.match(problemsOf(null, {}, { questionTimeoutMs: 'x' }), [/^--timeout: "x" is not a duration/]);
});

t.test(
  'the longest time is one that a timer takes; no time is one between whole passes',
  async (t) => {
    const longest = load(null, {}, { questionTimeoutMs: '596h', giveUpAfterMs: '596h' });
    t.equal(longest.questionTimeoutMs, 2_145_600_000);
    t.ok(longest.questionTimeoutMs + 60_000 < 2 ** 31, 'also with what a request has beyond it');
    t.equal(load(null, { TAMARIN_WHOLE_PASS_EVERY: '0s' }).wholePassEveryMs, 0);
    t.equal(load(null, { TAMARIN_WHOLE_PASS_EVERY: '8760h' }).wholePassEveryMs, 31_536_000_000);
    t.strictSame(problemsOf(null, {}, { questionTimeoutMs: '0' }), [
      '--timeout: "0" is not a duration from 1s to 596h, such as 90s, 15m or 2h',
    ]);
  },
);

t.test('a configuration cannot be changed', async (t) => {
  const config = load(null);
  t.ok(Object.isFrozen(config));
  t.throws(() => Object.assign(config, { grain: 'day' }), TypeError);
});
