/** Goal: what a person calls a source leads to the right one, with the settings that are meant for it. */
import { join } from 'node:path';
import t from 'tap';
import { configuredSources, findSource } from '../../src/app/openable-source.ts';
import { type Config, loadConfig } from '../../src/config/config.ts';

const MEDIA = `  - alias: media
    url: s3://my-log-bucket/logs/
    region: eu-west-1
    profile: audit
    requestPayer: true
    schedule: 1h
`;
const ARCHIVE = `  - alias: archive
    url: s3://old-logs/
    roleArn: arn:aws:iam::123456789012:role/old
`;

interface WithTestDir {
  testdir(content: Record<string, string>): string;
}

function config(t: WithTestDir, sources: string, env = {}): Config {
  const file = join(t.testdir({ 'tamarin.yaml': `sources:\n${sources}` }), 'tamarin.yaml');
  return loadConfig({ flags: {}, env, file });
}

async function find(named: string | undefined, config: Config) {
  const notices: string[] = [];
  const source = await findSource(named, config, {}, (text) => notices.push(text));
  return { source, notices };
}

const GLOBAL = {
  AWS_REGION: 'us-east-2',
  TAMARIN_S3_ROLE_ARN: 'arn:aws:iam::123456789012:role/all',
  TAMARIN_S3_EXTERNAL_ID: 'all',
  TAMARIN_S3_PATH_STYLE: 'true',
};

t.test("a source's own settings go before those that are said for all", async (t) => {
  const [media, archive] = configuredSources(config(t, MEDIA + ARCHIVE, GLOBAL), {});
  t.match(media, {
    alias: 'media',
    address: 's3://my-log-bucket/logs/',
    schedule: { kind: 'every', everyMs: 3_600_000 },
    monitor: true,
    settings: {
      region: 'eu-west-1',
      profile: 'audit',
      requesterPays: true,
      pathStyle: true,
      roleArn: GLOBAL.TAMARIN_S3_ROLE_ARN,
      externalId: 'all',
    },
  });
  t.match(archive?.settings, {
    region: 'us-east-2',
    roleArn: 'arn:aws:iam::123456789012:role/old',
    externalId: null,
    requesterPays: false,
  });
});

t.test('who names a role or a profile is not anonymous', async (t) => {
  const plain = '  - { alias: plain, url: s3://public-logs/ }\n';
  const all = config(t, MEDIA + ARCHIVE + plain, { TAMARIN_S3_ANONYMOUS: 'true' });
  const anonymous = configuredSources(all, {}).map(({ settings }) => settings.anonymous);
  t.strictSame(anonymous, [false, false, true]);
});

t.test('the endpoint of AWS for all services holds for a source too', async (t) => {
  const [media] = configuredSources(config(t, MEDIA), { AWS_ENDPOINT_URL: 'http://127.0.0.1:1' });
  t.equal(media?.settings.endpoint, 'http://127.0.0.1:1');
});

t.test('an alias, an address, and the one source there is', async (t) => {
  const one = config(t, MEDIA);
  t.match(await find('media', one), { source: { alias: 'media' }, notices: [] });
  t.match(await find(undefined, one), { source: { alias: 'media' }, notices: [] });
  t.match(await find('s3://my-log-bucket/logs/', one), {
    source: { alias: 'cli', settings: { region: null } },
    notices: [],
  });
  t.match(await find(t.testdirName, one), { source: { alias: 'cli', address: t.testdirName } });
});

t.test('a path goes before an alias of the same name, and is told', async (t) => {
  const both = config(t, MEDIA);
  const folder = process.cwd();
  process.chdir(t.testdir({ media: {} }));
  t.teardown(() => process.chdir(folder));
  const { source, notices } = await find('media', both);
  t.match(source, { alias: 'cli', address: 'media' });
  t.match(notices, [
    /^"media" is a path here, and is taken; .* is s3:\/\/my-log-bucket\/logs\/\.$/,
  ]);
});

t.test(
  'without a name there must be one source; a wrong name is told with the right ones',
  async (t) => {
    await t.rejects(find(undefined, config(t, MEDIA + ARCHIVE)), {
      code: 'usage',
      message: 'No source was given, and the configuration names media, archive.',
    });
    const none = loadConfig({ flags: {}, env: {}, file: null });
    await t.rejects(find(undefined, none), { code: 'usage', message: /names none\.$/ });
    await t.rejects(find('mdia', config(t, MEDIA)), {
      code: 'source_unreachable',
      hint: 'The configuration names media.',
    });
    t.match(await find('mdia', none), { source: { alias: 'cli', address: 'mdia' } });
  },
);
