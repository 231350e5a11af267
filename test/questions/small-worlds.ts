/** Records of few values: groups, ties and lacking fields are common. */
import fc from 'fast-check';
import type { Document } from './memory-values.ts';
import { at } from './naive.ts';

/** Absent where 0 or nothing is drawn. */
const document: fc.Arbitrary<Document> = fc
  .record({
    month: fc.integer({ min: 1, max: 3 }),
    day: fc.integer({ min: 10, max: 28 }),
    ip: fc.nat({ max: 5 }),
    operation: fc.constantFrom(
      'REST.GET.OBJECT',
      'WEBSITE.GET.OBJECT',
      'REST.COPY.OBJECT_GET',
      'REST.PUT.PART',
    ),
    status: fc.constantFrom(200, 206, 304, 404, 503),
    bytes: fc.constantFrom(0, 1, 10, 10, 1_000_000_000_000),
    ppm: fc.constantFrom(0, 100_000, 200_000, 1_000_000),
    size: fc.constantFrom(0, 0, 1_000, 7_777),
    ms: fc.constantFrom(-1, -1, 0, 5, 120, 120, 30_017),
    agent: fc.constantFrom('', '\u{1f600}', '\ufffd', 'Chrome'),
  })
  .map(({ month, day, ip, operation, status, bytes, ppm, size, ms, agent }) => ({
    '@timestamp': `2026-0${month}-${day}T00:00:00Z`,
    operation,
    http_status: status,
    ...(ip === 0 ? {} : { remote_ip: `192.0.2.${ip}` }),
    ...(bytes === 0 ? {} : { bytes_sent: bytes }),
    ...(ppm === 0 ? {} : { download_ppm: ppm }),
    ...(size === 0 ? {} : { object_size: size }),
    ...(ms < 0 ? {} : { total_time: ms, turn_around_time: Math.min(ms, 50) }),
    ...(agent === '' ? {} : { agent_name: agent }),
  }));

export const documents = fc.array(document, { minLength: 1, maxLength: 60 });

/** Four records, 100 bytes, three addresses, two buckets, in two indices. */
// biome-ignore format: a table, one row a record
export const RECORDS: readonly Document[] = [
  at('2026-01-31T23:59:59Z', 60, { remote_ip: '192.0.2.1', bucket: 'media', download_ppm: 100_000 }),
  at('2026-02-01T00:00:00Z', 20, { remote_ip: '192.0.2.1', bucket: 'media', download_ppm: 200_000 }),
  at('2026-02-02T00:00:00Z', 10, { remote_ip: '192.0.2.2', bucket: 'other', key: 'video/a.mp4', folder: 'video' }),
  at('2026-02-03T00:00:00Z', 10, { remote_ip: '192.0.2.3', bucket: 'media', folder: 'x', http_status: 404 }),
];
