/**
 * What a line costs from bytes to document and id, against two yardsticks in the same process: what
 * the script that everybody writes does (one regular expression with 26 groups, an object,
 * JSON.stringify), and gunzip with 256 KiB chunks. And the claim that no line, however made, costs
 * more than 20 times as much a KiB as an ordinary one. Best of several rounds; ratios count.
 */
import { Buffer } from 'node:buffer';
import { cpus } from 'node:os';
import { Readable } from 'node:stream';
import { gunzipSync, gzipSync } from 'node:zlib';
import { encodeDocument } from '../../src/bulk/document.ts';
import { documentId } from '../../src/bulk/document-id.ts';
import type { RawLine } from '../../src/core/raw-line.ts';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { splitLine } from '../../src/parse/split-line.ts';
import { splitOrdinaryLine } from '../../src/parse/split-ordinary-line.ts';
import { ContentSplitter } from '../../src/source/content/content-splitter.ts';
import { readContent } from '../../src/source/content/read-content.ts';
import { oddLine, ordinaryLine } from './sample-lines.ts';

const LINES = 20_000;
const ROUNDS = 15;
const STREAM_ROUNDS = 7;
const CHUNK_BYTES = 256 * 1024;
const LIMITS = { timeSecondsMax: 4_102_444_800 };
const enrich = makeEnricher();
let sink = 0;

/** Lines are cut from one large string, as in a sync: slices are not flat strings. */
function linesOf(make: (index: number) => string): string[] {
  const text = Array.from({ length: LINES }, (_, index) => make(index)).join('\n');
  return Buffer.from(text, 'latin1').toString('latin1').split('\n');
}

function microsecondsPerLine(lines: readonly string[], work: (line: string) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = process.hrtime.bigint();
    for (const line of lines) if (work(line) !== null) sink += 1;
    best = Math.min(best, Number(process.hrtime.bigint() - started) / 1_000 / lines.length);
  }
  return best;
}

const DOCUMENTED =
  /^(\S+) (\S+) \[([^\]]+)\] (\S+) (\S+|arn:\S+ [^"]+?) (\S+) (\S+) (\S+) ("[^"]*"|-) (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) ("[^"]*"|-) ("[^"]*"|-) (\S+)(?: (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (\S+))?/;

function yardstick(line: string): string | null {
  const m = DOCUMENTED.exec(line);
  if (m === null) return null;
  return JSON.stringify({
    bucket_owner: m[1],
    bucket: m[2],
    time: m[3],
    remote_ip: m[4],
    requester: m[5],
    request_id: m[6],
    operation: m[7],
    key: m[8],
    request_uri: m[9],
    http_status: m[10],
    error_code: m[11],
    bytes_sent: m[12],
    object_size: m[13],
    total_time: m[14],
    turn_around_time: m[15],
    referrer: m[16],
    user_agent: m[17],
    version_id: m[18],
    host_id: m[19],
    signature_version: m[20],
    cipher_suite: m[21],
    authentication_type: m[22],
    host_header: m[23],
    tls_version: m[24],
    access_point_arn: m[25],
    acl_required: m[26],
  });
}

function parseAndEnrich(line: string): unknown {
  const outcome = parseLine(line, LIMITS);
  return outcome.kind === 'record' ? enrich(outcome.record) : outcome;
}

const PROVENANCE = { logKey: '2026-01-17-21-32-16-0A1B2C3D4E5F6071', logLine: 1, syncId: 'bench' };

function toDocumentAndId(line: string): unknown {
  const outcome = parseLine(line, LIMITS);
  if (outcome.kind === 'reject') return outcome;
  const { record, isPlain } = outcome;
  const document = encodeDocument(record, enrich(record), PROVENANCE, isPlain);
  return document + documentId(line, record.timeSeconds, null, isPlain);
}

const ordinary = linesOf(ordinaryLine);
const odd = linesOf(oddLine);
const fast = ordinary.filter((line) => splitOrdinaryLine(line) !== null).length;
const yard = microsecondsPerLine(ordinary, yardstick);
const row = (what: string, cost: number): void =>
  console.log(
    `${what.padEnd(44)} ${cost.toFixed(3)} us/line  ${(cost / yard).toFixed(2)} x yardstick`,
  );

console.log(
  `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown CPU'}, best of ${ROUNDS} rounds`,
);
console.log(
  `${LINES} lines; ${((fast / LINES) * 100).toFixed(1)} % of the ordinary take the fast way`,
);
row('yardstick: 26 groups, object, JSON.stringify', yard);
row('split, fast way', microsecondsPerLine(ordinary, splitOrdinaryLine));
row('split, slow way, ordinary lines', microsecondsPerLine(ordinary, splitLine));
row(
  'parse, ordinary',
  microsecondsPerLine(ordinary, (line) => parseLine(line, LIMITS)),
);
const both = microsecondsPerLine(ordinary, parseAndEnrich);
row('parse + enrich, ordinary', both);
row('parse + enrich, odd', microsecondsPerLine(odd, parseAndEnrich));
const documents = microsecondsPerLine(ordinary, toDocumentAndId);
row('parse + enrich + document + id, ordinary', documents);
row('parse + enrich + document + id, odd', microsecondsPerLine(odd, toDocumentAndId));
row(
  'of which id: SHA-256 of the line',
  microsecondsPerLine(ordinary, (line) => documentId(line, 0, null, true)),
);

/** From the bytes of a log object, in 256 KiB chunks, to documents and ids. */
async function streamMicrosecondsPerLine(
  object: Buffer,
  work: (line: RawLine) => unknown,
): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < STREAM_ROUNDS; round += 1) {
    const started = process.hrtime.bigint();
    const splitter = new ContentSplitter({
      startMember: () => undefined,
      line: (line) => void work(line),
      oversizeLine: () => undefined,
    });
    for await (const part of readContent(Readable.from(chunksOf(object)))) splitter.push(part);
    splitter.end();
    best = Math.min(best, Number(process.hrtime.bigint() - started) / 1_000 / LINES);
  }
  return best;
}

function* chunksOf(object: Buffer): Generator<Buffer> {
  for (let at = 0; at < object.length; at += CHUNK_BYTES)
    yield object.subarray(at, at + CHUNK_BYTES);
}

function gunzipMicrosecondsPerLine(object: Buffer): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < STREAM_ROUNDS; round += 1) {
    const started = process.hrtime.bigint();
    sink += gunzipSync(object, { chunkSize: CHUNK_BYTES }).length;
    best = Math.min(best, Number(process.hrtime.bigint() - started) / 1_000 / LINES);
  }
  return best;
}

const mixed = ordinary.map((line, index) => (index % 20 === 0 ? (odd[index] ?? line) : line));
for (const [what, lines] of Object.entries({ ordinary, '5 % odd': mixed, odd })) {
  const plain = Buffer.from(`${lines.join('\n')}\n`, 'latin1');
  const gz = gzipSync(plain);
  const gunzip = gunzipMicrosecondsPerLine(gz);
  const onlyCut = await streamMicrosecondsPerLine(plain, () => undefined); // one measurement at a time
  const fromPlain = await streamMicrosecondsPerLine(plain, ({ text }) => toDocumentAndId(text));
  const fromGz = await streamMicrosecondsPerLine(gz, ({ text }) => toDocumentAndId(text));
  console.log(`\nstream of ${what} lines, ${Math.round(plain.length / LINES)} bytes a line`);
  row('yardstick: gunzip', gunzip);
  row('cutting lines, plain', onlyCut);
  row('plain bytes to documents and ids', fromPlain);
  row('gz bytes to documents and ids', fromGz);
}

const KIB = 1_024;
const ordinaryPerKib = (both * KIB * LINES) / ordinary.join('').length;
const [head = ''] = ordinaryLine(1).split(/(?= "GET )/);
const fill = (piece: string): string => piece.repeat(Math.floor(64_000 / piece.length));
const HOSTILE: Readonly<Record<string, string>> = {
  'quotes in the request-URI': `${head} "${fill('"')}`,
  'quotes and spaces': `${head} "${fill('" ')}`,
  'almost closing request-URIs': `${head} "${fill('" 200 - 1 1 1 ')}`,
  'almost closing statuses': `${head} "${fill('" 20')}`,
  'a user agent of quotes and spaces': ordinaryLine(1)
    .replace('curl', fill('" '))
    .replace('Mozilla', fill('" ')),
  'a user agent of almost-tails': ordinaryLine(1).replace('Mozilla', fill('" a b - c ')),
  'a tail of open quotes': `${ordinaryLine(1)} ${fill('"a ')}`,
  'only spaces': fill(' '),
  'spaces before the status': `${head} "GET / HTTP/1.1"${fill(' ')}`,
  'runs of spaces after quotes': `${head} "${fill(`"${' '.repeat(99)}`)}`,
  brackets: `${head.replace(/\[.*/, '')}${fill('[')}`,
  'times in the tail': `${ordinaryLine(1)} ${fill('[01/Jan/2026:00:00:00 ')}`,
  'percent signs in the key': ordinaryLine(1).replace('episodes', fill('%')),
  'nested percent signs in the referrer': ordinaryLine(1).replace('shows', `?a=${fill('%25')}`),
  'odd percent signs in the referrer': ordinaryLine(1).replace('shows', `?a=${fill('%%33%44')}`),
  'encoded parameters of one name': ordinaryLine(1).replace(' HTTP', `?${fill('%61=1&')} HTTP`),
  'secrets in the referrer': ordinaryLine(1).replace('shows', `?${fill('sig=a&')}`),
  'names without a value': ordinaryLine(1).replace('shows', `?${fill('sig"')}`),
  'bytes that are no UTF-8': ordinaryLine(1).replace('shows', fill('\u00ff')),
};
console.log(`\nhostile lines of 64 KB; an ordinary line costs ${ordinaryPerKib.toFixed(2)} us/KiB`);
for (const [what, line] of Object.entries(HOSTILE)) {
  const lines = [line, line, line];
  const perKib = (microsecondsPerLine(lines, parseAndEnrich) * KIB) / line.length;
  const times = perKib / ordinaryPerKib;
  console.log(`${what.padEnd(44)} ${perKib.toFixed(2)} us/KiB  ${times.toFixed(1)} x ordinary`);
}
if (sink === 0) throw new Error('nothing was measured');
