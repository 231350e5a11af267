/** Query bodies over documents in memory: exactly those that questions send, no other is known. */
import { BlockList, isIP } from 'node:net';
import { findsPhrase, isNear, readRegexp, readWildcard } from './memory-text.ts';
import {
  canonical,
  compareKeys,
  type Entry,
  has,
  timeOf,
  type Value,
  valuesOf,
} from './memory-values.ts';

export type Body = Readonly<Record<string, unknown>>;
type Matches = (entry: Entry) => boolean;

/** The one key of an object such as `{terms: {…}}`, and what it holds. */
export function only(value: unknown): [string, Body] {
  const entries = Object.entries(value ?? {});
  const [entry] = entries;
  if (entry === undefined || entries.length > 1)
    throw new Error(`one key: ${JSON.stringify(value)}`);
  return entry;
}

/** A value that whatever matches must have, so that nothing else has to be looked at; null: there is none. */
export function neededTerm(
  query: unknown,
): { readonly field: string; readonly value: string } | null {
  const [kind, about] = only(query);
  if (kind === 'bool') {
    const parts = ((about.filter ?? []) as readonly unknown[]).map(neededTerm); // a list of queries
    return parts.findLast((part) => part !== null) ?? null;
  }
  if (kind !== 'term') return null;
  const [field, value] = only(about) as [string, unknown]; // a value, or a value with options
  const isPlain = typeof value !== 'object' && field !== 'remote_ip';
  return isPlain || isIP(String(value)) !== 0 ? { field, value: String(value) } : null;
}

export function matcher(query: unknown): Matches {
  const [kind, about] = only(query);
  if (kind === 'match_all') return () => true;
  if (kind === 'bool') return boolMatcher(about);
  if (kind === 'exists') return (entry) => has(entry, String(about.field));
  const [field, condition] = only(about);
  if (kind === 'terms') return termsMatcher(field, condition as unknown as readonly Value[]); // a list
  if (kind === 'term') return termMatcher(field, condition as unknown as Value | Body); // either form
  if (kind === 'range') return rangeMatcher(field, condition);
  const test = textTest(kind, condition);
  const source = kind === 'match_phrase' ? field.replace(/\.text$/, '') : field;
  if (kind === 'match_phrase' && source === field) throw new Error(`${field} has no words`);
  return (entry) => valuesOf(entry, source).some((value) => test(String(value)));
}

function textTest(kind: string, condition: Body): (value: string) => boolean {
  const { value, query, case_insensitive: isLoose, flags } = condition;
  switch (kind) {
    case 'prefix':
      return (text) => text.startsWith(String(value));
    case 'match_phrase':
      return findsPhrase(String(query));
    case 'wildcard':
      return readWildcard(String(value), isLoose === true);
    case 'fuzzy':
      return isNear(String(value));
    case 'regexp':
      if (flags !== 'NONE') throw new Error('operators like ~ and # are known unless flags: NONE');
      return readRegexp(String(value), isLoose === true);
    default:
      throw new Error(`no such query here: ${kind}`);
  }
}

function boolMatcher({ filter, should, must_not: mustNot, ...others }: Body): Matches {
  if (Object.keys(others).length > 0) throw new Error(`bool: ${Object.keys(others)}`);
  const list = (queries: unknown): readonly Matches[] =>
    ((queries ?? []) as readonly unknown[]).map(matcher); // a list of queries
  const [all, any, none] = [list(filter), list(should), list(mustNot)];
  // Beside a filter, `should` would only weigh the hits.
  const isAnyNeeded = any.length > 0 && all.length === 0;
  return (entry) =>
    all.every((matches) => matches(entry)) &&
    (!isAnyNeeded || any.some((matches) => matches(entry))) &&
    !none.some((matches) => matches(entry));
}

/** A value, or `{value, case_insensitive}`: then upper and lower case are one. */
function termMatcher(field: string, condition: Value | Body): Matches {
  if (typeof condition !== 'object') return termsMatcher(field, [condition]);
  if (condition.case_insensitive !== true) throw new Error('a term as it is has no options');
  const wanted = String(condition.value).toLowerCase();
  return (entry) => valuesOf(entry, field).some((value) => String(value).toLowerCase() === wanted);
}

const TERMS_MAX = 65_536;

function termsMatcher(field: string, wanted: readonly Value[]): Matches {
  if (!Array.isArray(wanted)) throw new Error('terms are a list');
  if (wanted.length > TERMS_MAX) throw new Error(`${wanted.length} terms`);
  const isAddress = field === 'remote_ip';
  const texts = wanted.map((value) => (isAddress ? canonical(String(value)) : String(value)));
  const exact = new Set(texts);
  const networks = new BlockList();
  const ranges = isAddress ? texts.filter((text) => text.includes('/')) : [];
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    networks.addSubnet(address, Number(bits), isIP(address) === 4 ? 'ipv4' : 'ipv6');
  }
  const isInNetwork = (text: string): boolean =>
    ranges.length > 0 && networks.check(text, isIP(text) === 4 ? 'ipv4' : 'ipv6');
  return (entry) =>
    valuesOf(entry, field).some((value) => exact.has(String(value)) || isInNetwork(String(value)));
}

function rangeMatcher(field: string, { gte, gt, lt, lte, ...others }: Body): Matches {
  if (Object.keys(others).length > 0) throw new Error(`range: ${Object.keys(others)}`);
  const isTime = field === '@timestamp';
  const read = (value: unknown): Value => (isTime ? timeOf(value as Value) : (value as Value)); // a bound, or a value
  const compare = (value: Value, bound: unknown): number => {
    const limit = read(bound);
    return compareKeys(value, typeof value === 'number' ? Number(limit) : limit);
  };
  const isWithin = (value: Value): boolean =>
    (gte === undefined || compare(value, gte) >= 0) &&
    (gt === undefined || compare(value, gt) > 0) &&
    (lt === undefined || compare(value, lt) < 0) &&
    (lte === undefined || compare(value, lte) <= 0);
  return (entry) => valuesOf(entry, field).some((value) => isWithin(read(value)));
}
