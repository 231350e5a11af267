/** Goal: the identity of a source is known without opening it, and is the one that its syncs store. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { schemeOf } from '../../src/source/scheme-table.ts';

const settings = {
  region: 'eu-west-1',
  endpoint: null,
  pathStyle: false,
  requesterPays: false,
  profile: null,
  roleArn: null,
  externalId: null,
  anonymous: true,
  concurrency: 1,
  spoolFolder: null,
  spoolBytes: 0,
};
const options = {
  giveUpAfterMs: 1_000,
  now: Date.now,
  random: () => 0,
  sleep: async () => undefined,
};

t.test('what is told beforehand is what the open source has', async (t) => {
  const folder = t.testdir({ logs: { 'a.log': '' } });
  symlinkSync(join(folder, 'logs'), join(folder, 'link'));
  const places = [
    ['s3://my-log-bucket/logs/', null],
    ['s3://my-log-bucket', 'https://s3.eu-west-1.amazonaws.com'],
    ['s3://my-log-bucket/a', 'http://127.0.0.1:9000/store/'],
    [join(folder, 'logs'), null],
    [join(folder, 'link'), null],
    [join(folder, 'logs/a.log'), null],
  ] as const;
  for (const [address, endpoint] of places) {
    const scheme = schemeOf(address);
    const source = await scheme.open(address, { ...options, settings: { ...settings, endpoint } });
    t.equal(await scheme.physicalPrefixOf(address, endpoint), source.physicalPrefix, address);
    await source.close();
  }
});

t.test('a folder that is not there has the identity of its path', async (t) => {
  t.equal(await schemeOf('/not/there').physicalPrefixOf('/not/there', null), 'file:/not/there');
});
