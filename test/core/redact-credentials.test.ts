/** Goal: what a server quotes of our own headers holds nothing that proves who we are, and stays readable. */
import t from 'tap';
import { redactCredentials } from '../../src/core/redact-credentials.ts';

// biome-ignore format: a table, one row a text
const CASES: readonly { readonly name: string; readonly text: string; readonly want: string }[] = [
  { name: 'basic authentication', text: 'no right for Basic bWU6c2VjcmV0 at /', want: 'no right for Basic REDACTED at /' },
  { name: 'a bearer token', text: 'authorization: bearer abc.def-1~2', want: 'authorization: bearer REDACTED' },
  { name: 'a session token as a header', text: 'x-amz-security-token: Fwo/+a== host: b', want: 'x-amz-security-token: REDACTED host: b' },
  { name: 'a session token in JSON', text: '{"X-Amz-Security-Token":"Fwo/+a==","a":1}', want: '{"X-Amz-Security-Token":"REDACTED","a":1}' },
  { name: 'a session token in a URL', text: '?X-Amz-Security-Token=Fwo%2Fa&b=1', want: '?X-Amz-Security-Token=REDACTED&b=1' },
  { name: 'a signature', text: 'Credential=AKIA/2026, Signature=0a9f', want: 'Credential=AKIA/2026, Signature=REDACTED' },
  { name: 'words that look alike', text: 'the basics of a signature: 12', want: 'the basics of a signature: 12' },
];
for (const { name, text, want } of CASES)
  t.test(name, async (t) => t.equal(redactCredentials(text), want));
