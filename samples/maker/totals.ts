/**
 * Counting planned records: bytes, requests, downloads and full downloads, in all and by group.
 */
import type { PlannedRequest } from './request.ts';

export interface Totals {
  readonly bytes: number;
  readonly requests: number;
  readonly downloads: number;
  readonly fullDownloads: number;
}

export interface TotalsRow extends Totals {
  readonly name: string;
}

export interface TotalsTable {
  readonly missing: Totals;
  readonly rows: readonly TotalsRow[];
}

const PARTS = 1_000_000;

export function sumTotals(records: readonly PlannedRequest[]): Totals {
  let [bytes, downloads, parts] = [0, 0, 0];
  for (const record of records) {
    bytes += record.bytesSent ?? 0;
    downloads += isDownload(record) ? 1 : 0;
    parts += downloadParts(record);
  }
  // Whole millionths are added, so that no order of addition can change the sum.
  return { bytes, requests: records.length, downloads, fullDownloads: parts / PARTS };
}

/** All groups, most bytes first, ties by name in order of code points. */
export function tabulate(
  records: readonly PlannedRequest[],
  nameOf: (record: PlannedRequest) => string | null,
): TotalsTable {
  const groups = Map.groupBy(records, nameOf);
  const missing = sumTotals(groups.get(null) ?? []);
  const rows = [...groups]
    .flatMap(([name, members]) => (name === null ? [] : [{ name, ...sumTotals(members) }]))
    .sort((a, b) => b.bytes - a.bytes || compareCodePoints(a.name, b.name));
  return { missing, rows };
}

/** UTF-8 bytes sort like code points; JavaScript's own order is that of UTF-16 units. */
const compareCodePoints = (a: string, b: string): number =>
  Buffer.compare(Buffer.from(a), Buffer.from(b));

const isDownload = ({ operation, status }: PlannedRequest): boolean =>
  /^(REST|WEBSITE)\.GET\.OBJECT$/.test(operation) && (status === 200 || status === 206);

/** The share of the object that was sent, in millionths; an empty object counts whole. */
function downloadParts(record: PlannedRequest): number {
  const { objectSize } = record;
  if (!isDownload(record) || objectSize === null) return 0;
  if (objectSize === 0) return PARTS;
  const sent = record.bytesSent ?? 0;
  const parts = Math.round((sent / objectSize) * PARTS);
  // The key must not depend on the order of multiplication and division.
  if (parts !== Math.round((sent * PARTS) / objectSize)) throw new Error(`Unsure share: ${sent}`);
  return Math.min(PARTS, parts);
}
