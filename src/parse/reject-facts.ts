/** Who, when and how much: read from the fields of a line that is no record, as far as they go. */
import { detach } from '../core/detach.ts';
import type { AccessRecord } from '../core/record.ts';
import type { RejectFacts } from '../core/reject-reason.ts';
import { parseTime } from './parse-time.ts';
import type { Unsplit } from './raw-fields.ts';
import { isAddressText } from './read-record.ts';

const INTEGER = /^\d{1,16}$/;
const TIME_LENGTH = '2026-01-31T23:59:59Z'.length;

export function readRejectFacts({ reason, fields: read }: Unsplit): RejectFacts {
  // A line that ends too early may end inside a field: `200 - 5358` of 53589 bytes.
  const fields = reason === 'too_few_fields' ? read.slice(0, -1) : read;
  const time = parseTime(fields[3] ?? '');
  // An offset can lead out of the years that have four digits.
  const isDate = time !== null && time.text.length === TIME_LENGTH;
  const remoteIp = fields[4] ?? '';
  const bytesSent = fields[12] ?? '';
  const requestId = fields[6] ?? '-';
  return {
    remoteIp: isAddressText(remoteIp) ? detach(remoteIp) : null,
    bytesSent:
      INTEGER.test(bytesSent) && Number.isSafeInteger(Number(bytesSent)) ? Number(bytesSent) : null,
    timeSeconds: isDate ? time.seconds : null,
    time: isDate ? time.text : null,
    hasRequestId: requestId !== '-',
  };
}

/** Of a record: OpenSearch may refuse it. */
export const recordFacts = (record: AccessRecord): RejectFacts => ({
  remoteIp: record.remoteIp,
  bytesSent: record.bytesSent,
  timeSeconds: record.timeSeconds,
  time: record.time,
  hasRequestId: record.requestId !== null,
});
