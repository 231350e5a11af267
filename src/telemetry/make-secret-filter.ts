/**
 * Takes secrets out of whatever is logged: the values that this process was given, in every form in
 * which a library may show them, and the signatures of presigned URLs.
 */
import { redactCredentials } from '../core/redact-credentials.ts';
import { makeRedactor } from '../parse/redact.ts';

/** Takes and returns anything that JSON can hold; texts at any depth are cleaned. */
export type SecretFilter = (value: unknown) => unknown;

const REDACTED = 'REDACTED';
/** A shorter one would be found in words that are no secret. */
const SECRET_LENGTH_MIN = 4;
const DEPTH_MAX = 16;

export function makeSecretFilter(secrets: readonly string[]): SecretFilter {
  const forms = secrets
    .filter((secret) => secret.length >= SECRET_LENGTH_MIN)
    .flatMap((secret) => [secret, encodeURIComponent(secret), encodeURI(secret)])
    .toSorted((a, b) => b.length - a.length);
  const { redactText } = makeRedactor();
  const clean = (text: string): string =>
    redactText(
      redactCredentials(forms.reduce((left, form) => left.replaceAll(form, REDACTED), text)),
    );
  const filter = (value: unknown, depth: number): unknown => {
    if (typeof value === 'string') return clean(value);
    if (typeof value !== 'object' || value === null) return value;
    if (depth > DEPTH_MAX) return REDACTED;
    if (Array.isArray(value)) return value.map((each) => filter(each, depth + 1));
    const entries = Object.entries(value).map(([key, each]) => [key, filter(each, depth + 1)]);
    return Object.fromEntries(entries);
  };
  return (value) => filter(value, 0);
}
