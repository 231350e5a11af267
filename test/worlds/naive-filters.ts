/** Which planned requests a question is about: the flags of the command line, read naively. */
import { isIPv4, isIPv6 } from 'node:net';
import type { PlannedRequest } from '../../samples/maker/request.ts';
import { isDimensionName, NAIVE_DIMENSIONS, type Surroundings } from './naive-dimensions.ts';

/** The flags of a question without their dashes, as askQuestion takes them. */
export type RawQuestion = Readonly<Record<string, string | readonly string[] | undefined>>;

type Matches = (record: PlannedRequest) => boolean;

/** Flags that say what is done with the records, not which they are. */
const OTHER_FLAGS = [
  'dimension',
  'by',
  'limit',
  'order',
  'interval',
  'tz',
  'split',
  'since',
  'until',
  'minute-bytes',
  'vs',
];

/** The part of a question that chooses records. */
export const scopeOf = (raw: RawQuestion): RawQuestion =>
  Object.fromEntries(
    Object.entries(raw).filter(
      ([name, value]) => value !== undefined && !OTHER_FLAGS.includes(name),
    ),
  );

/** Values of one flag are or, flags are and. */
export function filterNaively(
  records: readonly PlannedRequest[],
  scope: RawQuestion,
  surroundings: Surroundings,
): readonly PlannedRequest[] {
  const all = Object.entries(scope).map(([flag, value]) =>
    matcherOf(flag, typeof value === 'string' ? [value] : (value ?? []), surroundings),
  );
  return all.length === 0
    ? records
    : records.filter((record) => all.every((match) => match(record)));
}

function matcherOf(flag: string, values: readonly string[], surroundings: Surroundings): Matches {
  const named = (name: string, value: string): Matches => matchesValue(name, value, surroundings);
  switch (flag) {
    case 'from':
      return ({ timeS }) => values.every((value) => timeS >= readTimeS(value));
    case 'to':
      return ({ timeS }) => values.every((value) => timeS < readTimeS(value));
    case 'key-prefix':
      return ({ key }) => values.some((value) => key?.startsWith(value));
    case 'param': {
      const byName = Map.groupBy(values, (pair) => `param:${pair.slice(0, pair.indexOf('='))}`);
      const all = [...byName].map(([name, pairs]) => {
        const wanted = pairs.map((pair) => named(name, pair.slice(pair.indexOf('=') + 1)));
        return (record: PlannedRequest) => wanted.some((match) => match(record));
      });
      return (record) => all.every((match) => match(record));
    }
    case 'request-id':
      return ({ requestId }) => requestId !== null && values.includes(requestId);
    case 'is': {
      const pairs = values.map((pair) => [pair.split('=')[0] ?? '', pair.replace(/^[^=]*=/, '')]);
      return (record) =>
        pairs.some(([name = '', value]) => nameOf(name, record, surroundings) === value);
    }
    case 'audience':
      return (record) => values.includes('all') || isOfPeople(record, surroundings);
    case 'bytes-over':
      return ({ bytesSent }) => bytesSent !== null && bytesSent > Number(values[0]);
    case 'bytes-under':
      return ({ bytesSent }) => bytesSent !== null && bytesSent < Number(values[0]);
    case 'size-over':
      return ({ objectSize }) => objectSize !== null && objectSize > Number(values[0]);
    case 'size-under':
      return ({ objectSize }) => objectSize !== null && objectSize < Number(values[0]);
    case 'time-over':
      return ({ totalMs }) => totalMs !== null && totalMs > Number(values[0]);
    case 'without': {
      return (record) => values.every((name) => nameOf(name, record, surroundings) === null);
    }
    case 'not': {
      const excluded = values.map((pair) => {
        const at = pair.indexOf('=');
        return named(pair.slice(0, at), pair.slice(at + 1));
      });
      return (record) => !excluded.some((match) => match(record));
    }
    default: {
      const wanted = values.map((value) => named(flag, value));
      return (record) => wanted.some((match) => match(record));
    }
  }
}

const PROGRAMS = ['bot', 'tool', 'library', 'cdn'];

/** No friends are configured but the own networks. A masked address is an address. */
function isOfPeople(record: PlannedRequest, surroundings: Surroundings): boolean {
  const named = (name: string): string | null => nameOf(name, record, surroundings);
  const { ip, requester, bucketOwner } = record;
  if (ip === null || PROGRAMS.includes(named('agent-class') ?? '')) return false;
  if (requester?.startsWith('svc:')) return false;
  if (surroundings.own.some((network) => isInside(named('ip'), network))) return false;
  return requester !== bucketOwner || named('authentication') === 'QueryString';
}

function matchesValue(dimension: string, value: string, surroundings: Surroundings): Matches {
  const find: (record: PlannedRequest) => string | null = (record) =>
    nameOf(dimension, record, surroundings);
  if (dimension === 'ip' && value.includes('/')) {
    return (record) => isInside(find(record), value);
  }
  if (dimension === 'status' && /^\dxx$/.test(value)) {
    return (record) => find(record)?.[0] === value[0];
  }
  if (/[*?]/.test(value)) {
    const parts = [...value].map((c) => (c === '*' ? '.*' : c === '?' ? '.' : RegExp.escape(c)));
    const pattern = new RegExp(`^${parts.join('')}$`, 'su');
    return (record) => pattern.test(find(record) ?? '\n') && find(record) !== null;
  }
  return (record) => find(record) === value;
}

function nameOf(dimension: string, record: PlannedRequest, surroundings: Surroundings) {
  if (!isDimensionName(dimension)) throw new Error(`The naive count has no ${dimension}`);
  return NAIVE_DIMENSIONS[dimension].nameOf(record, surroundings);
}

/** No zone means UTC, where JavaScript takes a time of day for local. */
function readTimeS(text: string): number {
  const isLocal = text.includes('T') && !/Z|[+-]\d\d:\d\d$/.test(text);
  return Date.parse(isLocal ? `${text}Z` : text) / 1_000;
}

function isInside(ip: string | null, cidr: string): boolean {
  const [network = '', length = ''] = cidr.split('/');
  if (ip === null || isIPv4(ip) !== isIPv4(network)) return false;
  const width = isIPv6(ip) ? 128n : 32n;
  const shift = width - BigInt(length);
  return bitsOf(ip) >> shift === bitsOf(network) >> shift;
}

function bitsOf(ip: string): bigint {
  if (isIPv4(ip)) return ip.split('.').reduce((bits, part) => (bits << 8n) | BigInt(part), 0n);
  const [head = '', tail] = ip.split('::').map((half) => half.split(':').filter(Boolean)) as [
    // halves of one address
    string[],
    string[] | undefined,
  ];
  const zeros = Array<string>(tail === undefined ? 0 : 8 - head.length - tail.length).fill('0');
  return [...head, ...zeros, ...(tail ?? [])].reduce(
    (bits, group) => (bits << 16n) | BigInt(`0x${group}`),
    0n,
  );
}
