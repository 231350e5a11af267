/** Every filter that a question can have, with values that a world really holds. */
import type { PlannedRequest } from '../../samples/maker/request.ts';
import type { NaiveCount } from './naive-count.ts';
import type { DimensionName } from './naive-dimensions.ts';
import type { RawQuestion } from './naive-filters.ts';
import { ONE_OF_EACH_KIND } from './world.ts';

export function filterCases(
  count: NaiveCount,
  records: readonly PlannedRequest[],
  dimensions: readonly DimensionName[],
): Readonly<Record<'ofDimensions' | 'special', readonly RawQuestion[]>> {
  return {
    ofDimensions: dimensions.flatMap((name, at) => inTurn(name, casesOf(name, count), at)),
    special: specialCases(records),
  };
}

const WHOLE = new Set<string>(ONE_OF_EACH_KIND);

/**
 * The first, and one of the others in turn: which field is meant is a matter of the dimension, but what
 * "not", "either" and "without" make of it is the same for all of a kind, of which one has all.
 */
function inTurn(name: DimensionName, cases: readonly RawQuestion[], at: number) {
  const [first, ...others] = cases;
  if (first === undefined || WHOLE.has(name)) return cases;
  return [first, ...others.slice(at % others.length).slice(0, 1)];
}

/** The two commonest values: one, either, all but one; and the records that have no value. */
function casesOf(name: DimensionName, count: NaiveCount): RawQuestion[] {
  const { rows } = count.top(name, 'requests', 3);
  const [first, second] = rows.map((row) => row.name);
  return [
    ...(first === undefined ? [] : [isOneOf(name, [first]), { not: [`${name}=${first}`] }]),
    ...(first === undefined || second === undefined ? [] : [isOneOf(name, [first, second])]),
    { without: [name] },
  ];
}

/** A parameter of the URL is named with its value. */
function isOneOf(name: string, values: readonly string[]): RawQuestion {
  const parameter = /^param:(.*)/.exec(name)?.[1];
  if (parameter === undefined) return { [name]: values };
  return { param: values.map((value) => `${parameter}=${value}`) };
}

const specialCases = (records: readonly PlannedRequest[]): readonly RawQuestion[] => [
  { audience: ['people'] },
  { audience: ['people'], not: ['status=404'], from: '2025-12-05' },
  { ip: ['198.18.0.0/15'] },
  { ip: ['198.51.100.0/29', '2001:db8::/33'] },
  { ip: ['192.0.2.0/24', '198.51.100.3'] },
  { ip: ['0.0.0.0/0'] },
  // Not ::/0, in which OpenSearch sees every IPv4 address too.
  { ip: ['2000::/3'] },
  { status: ['4xx'] },
  { status: ['4xx', '200'] },
  { status: ['5xx', '2xx'], method: ['GET'] },
  { 'key-prefix': ['odd/'] },
  { 'key-prefix': ['Ποτάμι/', 'odd/50% off +'] },
  { 'key-prefix': ['video/'], extension: ['mp4'], 'agent-class': ['browser', 'player'] },
  { 'request-id': [records[7]?.requestId ?? ''] },
  { 'request-id': ['NOT-THERE'] },
  { param: ['x-user=member-0419', 'x-id=GetObject'] },
  {
    param: ['x-id=GetObject', 'x-user=member-0419', 'x-user=member-1042'],
    not: ['param:versionId=3'],
  },
  { not: ['param:X-Amz-Signature=REDACTED'], without: ['param:x-user'] },
  { not: ['agent-class=bot', 'agent-class=tool', 'status=404'] },
  { not: ['status=4xx'] },
  { not: ['ip=198.18.0.0/16'] },
  { without: ['requester', 'referrer'] },
  { without: ['requester'], bucket: ['riverbend-media'], not: ['method=HEAD'] },
  // Inside a month, over a border, on a border, at a second; no zone is UTC, an offset is not.
  { from: '2025-12-05', to: '2025-12-20' },
  { from: '2025-12-20', to: '2026-01-10T12:30:00' },
  { from: '2025-12-01', to: '2026-01-01' },
  { to: '2025-12-01T01:00:00+01:00' },
  { from: '2026-01-10T08:15:30Z', ip: ['198.18.0.0/15'] },
  { from: new Date((records[9]?.timeS ?? 0) * 1_000).toISOString() },
  { to: new Date((records[9]?.timeS ?? 0) * 1_000).toISOString() },
  { from: '2030-01-01' },
  { key: ['*.mp3'], operation: ['*GET*'] },
  { key: ['video/*', 'odd/?0% off +*'], 'bytes-over': '1000' },
  { key: ['*ά*/*'] },
  { not: ['user-agent=*bot*', 'key=*.mp4'] },
  { network: ['198.18.*'], 'time-over': '100' },
  { is: [`key=${records.find(({ key }) => key !== null)?.key ?? ''}`] },
  { 'bytes-under': '5000', 'size-over': '4000' },
  { 'size-under': '4000' },
];
