/** Records of three months in two regions, with every way that bytes go; tiers are crossed often. */
import fc from 'fast-check';
import { pricesOf } from '../../src/config/price-files.ts';
import { NO_FRIENDS } from '../../src/questions/ask/friends.ts';
import type { Document } from './memory-values.ts';

const HOST_OF: Readonly<Record<string, string>> = {
  media: 'media.s3.us-east-1.amazonaws.com',
  asia: 'asia.s3.ap-southeast-1.amazonaws.com',
};

const document: fc.Arbitrary<Document> = fc
  .record({
    month: fc.integer({ min: 1, max: 3 }),
    day: fc.integer({ min: 1, max: 28 }),
    ip: fc.nat({ max: 5 }),
    bucket: fc.constantFrom('media', 'media', 'asia', 'logs'),
    // biome-ignore format: a list
    operation: fc.constantFrom('REST.GET.OBJECT', 'REST.GET.OBJECT', 'REST.PUT.PART', 'REST.COPY.OBJECT_GET', 'REST.COPY.OBJECT', 'REST.GET.BUCKET', 'REST.HEAD.OBJECT', 'REST.DELETE.OBJECT', 'BATCH.DELETE.OBJECT', 'S3.EXPIRE.OBJECT', 'WEBSITE.GET.OBJECT', 'REST.POST.MULTI_OBJECT_DELETE', 'REST.POST.UPLOAD', 'REST.GET.ACL'),
    status: fc.constantFrom(200, 200, 206, 304, 403, 404, 503, 307),
    bytes: fc.constantFrom(0, 1, 999, 7_000_000_000, 9_999_999_999_999, 60_000_000_000_001),
    origin: fc.constantFrom('internet', 'internet', '', 'internal', 'cdn', 'vpc', 'same-region', 'aws'), // biome-ignore format: a list
    who: fc.constantFrom('', 'owner-id', 'account', 'stranger'),
    isStale: fc.constantFrom(false, false, false, true),
  })
  .map(({ month, day, ip, bucket, operation, status, bytes, origin, who, isStale }) => ({
    '@timestamp': `2026-0${month}-${String(day).padStart(2, '0')}T00:00:00Z`,
    bucket,
    bucket_owner: 'owner-id',
    operation,
    http_status: status,
    ...(HOST_OF[bucket] === undefined ? {} : { host_header: HOST_OF[bucket] }),
    ...(status === 307 ? { error_code: 'TemporaryRedirect' } : {}),
    ...(ip === 0 ? {} : { remote_ip: `192.0.2.${ip}` }),
    ...(bytes === 0 ? {} : { bytes_sent: bytes }),
    ...(origin === '' ? {} : { origin }),
    ...(who === 'owner-id' || who === 'stranger' ? { requester: who } : {}),
    ...(who === 'account' ? { account: '111122223333' } : {}),
    ...(isStale ? { enriched: [] } : {}),
  }));

export const moneyDocuments = fc.array(document, { minLength: 1, maxLength: 40 });

/** `logs` has no endpoint in its records: the configuration names its region. */
const CONFIG = { pricesFile: null, bucketRegions: 'logs=us-east-1', freeEgressGb: 0 };

export const MONEY = {
  prices: pricesOf(CONFIG),
  friends: { ...NO_FRIENDS, accounts: ['111122223333'] },
};

export const MONEY_WITH_FREE = { ...MONEY, prices: pricesOf({ ...CONFIG, freeEgressGb: 100 }) };
