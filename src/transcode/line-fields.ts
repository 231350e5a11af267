/** Where each field of a line starts and ends in its bytes, and what can be read from there. */

/** Fields 1 to 19 by their numbers; behind them all that follows is one. */
export const FIELD = {
  bucketOwner: 1,
  bucket: 2,
  time: 3,
  remoteIp: 4,
  requester: 5,
  requestId: 6,
  operation: 7,
  key: 8,
  requestUri: 9,
  httpStatus: 10,
  errorCode: 11,
  bytesSent: 12,
  objectSize: 13,
  totalTime: 14,
  turnAroundTime: 15,
  referrer: 16,
  userAgent: 17,
  versionId: 18,
  hostId: 19,
  /** From the signature version on, with the space before it; empty where the line ends before. */
  tail: 20,
} as const;
const FIELDS = 21;

const DASH = 0x2d;
const ZERO = 0x30;

export class LineFields {
  view: DataView = new DataView(new ArrayBuffer(0));
  /** By FIELD; of quoted fields without the quotes. */
  readonly starts = new Int32Array(FIELDS);
  readonly ends = new Int32Array(FIELDS);
  /** Of key, request-URI and referrer: all classes of their bytes. */
  readonly classes = new Uint8Array(FIELDS);
  /** Its host id ends in `==`: behind a name that would be a value. */
  endsInValue = false;
  /** Of the request-URI, where there is one. */
  methodEnd = 0;

  /** The field is `-`, the log's null. */
  isNull(field: number): boolean {
    const start = this.starts[field] ?? 0;
    return this.ends[field] === start + 1 && this.view.getUint8(start) === DASH;
  }

  /** The same bytes stand in both. */
  isSame(field: number, other: number): boolean {
    const start = this.starts[field] ?? 0;
    const otherStart = this.starts[other] ?? 0;
    const length = (this.ends[field] ?? 0) - start;
    if ((this.ends[other] ?? 0) - otherStart !== length) return false;
    for (let at = 0; at < length; at += 1)
      if (this.view.getUint8(start + at) !== this.view.getUint8(otherStart + at)) return false;
    return true;
  }

  /** One character a byte. */
  text(field: number): string {
    const { buffer, byteOffset } = this.view;
    const start = this.starts[field] ?? 0;
    return Buffer.from(buffer, byteOffset + start, (this.ends[field] ?? 0) - start).toString(
      'latin1',
    );
  }

  /** Of a field of digits; null for a dash. */
  integer(field: number): number | null {
    if (this.isNull(field)) return null;
    let value = 0;
    const end = this.ends[field] ?? 0;
    for (let at = this.starts[field] ?? 0; at < end; at += 1)
      value = value * 10 + this.view.getUint8(at) - ZERO;
    return value;
  }
}
