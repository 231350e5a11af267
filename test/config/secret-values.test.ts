/** Goal: every secret that a process was given is known, in the forms in which it is sent. */
import t from 'tap';
import { secretValues } from '../../src/config/secret-values.ts';

const NOTHING = {
  opensearchUrl: null,
  opensearchUsername: null,
  opensearchPassword: null,
  dashboardsUrl: null,
  token: null,
};
const base64 = (text: string): string => Buffer.from(text).toString('base64');

t.test('passwords of settings and of the URL, the token of the service, keys of AWS', async (t) => {
  t.strictSame(secretValues(NOTHING, {}), []);
  t.strictSame(secretValues({ ...NOTHING, token: 'of callers' }, {}), ['of callers']);
  const config = { ...NOTHING, opensearchUsername: 'me', opensearchPassword: 'pass' };
  t.strictSame(secretValues(config, { AWS_SECRET_ACCESS_KEY: 'key', AWS_SESSION_TOKEN: 'token' }), [
    'pass',
    base64('me:pass'),
    'key',
    'token',
  ]);
  for (const key of ['opensearchUrl', 'dashboardsUrl'] as const) {
    const url = { ...NOTHING, [key]: 'https://me:a%2Fb@host' };
    t.strictSame(secretValues(url, {}), ['a/b', base64('me:a/b'), 'a%2Fb'], key);
  }
});

t.test(
  'an access key id is no secret, and what is no valid escape is taken as it stands',
  async (t) => {
    t.strictSame(secretValues(NOTHING, { AWS_ACCESS_KEY_ID: 'AKIA', AWS_SESSION_TOKEN: '' }), []);
    const url = { ...NOTHING, opensearchUrl: 'https://me:100%@host' };
    t.strictSame(secretValues(url, {}), ['100%', base64('me:100%')]);
  },
);
