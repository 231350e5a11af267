/**
 * A parameter of a query string as it is indexed: `name=value`, decoded. Whoever filters by one writes
 * it in the same way.
 */
import { Buffer } from 'node:buffer';

/** Of one, in UTF-8: what is longer is cut, so that nobody fills the index with it. */
const PARAMETER_BYTES_MAX = 256;
const UTF8_BYTES_A_UNIT_MAX = 3;

/** Begins every value of the parameter and no value of another, for no name has this sign. */
export const parameterStart = (name: string): string => `${name}=`;

/** The start of a text, whole characters. */
export function cutParameter(text: string): string {
  if (text.length * UTF8_BYTES_A_UNIT_MAX <= PARAMETER_BYTES_MAX) return text;
  const bytes = Buffer.from(text, 'utf8');
  if (bytes.length <= PARAMETER_BYTES_MAX) return text;
  let end = PARAMETER_BYTES_MAX;
  while (isContinuation(bytes[end])) end -= 1;
  return bytes.toString('utf8', 0, end);
}

const isContinuation = (byte = 0): boolean => (byte & 0xc0) === 0x80;
