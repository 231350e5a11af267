/**
 * Which part of its object a download sent, in millionths: a player that fetches a file in forty
 * ranges makes forty downloads whose parts add up to about one. A copy's read half is no download.
 */
import type { AccessRecord } from '../core/record.ts';

export const WHOLE_PPM = 1_000_000;

/** Null where the record is no download, or the size of its object is not known. */
export function downloadPpmOf(record: AccessRecord): number | null {
  const { operation, httpStatus, bytesSent, objectSize } = record;
  const isDownload = isDownloadOperation(operation) && isDownloadStatus(httpStatus);
  return isDownload ? sentPpm(bytesSent, objectSize) : null;
}

export const isDownloadOperation = (operation: string | null): boolean =>
  operation === 'REST.GET.OBJECT' || operation === 'WEBSITE.GET.OBJECT';

const isDownloadStatus = (httpStatus: number | null): boolean =>
  httpStatus === 200 || httpStatus === 206;

/** Of a download; null where the size of its object is not known. */
function sentPpm(sent: number | null, objectSize: number | null): number | null {
  if (objectSize === null) return null;
  // An empty object has arrived whole as soon as it is answered.
  if (objectSize === 0) return WHOLE_PPM;
  // S3 logs `-` for no bytes at all. More bytes than the object has were not seen, but count once.
  const bytesSent = sent ?? 0;
  return bytesSent >= objectSize ? WHOLE_PPM : roundedPpm(bytesSent, objectSize);
}

/** Numbers are exact as far as here, and one division rounds what lies between two halves rightly. */
const SENT_MAX = Number.MAX_SAFE_INTEGER / WHOLE_PPM;
const SIZE_MAX = 2 ** 30;

/** Halves up. Multiplied first: 249 of 2,000,000 are 124.5, but 249 ÷ 2,000,000 is a little less. */
function roundedPpm(bytesSent: number, objectSize: number): number {
  if (bytesSent <= SENT_MAX && objectSize <= SIZE_MAX)
    return Math.round((bytesSent * WHOLE_PPM) / objectSize);
  const [sent, size] = [BigInt(bytesSent), BigInt(objectSize)];
  return Number((2n * sent * BigInt(WHOLE_PPM) + size) / (2n * size));
}
