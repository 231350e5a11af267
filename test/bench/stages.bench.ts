/**
 * Where the time of a line goes, stage by stage, on the lines of `npm run bench sync`: each stage
 * alone, in the order of a sync, after a warm-up on other lines. TAMARIN_BENCH_LINES sets another
 * size than 200,000.
 */
import { hash } from 'node:crypto';
import { cpus } from 'node:os';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Batch, type WrittenBy } from '../../src/bulk/batch.ts';
import { encodeDocument } from '../../src/bulk/document.ts';
import { documentId } from '../../src/bulk/document-id.ts';
import { encodeRecordItem, recordActionPrefix } from '../../src/bulk/encode-item.ts';
import { asIndexName, asSyncId } from '../../src/core/brand.ts';
import { ByteWriter } from '../../src/core/byte-writer.ts';
import type { RawLine } from '../../src/core/raw-line.ts';
import { enricherOf, makeEnrichmentParts } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { ContentSplitter } from '../../src/source/content/content-splitter.ts';
import { LineEncoder } from '../../src/transcode/line-encoder.ts';
import { realisticLine } from './realistic-lines.ts';

const LINES = Number(process.env.TAMARIN_BENCH_LINES ?? 200_000);
const WARM_UP_LINES = 50_000;
const LINES_A_FILE = 5_000;
const CHUNK_BYTES = 256 * 1024;
const FLUSH_BYTES = 5_242_880;
const SLACK_BYTES = 65_536;
const INDEX = asIndexName('bench-records-2026-01');
const NO_LIMIT = { timeSecondsMax: Number.MAX_SAFE_INTEGER };
const LOG_KEY = '2026-01-03-00-00-00-0000000000000000.gz';
const READABLE_FILES = 4;
const SYNC_ID = asSyncId('20260103T000000Z-bench');

function filesOf(from: number, count: number): Buffer[] {
  const files: Buffer[] = [];
  for (let at = from; at < from + count; at += LINES_A_FILE) {
    const length = Math.min(LINES_A_FILE, from + count - at);
    const text = Array.from({ length }, (_, line) => `${realisticLine(at + line)}\n`).join('');
    files.push(gzipSync(text));
  }
  return files;
}

const FILES = filesOf(0, LINES);
const WARM_UP = filesOf(LINES, WARM_UP_LINES);
const open = (file: Buffer): Buffer => gunzipSync(file, { chunkSize: CHUNK_BYTES });
const TEXTS = FILES.map(open);
const WARM_UP_TEXTS = WARM_UP.map(open);

/** Microseconds of this process's CPU that `work` takes a line. */
function cost(work: (bytes: Buffer) => void, parts: readonly Buffer[], lines: number): number {
  const before = process.cpuUsage();
  for (const part of parts) work(part);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / lines;
}

function row(name: string, microseconds: number, note = ''): void {
  console.log(`${name.padEnd(46)} ${microseconds.toFixed(2).padStart(6)} us  ${note}`);
}

/** The same work is first done on other lines: what is compiled and known then is not measured. */
function costOfLines(line: (raw: RawLine) => void): number {
  const work = (bytes: Buffer): void => {
    const splitter = new ContentSplitter({
      startMember: () => undefined,
      line,
      oversizeLine: () => undefined,
    });
    splitter.push(bytes);
    splitter.end();
  };
  cost(work, WARM_UP_TEXTS, WARM_UP_LINES);
  return cost(work, TEXTS, LINES);
}

/** Microseconds for each of some things. */
function costOfEach<T>(things: readonly T[], work: (thing: T, at: number) => void): number {
  const before = process.cpuUsage();
  for (const [at, thing] of things.entries()) work(thing, at);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / things.length;
}

const parts = makeEnrichmentParts();
const enrich = enricherOf(parts);
const makeEncoder = (): LineEncoder =>
  new LineEncoder({ parts, redactNames: [], keepHostId: false, recordIndex: () => INDEX });
const writer = new ByteWriter();
const prefix = recordActionPrefix('create', INDEX);

/** Into batches, as a sink fills them. */
function makeEncoding(note: (isQuick: boolean) => void): (raw: RawLine) => void {
  const encoder = makeEncoder();
  const texts = encoder.logTexts(LOG_KEY, SYNC_ID, NO_LIMIT);
  const buffer = Buffer.allocUnsafeSlow(FLUSH_BYTES + SLACK_BYTES);
  const owner: WrittenBy = {
    kind: 'written',
    created: () => undefined,
    ticket: () => {
      throw new Error('no item has a result here');
    },
  };
  let batch = new Batch(buffer);
  return (raw) => {
    const room = encoder.roomFor(raw, texts);
    batch.openItem(writer, room);
    const isQuick = room > 0 && encoder.encodeItem(raw, texts, writer);
    note(isQuick);
    if (!isQuick) return;
    batch.closeItem(owner, writer, encoder);
    if (batch.sizeBytes >= FLUSH_BYTES) batch = new Batch(buffer);
  };
}

function readably(line: string, lineNumber: number): number {
  const outcome = parseLine(line, NO_LIMIT);
  if (outcome.kind === 'reject') throw new Error(`a realistic line is a reject: ${outcome.reason}`);
  const { record, isPlain } = outcome;
  const provenance = { logKey: LOG_KEY, logLine: lineNumber, syncId: SYNC_ID };
  const document = encodeDocument(record, enrich(record), provenance, isPlain);
  const id = documentId(line, record.timeSeconds, null, isPlain);
  return encodeRecordItem(prefix, id, document).length;
}

console.log(`Node ${process.version}, ${cpus().length} CPUs, ${LINES} lines, CPU a line`);
cost(open, WARM_UP, WARM_UP_LINES);
row('gunzip', cost(open, FILES, LINES));
row(
  'cutting lines',
  costOfLines(() => undefined),
);
row('cutting lines, and SHA-256', costOfLines(({ buffer, start, end }) => void hash('sha256', buffer.subarray(start, end), 'binary'))); // biome-ignore format: one line
const agents = new Set(WARM_UP_TEXTS.flatMap(agentsOf));
const unknown = makeEnrichmentParts();
row(`a new user agent, each of ${agents.size}`, costOfEach([...agents], (agent) => void unknown.agentOf(agent))); // biome-ignore format: one line
let isQuick = 0;
const encoding = costOfLines(makeEncoding((quick) => (isQuick += quick ? 1 : 0)));
row('from cutting to bulk body, the quick way', encoding, `${((100 * isQuick) / (LINES + WARM_UP_LINES)).toFixed(1)} % of the lines`); // biome-ignore format: one line
const some = TEXTS.slice(0, READABLE_FILES).flatMap((text) => text.toString('latin1').split('\n').slice(0, -1)); // biome-ignore format: one line
let characters = 0;
row('the same, the readable way', costOfEach(some, (text, at) => (characters += readably(text, at)))); // biome-ignore format: one line
if (characters === 0) throw new Error('nothing was measured');

function agentsOf(text: Buffer): string[] {
  return [...text.toString('latin1').matchAll(/" "(.+)" - /g)].map((match) => match[1] ?? '');
}
