/** What settings say together that each of them may say alone. */
import type { ServerConfig } from './config.ts';

/** A sentence each. No value is quoted: it may be a secret. */
export function contradictions(config: ServerConfig): readonly string[] {
  const { opensearchUrl, opensearchUsername, opensearchPassword, opensearchAwsRegion } = config;
  if (opensearchAwsRegion === null) return [];
  if (opensearchUrl === null)
    return ['opensearchAwsRegion: needs opensearchUrl, the endpoint of the domain'];
  const url = URL.parse(opensearchUrl);
  const hasUser = opensearchUsername !== null || opensearchPassword !== null;
  return hasUser || url?.username || url?.password
    ? ['opensearchAwsRegion: requests are either signed or made with a user and password, not both']
    : [];
}
