/**
 * Goal: ids that are stored never change. The literals were computed by another program, from the
 * rule and not from this code; if one of them has to change here, every stored id would be orphaned.
 */
import t from 'tap';
import { documentId, lineHash } from '../../src/bulk/document-id.ts';
import { ledgerId } from '../../src/sync/store/ledger-entry.ts';

const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const ORDINARY = `${OWNER} media [17/Jan/2026:21:32:16 +0000] 192.0.2.3 - 3E57427F3EXAMPLE REST.GET.OBJECT a.mp3 "GET /a.mp3 HTTP/1.1" 200 - 2662992 2662992 70 10 "-" "curl/8.5.0" -`;
const NON_ASCII = `${OWNER} media [31/Dec/2025:23:59:59 +0000] 2001:db8::1 - 3E57427F3EXAMPLE REST.GET.OBJECT caf%C3%A9.mp3 "GET /café.mp3 HTTP/1.1" 206 - 5 2662992 70 10 "-" "Grüße 日本" -`;
const NO_REQUEST_ID = `${OWNER} media [17/Jan/2026:21:32:16 +0000] - AmazonS3 - S3.EXPIRE.OBJECT a.mp3 "-" - - - 5 - - "-" "-" -`;
const JANUARY = 1_768_685_536;
const NEW_YEARS_EVE = 1_767_225_599;
const BASE_NAME = '2026-01-17-21-32-16-3E57427F33A59F07';

/** As lines are handed on: a character a byte. */
const asBytes = (text: string): string => Buffer.from(text).toString('latin1');
const at = (ordinal: number) => ({ baseName: BASE_NAME, ordinal });

// biome-ignore format: a table, one row an id
const PINNED = [
  { name: 'an ordinary line', line: ORDINARY, time: JANUARY, occurrence: null, id: 't912hs-RYZUPqJznDLm' },
  { name: 'a line with UTF-8', line: asBytes(NON_ASCII), time: NEW_YEARS_EVE, occurrence: null, id: 't85rzz-xHK7q5yUmCJ5' },
  { name: 'a line with bytes that are no UTF-8', line: `${asBytes(NON_ASCII)}\u00ff\u0000`, time: NEW_YEARS_EVE, occurrence: null, id: 't85rzz-bEsX1Jy8_xfJ' },
  { name: 'a line without request id', line: NO_REQUEST_ID, time: JANUARY, occurrence: at(0), id: 't912hs-pOFj3ubGrD3z' },
  { name: 'the same once more in that object', line: NO_REQUEST_ID, time: JANUARY, occurrence: at(1), id: 't912hs-i6bfIEqPMSv_' },
  { name: 'the first second of S3', line: ORDINARY, time: 1_136_073_600, occurrence: null, id: 'ise000-RYZUPqJznDLm' },
] as const;

for (const { name, line, time, occurrence, id } of PINNED)
  t.test(`the id of ${name} is ${id}`, async (t) =>
    t.equal(documentId(line, time, occurrence), id),
  );

t.test('of a line that is known to be ASCII the id is the same', async (t) => {
  for (const { name, line, time, occurrence, id } of PINNED)
    if (/^[ -~]*$/.test(line)) t.equal(documentId(line, time, occurrence, true), id, name);
});

t.test('the id of a quarantined line is the hash of its bytes', async (t) => {
  t.equal(lineHash('not a line \u00ff'), 'cGms-z1zRAc_-RizjUj7cHoEYA-aZOdexe5iO3fli1E');
  t.equal(lineHash(''), '47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU');
});

t.test('the ledger id of a log object is the hash of where it lies', async (t) => {
  t.equal(ledgerId('file:/logs/a.gz'), 'FJKJC3_zsZgEa2xtnTY2OTuWfPuQ-owLZGScukfQsSo');
  t.equal(ledgerId('s3:Amazon S3/logs/2026/a'), 'Rf3V7GMuuPFoEVPZvBzISiXkes7YINHcxQXSnpDf4dk');
});
