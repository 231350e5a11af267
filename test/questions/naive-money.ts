/** What records cost, one by one and in the plainest way, from prices that are written down here again. */
import type { Document } from './memory-values.ts';

/** Over and under the line; never shortened. */
type Part = readonly [over: bigint, under: bigint];

const add = ([a, b]: Part, [c, d]: Part): Part => (b === d ? [a + c, b] : [a * d + c * b, b * d]);

/** US dollars in ten thousandths, for a GB of 2³⁰ bytes, and for a million requests in cents. */
const PRICES = {
  'us-east-1': { tiers: [900n, 850n, 700n, 500n], other: 200n, put: 500n, get: 40n },
  'eu-west-1': { tiers: [900n, 850n, 700n, 500n], other: 200n, put: 500n, get: 40n },
  'ap-southeast-1': { tiers: [1_200n, 850n, 820n, 800n], other: 900n, put: 500n, get: 40n },
} as const;

type Region = keyof typeof PRICES;

const GB = 1_024n ** 3n;
const TIER_ENDS_GB = [10_240n, 51_200n, 153_600n];

const REGION_OF: Readonly<Record<string, Region>> = {
  media: 'us-east-1',
  logs: 'us-east-1',
  asia: 'ap-southeast-1',
  'riverbend-media': 'eu-west-1',
};

const regionOf = ({ bucket }: Document): Region => REGION_OF[String(bucket)] ?? 'us-east-1';
const monthOf = (document: Document): string => String(document['@timestamp']).slice(0, 7);
const bytesOf = (document: Document): bigint => BigInt(Number(document.bytes_sent ?? 0));

const OWN_ACCOUNT = '111122223333';

function isUnbilled(document: Document): boolean {
  const status = Number(document.http_status);
  if (status >= 500 || document.error_code === 'TemporaryRedirect') return true;
  const isOwn =
    document.account === OWN_ACCOUNT ||
    (document.requester !== undefined && document.requester === document.bucket_owner);
  return status === 403 && !isOwn && String(document['@timestamp']) >= '2024-05-13';
}

const FREE_ORIGINS = ['same-region', 'vpc', 'cdn'];

type Way = 'internet' | 'other' | 'free';

export function wayOf(document: Document): Way {
  const operation = String(document.operation);
  if (isUnbilled(document) || operation.endsWith('_GET') || operation.startsWith('S3.')) return 'free'; // biome-ignore format: one rule
  const isStale = Array.isArray(document.enriched);
  if (document.origin === undefined || isStale) return 'internet';
  if (FREE_ORIGINS.includes(String(document.origin))) return 'free';
  return document.origin === 'aws' ? 'other' : 'internet';
}

function requestOf(document: Document): 'put' | 'get' | null {
  if (isUnbilled(document)) return null;
  const operation = String(document.operation);
  const [service, verb = '', what = ''] = operation.split('.');
  if (service === 'S3' || service === 'BATCH' || verb === 'DELETE') return null;
  if (what.endsWith('_GET') || what === 'MULTI_OBJECT_DELETE') return null;
  const isList = verb === 'GET' && ['BUCKET', 'BUCKETVERSIONS', 'UPLOADS'].includes(what);
  return isList || ['PUT', 'POST', 'COPY'].includes(verb) ? 'put' : 'get';
}

export interface Given {
  readonly freeGb?: number;
  /** By region. */
  readonly otherGb?: Readonly<Partial<Record<Region, number>>>;
}

/** Of all bytes of a month and region, by each byte. */
function rateOf(
  all: readonly Document[],
  month: string,
  region: Region,
  { freeGb = 0, otherGb = {} }: Given,
): Part {
  // biome-ignore format: one signature
  const ofMonth = all.filter((document) => monthOf(document) === month && wayOf(document) === 'internet'); // biome-ignore format: one rule
  const sum = (some: readonly Document[]): bigint =>
    some.reduce((total, document) => total + bytesOf(document), 0n);
  const own = sum(ofMonth.filter((document) => regionOf(document) === region));
  if (own === 0n) return [0n, 1n];
  // In parts of `whole`, the bytes of all regions, of which the free bytes are shared out.
  const whole = sum(ofMonth);
  const billable = (own + BigInt(otherGb[region] ?? 0) * GB) * whole;
  const paid = billable - BigInt(freeGb) * GB * own;
  let [price, from] = [0n, 0n];
  for (const [at, perGb] of PRICES[region].tiers.entries()) {
    const end = TIER_ENDS_GB[at];
    const to = end === undefined || paid < end * GB * whole ? paid : end * GB * whole;
    if (to > from) price += (to - from) * perGb;
    from = to > from ? to : from;
  }
  return [price, 10_000n * GB * billable];
}

const known = new WeakMap<readonly Document[], Map<string, Map<string, Part>>>();

/** By month and region; of the same documents they are reckoned once. */
function ratesFor(all: readonly Document[], given: Given): Map<string, Part> {
  const byGiven = known.get(all) ?? new Map<string, Map<string, Part>>();
  known.set(all, byGiven);
  const rates = byGiven.get(JSON.stringify(given)) ?? new Map<string, Part>();
  byGiven.set(JSON.stringify(given), rates);
  return rates;
}

/** Of `some` of them: what they cost follows from `all` of their months. */
export function naiveCost(
  some: readonly Document[],
  all: readonly Document[],
  given: Given = {},
): Part {
  // biome-ignore format: one signature
  const rates = ratesFor(all, given);
  // By what is under the line, of which there are few: fractions that are never shortened stay small.
  const parts = new Map<bigint, bigint>();
  const pay = (over: bigint, under: bigint): unknown =>
    parts.set(under, (parts.get(under) ?? 0n) + over);
  for (const document of some) {
    const region = regionOf(document);
    const way = wayOf(document);
    const slot = `${monthOf(document)} ${region}`;
    const rate = rates.get(slot) ?? rateOf(all, monthOf(document), region, given);
    rates.set(slot, rate);
    if (way === 'internet') pay(bytesOf(document) * rate[0], rate[1]);
    if (way === 'other') pay(bytesOf(document) * PRICES[region].other, 10_000n * GB);
    const request = requestOf(document);
    if (request !== null) pay(PRICES[region][request], 100_000_000n);
  }
  return sumOf([...parts].map(([under, over]) => [over, under]));
}

/** With ten digits behind the point, half up; at least four are kept. Below 0 as above it, with a sign. */
export function naiveAmount([over, under]: Part): string {
  if (over < 0n) return naiveAmount([-over, under]).replace(/^(?=.*[1-9])/, '-');
  const digits = 10n ** 10n;
  const rounded = (over * digits * 2n + under) / (under * 2n);
  const behind = String(rounded % digits).padStart(10, '0');
  return `${rounded / digits}.${behind.slice(0, 4)}${behind.slice(4).replace(/0*$/, '')}`;
}

export const less = (a: Part, [c, d]: Part): Part => add(a, [-c, d]);

/** Mean of the two middle ones for an even count; nothing of none. */
export function medianOf(parts: readonly Part[]): Part {
  const sorted = parts.toSorted((a, b) => (isEqual(a, b) ? 0 : isDearer(a, b) ? 1 : -1));
  const at = (index: number): Part => sorted[Math.floor(index)] ?? [0n, 1n];
  const [over, under] = add(at((sorted.length - 1) / 2), at(sorted.length / 2));
  return [over, under * 2n];
}

export const isEqual = ([a, b]: Part, [c, d]: Part): boolean => a * d === c * b;
export const isDearer = ([a, b]: Part, [c, d]: Part): boolean => a * d > c * b;
export const sumOf = (parts: readonly Part[]): Part => parts.reduce(add, [0n, 1n]);
