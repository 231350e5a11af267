/**
 * Counting planned requests: whole numbers only, so that every sum is exact, and sums say when not.
 */
import type { PlannedRequest } from '../../samples/maker/request.ts';

export const METRICS = ['bytes', 'requests', 'downloads', 'full-downloads'] as const;
export type MetricName = (typeof METRICS)[number];

/** Full downloads in millionths, each record's share rounded before it is added. */
export type Counts = { [metric in MetricName]: number };

const PARTS = 1_000_000;

export const noCounts = (): Counts => ({
  bytes: 0,
  requests: 0,
  downloads: 0,
  'full-downloads': 0,
});

/** @throws Error above 2^53, where adding up numbers is no longer exact */
export function addRecord(counts: Counts, record: PlannedRequest): void {
  counts.bytes += record.bytesSent ?? 0;
  counts.requests += 1;
  counts.downloads += isDownload(record) ? 1 : 0;
  counts['full-downloads'] += isDownload(record) ? downloadParts(record) : 0;
  if (!Number.isSafeInteger(counts.bytes) || !Number.isSafeInteger(counts['full-downloads']))
    throw new Error('A sum is above 2^53: the plan of the world is too large');
}

export function countRecords(records: readonly PlannedRequest[]): Counts {
  const counts = noCounts();
  for (const record of records) addRecord(counts, record);
  return counts;
}

/** How much of a count is one of what an answer shows. */
export const unitOf = (by: MetricName): number => (by === 'full-downloads' ? PARTS : 1);

/** As the rows and totals of an answer have them. */
export const showCounts = (counts: Counts) => ({
  bytes: counts.bytes,
  requests: counts.requests,
  downloads: counts.downloads,
  fullDownloads: counts['full-downloads'] / PARTS,
});

const isDownload = ({ operation, status }: PlannedRequest): boolean =>
  (operation === 'REST.GET.OBJECT' || operation === 'WEBSITE.GET.OBJECT') &&
  (status === 200 || status === 206);

/** Rounded half up without a fraction on the way; an empty object counts whole. */
function downloadParts({ bytesSent, objectSize }: PlannedRequest): number {
  if (objectSize === null) return 0;
  if (objectSize === 0) return PARTS;
  const [sent, size] = [BigInt(bytesSent ?? 0), BigInt(objectSize)];
  const parts = (2n * sent * BigInt(PARTS) + size) / (2n * size);
  return Math.min(PARTS, Number(parts));
}
