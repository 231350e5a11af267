/**
 * Three months of mixed requests: every field has several values and is missing here and there.
 * Each month has 130 rivals of its own, ahead of eight quiet giants who are ahead of everyone in
 * the end.
 */
import { type Address, AddressPool, ipv4 } from '../../samples/maker/addresses.ts';
import { type Random, randomFor } from '../../samples/maker/prng.ts';
import { type PlannedRequest, planRequest, requestLineOf } from '../../samples/maker/request.ts';
import {
  AWS_RANGES,
  type MixedFile,
  mixedAgent,
  mixedFiles,
  ODD_ADDRESSES,
  OWN_NETWORKS,
  PLACES,
  QUERIES,
  REFERRERS,
  REQUESTERS,
} from './mixed-values.ts';
import { planObjects } from './plan-objects.ts';
import { defineWorld, type World } from './world.ts';

/** November's end to January's: two borders of months, one of a year, weeks that begin in none. */
const MONTHS = [
  [Date.UTC(2025, 10, 12), Date.UTC(2025, 11, 1)],
  [Date.UTC(2025, 11, 1), Date.UTC(2026, 0, 1)],
  [Date.UTC(2026, 0, 1), Date.UTC(2026, 0, 27)],
] as const;
const CROWD = 500;
const REQUESTS = 4_200;
/**
 * More than the hundred groups that an index is asked for at first, so that the first proof fails.
 */
const RIVALS_A_MONTH = 130;
const GIANTS = 8;
const MB = 1_000_000;
/** Four owners' buckets; the records of an account's buckets may share a log bucket. */
const BUCKETS = [
  ['riverbend-media', '4be1f07a93c25d86e0b74f19ac38d25e617f90ab3c84d2e15f6a7089b1c3d5e2'],
  ['riverbend-archive', '4be1f07a93c25d86e0b74f19ac38d25e617f90ab3c84d2e15f6a7089b1c3d5e2'],
  ['canal.images.example', '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'],
] as const;

export function makeMonthsWorld(): World {
  const random = randomFor('world-months');
  const records = [...planCrowd(random), ...planGiants(random)];
  return defineWorld({
    name: 'three months',
    objects: planObjects(random, records, 120),
    places: PLACES,
    awsRanges: AWS_RANGES,
    own: OWN_NETWORKS,
    pairs: 'all',
    asksExtras: 'all',
    asksFilters: 'all',
    isPlainTermsWrong: true,
  });
}

function planCrowd(random: Random): PlannedRequest[] {
  const pool = new AddressPool();
  const clients = [...ODD_ADDRESSES, ...Array.from({ length: CROWD }, () => pool.take(random))];
  const files = mixedFiles(random);
  return Array.from({ length: REQUESTS }, () => {
    // The square of a chance: the first of a list are far ahead of its last.
    const skewed = <T>(list: readonly T[]): T | undefined =>
      list[Math.floor(random.next() ** 2 * list.length)];
    const client = random.chance(0.02) ? null : (skewed(clients) ?? null);
    return planMixed(random, client, skewed(files) ?? { key: 'a', sizeBytes: 1 });
  });
}

function planMixed(random: Random, ip: Address | null, file: MixedFile): PlannedRequest {
  const operation = random.pick([
    ...Array<string>(6).fill('REST.GET.OBJECT'),
    'WEBSITE.GET.OBJECT',
    'REST.HEAD.OBJECT',
    'REST.PUT.OBJECT',
    'REST.COPY.OBJECT_GET',
    'BATCH.DELETE.OBJECT',
    'S3.EXPIRE.OBJECT',
    'REST.GET.BUCKET',
  ]);
  const [fromMs, toMs] = random.pick(MONTHS);
  const timeS = random.int(fromMs / 1_000, toMs / 1_000 - 1);
  const [bucket, bucketOwner] = random.pick(BUCKETS);
  const isInternal = /^(BATCH|S3)\.|OBJECT_GET$/.test(operation);
  const key = operation === 'REST.GET.BUCKET' ? null : file.key;
  const line = requestLineOf(operation, key, random.pick(QUERIES));
  const signature = random.pick([null, null, 'AuthHeader', 'QueryString'] as const);
  return planRequest(random, {
    timeS,
    operation,
    bucket,
    bucketOwner,
    key,
    ip,
    requester: random.pick(REQUESTERS),
    requestLine: isInternal ? null : line.replace('1.1', random.pick(['1.1', '1.1', '1.0', '2.0'])),
    ...outcomeOf(random, file),
    referrer: isInternal ? null : random.pick(REFERRERS),
    agent: isInternal ? null : mixedAgent(random),
    versionId: random.chance(0.2) ? random.pick(['null', random.base36(32)]) : null,
    signature,
    tls: random.pick([null, 'TLSv1.2', 'TLSv1.3', 'TLSv1.3'] as const),
    host: random.pick([null, `${bucket}.s3.eu-west-1.amazonaws.com`, 's3.amazonaws.com:443']),
    accessPointArn: random.pick([null, null, 'arn:aws:s3:eu-west-1:111122223333:accesspoint/a']),
    aclRequired: random.chance(0.1) ? 'Yes' : null,
    sourceRegion: random.pick([null, 'eu-west-1', 'us-east-1', 'ap-southeast-7']),
    fieldCount: random.pick([18, 24, 25, 26, 27, 27, 27, 27]),
  });
}

/** Status, error and sizes, with each of them missing now and then. */
function outcomeOf(random: Random, { sizeBytes }: MixedFile) {
  const part = random.int(0, sizeBytes);
  return random.pick([
    { status: 200, bytesSent: sizeBytes, objectSize: sizeBytes },
    { status: 200, bytesSent: sizeBytes, objectSize: sizeBytes },
    { status: 206, bytesSent: part, objectSize: sizeBytes },
    { status: 206, bytesSent: part, objectSize: null },
    // More than the object has, as after a change of the object: it counts once.
    { status: 200, bytesSent: sizeBytes + 1, objectSize: sizeBytes },
    { status: 304, bytesSent: null, objectSize: sizeBytes },
    { status: 403, errorCode: 'AccessDenied', bytesSent: 412, objectSize: null },
    { status: 404, errorCode: 'NoSuchKey', bytesSent: 390, objectSize: null },
    { status: 503, errorCode: 'SlowDown', bytesSent: 300, objectSize: null },
    { status: null, bytesSent: null, objectSize: null },
  ]);
}

/** A giant takes 90 MB a month, 270 MB in all; a rival at least 100 MB, at most 120 MB, in one. */
function planGiants(random: Random): PlannedRequest[] {
  return MONTHS.flatMap((month, monthIndex) => {
    const giants = Array.from({ length: GIANTS }, (_, index) => `198.51.100.${index + 1}`);
    const rivals = Array.from(
      { length: RIVALS_A_MONTH },
      (_, index) => `198.51.${101 + monthIndex}.${index + 1}`,
    );
    const take = (name: string, bytesSent: number): PlannedRequest =>
      planRequest(random, {
        ...{ ip: ipv4(name), bytesSent, objectSize: 200 * MB, key: 'video/long.mp4', status: 206 },
        timeS: random.int(month[0] / 1_000, month[1] / 1_000 - 1),
        operation: 'REST.GET.OBJECT',
        agent: mixedAgent(random),
      });
    return [
      ...giants.map((name) => take(name, 90 * MB)),
      ...rivals.map((name) => take(name, random.int(100 * MB, 120 * MB))),
    ];
  });
}
