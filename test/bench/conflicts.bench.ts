/**
 * Claims, as ratios in one run: to ask where 5,000 records came from that a bulk request met costs at
 * most as much as that request, where they are older than the sync; their fields would cost a
 * multiple. And to tell whether a reader sees everything takes at most four times as long as one count.
 * TAMARIN_BENCH_RECORDS sets how many records there are; OPENSEARCH_URL takes another server than one that is made for this.
 */
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { asIndexName } from '../../src/core/brand.ts';
import { startEngine } from '../../src/engine/start-engine.ts';
import { connect } from '../../src/opensearch/client.ts';
import { readLastSequence, readProvenance } from '../../src/opensearch/provenance.ts';
import { readerLimits } from '../../src/opensearch/reader-limits.ts';
import { plainRequest } from '../support/plain-request.ts';
import { makeIndex } from '../support/record-indices.ts';
import { median } from './median.ts';
import { bulkLines } from './question-records.ts';

const RECORDS = Number(process.env.TAMARIN_BENCH_RECORDS ?? 200_000);
const PER_BULK = 5_000;
const RUNS = 9;
const PATTERN = 'bench-records-*';
const INDEX = asIndexName('bench-records-2026-01');
const BEGIN_SECONDS = 1_767_225_600; // 2026-01-01
const LIMITS_COUNTS_MAX = 4;

const folder = mkdtempSync(join(tmpdir(), 'tamarin-bench-'));
const ownUrl = process.env.OPENSEARCH_URL;
const engine =
  ownUrl === undefined
    ? await startEngine({ dataDir: folder, port: 0, say: (line) => console.error(line) })
    : null;
const url = ownUrl ?? engine?.url ?? '';
const request = plainRequest(url);
const connection = { url, username: null, password: null, caFile: null };
const server = await connect(connection);

const idOf = (at: number): string =>
  `${(BEGIN_SECONDS + at).toString(36)}-${hash('sha256', String(at), 'base64url').slice(0, 12)}`;

function bulkOf(from: number): string {
  let text = '';
  for (let at = from; at < from + PER_BULK; at += 1) {
    const [, document = ''] = bulkLines(at, RECORDS, 'bench').split('\n');
    const origin = `"sync_id":"a","log_key":"logs/${at >> 10}","log_line":${(at & 1023) + 1}`;
    text += `{"create":{"_index":"${INDEX}","_id":"${idOf(at)}"}}\n${document.slice(0, -1)},${origin}}\n`;
  }
  return text;
}

await makeIndex(request, INDEX);
for (let from = 0; from < RECORDS; from += PER_BULK)
  await request('POST', '/_bulk?filter_path=errors', bulkOf(from)); // one after the other
await request('POST', `/${INDEX}/_refresh`);
const last = await readLastSequence(server, INDEX);

const placesOf = (run: number) =>
  Array.from({ length: PER_BULK }, (_, at) => ({
    index: INDEX,
    id: idOf(((run * PER_BULK) % RECORDS) + at),
  }));

// biome-ignore format: a table, one row a task
const TASKS: readonly { readonly name: string; readonly run: (run: number) => Promise<unknown> }[] = [
  { name: 'bulk that meets 5,000 records', run: (run) => request('POST', '/_bulk?filter_path=errors,items.*.status,items.*.error', bulkOf((run * PER_BULK) % RECORDS)) },
  { name: 'origins, older than the sync', run: (run) => readProvenance(server, placesOf(run), () => last) },
  { name: 'origins, all fields read', run: (run) => readProvenance(server, placesOf(run), () => -1) },
  { name: 'one count', run: () => server.client.count({ index: PATTERN }) },
  { name: 'limits of a reader', run: async () => {
    const fresh = await connect(connection); // it remembers by server
    const started = performance.now();
    const limits = await readerLimits(fresh, PATTERN);
    const ms = performance.now() - started;
    await fresh.client.close();
    if (limits.kind !== 'none') throw new Error(JSON.stringify(limits));
    return ms;
  } },
];

const times = TASKS.map((): number[] => []);
for (let run = 0; run <= RUNS; run += 1) {
  for (const [at, task] of TASKS.entries()) {
    const started = performance.now();
    const own = await task.run(run); // they take turns
    const ms = typeof own === 'number' ? own : performance.now() - started;
    if (run > 0) times[at]?.push(ms); // the first warms up
  }
}
const medians = times.map(median);
const [bulkMs = 1] = medians;
console.log(`${RECORDS} records, Node ${process.version}, ${cpus()[0]?.model} × ${cpus().length}`);
for (const [at, { name }] of TASKS.entries()) {
  const ms = medians[at] ?? Number.NaN;
  console.log(`${name.padEnd(32)} ${ms.toFixed(1).padStart(8)} ms  ${(ms / bulkMs).toFixed(2)}`);
}
await server.client.close();
await engine?.release();
rmSync(folder, { recursive: true, force: true });
const [, olderMs = Number.NaN, , countMs = Number.NaN, limitsMs = Number.NaN] = medians;
if (!(olderMs <= bulkMs && limitsMs <= LIMITS_COUNTS_MAX * countMs)) process.exitCode = 1;
