/** Values of documents in memory: how they are read, compared and ordered, as OpenSearch does it. */
import { formatEnriched, NO_FILES } from '../../src/core/enriched.ts';
import { whatEnriches } from '../../src/enrich/what-enriches.ts';

export type Value = string | number;
/** Absent, one value, or several: OpenSearch's arrays. */
export type Document = Readonly<Record<string, Value | readonly Value[]>>;

/** A document with its place: `_index`, and its number there, which is `_doc`. */
export interface Entry {
  readonly index: string;
  readonly position: number;
  readonly document: Document;
}

/** The documents of each shard, or of each slice of one. */
export type Shards = readonly (readonly Entry[])[];

/** A document that says nothing of it was enriched today; `enriched: []` is one of an older version. */
const ENRICHED_TODAY = formatEnriched({ ...whatEnriches(), files: NO_FILES });

export function valuesOf({ index, document }: Entry, field: string): readonly Value[] {
  if (field === '_index') return [index];
  const value = document[field] ?? (field === 'enriched' ? ENRICHED_TODAY : undefined);
  if (value === undefined) return [];
  return typeof value === 'object' ? value : [value];
}

export const has = (entry: Entry, field: string): boolean => valuesOf(entry, field).length > 0;

/** UTF-16 and UTF-8 disagree only above U+D7FF. */
const UNLIKE_UTF_8 = /[\ud800-\uffff]/;

/** Numbers by size, addresses by their bytes, words by UTF-8. */
export function compareKeys(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [orderOf(String(a)), orderOf(String(b))];
  if (left === right) return 0;
  if (!UNLIKE_UTF_8.test(left) && !UNLIKE_UTF_8.test(right)) return left < right ? -1 : 1;
  return Buffer.compare(Buffer.from(left), Buffer.from(right));
}

const IP_4 = /^\d{1,3}(?:\.\d{1,3}){3}$/;

/** An address in 8 hex digits; everything else as it stands. */
const orderOf = (text: string): string =>
  IP_4.test(text)
    ? text
        .split('.')
        .map((part) => Number(part).toString(16).padStart(2, '0'))
        .join('')
    : text;

/** `2001:DB8:0::1` and `2001:db8::1` are one address. */
export const canonical = (text: string): string =>
  /^[\da-f:.]*:[\da-f:.]*$/i.test(text) ? (URL.parse(`http://[${text}]`)?.hostname ?? text).replace(/^\[|\]$/g, '') : text; // biome-ignore format: one rule

/** Each text is read once: every search asks for the time of each document. */
const times = new Map<string, number>();

export function timeOf(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  const text = value ?? '';
  const timeMs = times.get(text) ?? Date.parse(text);
  times.set(text, timeMs);
  return timeMs;
}
