/**
 * Which part of its object a download sent, in millionths: a player that fetches a file in forty
 * ranges makes forty downloads whose parts add up to about one. A copy's read half is no download.
 */
import type { AccessRecord } from '../core/record.ts';

const WHOLE_PPM = 1_000_000;

/** Null where the record is no download, or the size of its object is not known. */
export function downloadPpmOf(record: AccessRecord): number | null {
  const { operation, httpStatus, objectSize } = record;
  if (operation !== 'REST.GET.OBJECT' && operation !== 'WEBSITE.GET.OBJECT') return null;
  if (httpStatus !== 200 && httpStatus !== 206) return null;
  if (objectSize === null) return null;
  // An empty object has arrived whole as soon as it is answered.
  if (objectSize === 0) return WHOLE_PPM;
  // S3 logs `-` for no bytes at all. More bytes than the object has were not seen, but count once.
  return Math.min(WHOLE_PPM, Math.round(((record.bytesSent ?? 0) / objectSize) * WHOLE_PPM));
}
