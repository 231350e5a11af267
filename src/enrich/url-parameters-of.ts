/**
 * The parameters of a query string, decoded, as `name=value`. Of a name that is repeated only the first
 * counts, so that a record has one value of each name and is counted once. Secrets are redacted already.
 */
import { Buffer } from 'node:buffer';
import { decodeForm } from '../core/decode-form.ts';
import { cutParameter, parameterStart } from '../core/url-parameter.ts';

/** More names than anyone sends; callers may send any number of them. */
const PARAMETERS_MAX = 32;
/** So that a query of 64 KiB of nothing but `&` costs no more than any other. */
const PARTS_MAX = 1_000;
const MAYBE_ENCODED = /[%+]/;

/** Null where there are none. A parameter without a value, such as `acl`, is `acl=`. */
export function urlParametersOf(query: string): readonly string[] | null {
  const byName = new Map<string, string>();
  let start = 0;
  for (let parts = 0; parts < PARTS_MAX && start < query.length; parts += 1) {
    const end = endOfPart(query, start);
    addParameter(query.slice(start, end), byName);
    if (byName.size === PARAMETERS_MAX) break;
    start = end + 1;
  }
  return byName.size === 0 ? null : [...byName.values()];
}

function endOfPart(query: string, start: number): number {
  const end = query.indexOf('&', start);
  return end === -1 ? query.length : end;
}

/** A name that holds an encoded `=` is left out: its value would look like one of another name. */
function addParameter(part: string, byName: Map<string, string>): void {
  const at = part.indexOf('=');
  const name = decoded(at === -1 ? part : part.slice(0, at));
  if (name === '' || name.includes('=') || byName.has(name)) return;
  const value = at === -1 ? '' : decoded(part.slice(at + 1));
  const text = cutParameter(parameterStart(name) + value);
  // A name that fills all the room cannot be asked for.
  if (text.length > name.length) byName.set(name, text);
}

function decoded(text: string): string {
  if (!MAYBE_ENCODED.test(text)) return text;
  const bytes = Buffer.from(text, 'utf8');
  return bytes.toString('utf8', 0, decodeForm(bytes, bytes.length));
}
