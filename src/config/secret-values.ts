/** The secrets that a process was given: what must not stand in anything that it says. */
import type { Config } from './config.ts';

type Secrets = Pick<
  Config,
  'opensearchUrl' | 'opensearchUsername' | 'opensearchPassword' | 'dashboardsUrl' | 'token'
>;
type Env = Readonly<Record<string, string | undefined>>;

/** An access key id is no secret. */
const AWS_SECRETS = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'];

/** Each once, also as HTTP's basic authentication writes them. */
export function secretValues(config: Secrets, env: Env): readonly string[] {
  const { opensearchUrl, opensearchUsername, opensearchPassword, dashboardsUrl, token } = config;
  const urls = [opensearchUrl, dashboardsUrl].map((url) => (url === null ? null : URL.parse(url)));
  const users = [
    { name: opensearchUsername ?? '', password: opensearchPassword ?? '' },
    ...urls.map((url) => ({ name: decoded(url?.username ?? ''), password: decoded(url?.password ?? '') })), // biome-ignore format: one list
  ];
  const basic = users
    .filter(({ password }) => password !== '')
    .flatMap(({ name, password }) => [password, Buffer.from(`${name}:${password}`).toString('base64')]); // biome-ignore format: one list
  const aws = AWS_SECRETS.map((name) => env[name] ?? '');
  return [
    ...new Set([...basic, ...urls.map((url) => url?.password ?? ''), token ?? '', ...aws]),
  ].filter((value) => value !== '');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a % that stands for itself
  }
}
