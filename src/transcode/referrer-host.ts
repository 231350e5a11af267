/** Where the domain of a referrer ends: nothing behind it tells enrich/referrer-domain-of.ts anything. */
import { FIELD, type LineFields } from './line-fields.ts';

const HASH = 0x23;
const SLASH = 0x2f;
const QUESTION = 0x3f;
/** `https://`: behind it the first of `/?#` ends the host. */
const SCHEME_LENGTH = 8;

export function hostEnd({ view, starts, ends }: LineFields): number {
  const end = ends[FIELD.referrer] ?? 0;
  let at = (starts[FIELD.referrer] ?? 0) + SCHEME_LENGTH;
  for (; at < end; at += 1) {
    const byte = view.getUint8(at);
    if (byte === SLASH || byte === QUESTION || byte === HASH) return at;
  }
  return end;
}
