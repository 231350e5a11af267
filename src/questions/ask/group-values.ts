/**
 * How the groups of a dimension are asked for and named. Of a field with several values a dimension is
 * only a part, such as `x-user=…` of all parameters: without the limit of that part, values of others
 * would fill the places of the list.
 */
import { cutParameter } from '../../core/url-parameter.ts';
import type { Dimension } from './dimension-table.ts';
import { escapeGlob } from './glob.ts';
import type { Query } from './scope.ts';

/** What has a meaning in a regular expression of Lucene. */
const REGEX_SYNTAX = /[.?+*|{}[\]()"\\#@&<>~]/g;

/** The field, and which of its values are groups. */
export const groupTerms = ({ field, part }: Dimension) =>
  part === undefined ? { field } : { field, include: `${part.replace(REGEX_SYNTAX, '\\$&')}.*` };

/** Only these groups, whatever other values their records have. */
export const namedTerms = (dimension: Dimension, names: readonly string[]) => ({
  field: dimension.field,
  include: names.map((name) => storedValue(dimension, name)),
});

/** As the field holds it. */
export const storedValue = ({ part }: Dimension, name: string): string =>
  part === undefined ? name : cutParameter(part + name);

/** Finds stored values of which the pattern finds the name. */
export const storedPattern = ({ part = '' }: Dimension, pattern: string): string =>
  escapeGlob(part) + pattern;

/** As it is shown; null where the value is none of the dimension's. */
export function groupName({ part = '' }: Dimension, value: string | number): string | null {
  const text = String(value);
  return text.startsWith(part) ? text.slice(part.length) : null;
}

/** Records that have a value of the dimension. */
export const hasValue = ({ field, part }: Dimension): Query =>
  part === undefined ? { exists: { field } } : { prefix: { [field]: { value: part } } };

/** No character stands behind it. */
const LAST_CHARACTER = '\u{10ffff}';

/**
 * A value that stands before all values of the part and behind nearly all others before them: pages in
 * the order of values begin behind it. undefined: the first page has the first value.
 */
export function beforeFirst({ part }: Dimension): string | undefined {
  if (part === undefined) return;
  const last = part.charCodeAt(part.length - 1);
  return part.slice(0, -1) + String.fromCharCode(last - 1) + LAST_CHARACTER;
}
