/**
 * Claim: to know how far an answer reaches costs a question at most 15 ms over the samples, and at most
 * 15 ms with 100,000 log objects and 10,000 syncs in the books. The yardstick is the smallest search
 * there is, in the same run. OPENSEARCH_URL takes another server than an embedded one.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startEngine } from '../../src/engine/start-engine.ts';
import { connect } from '../../src/opensearch/client.ts';
import { makeSearchPort } from '../../src/opensearch/make-search-port.ts';
import { readReach } from '../../src/questions/count/read-reach.ts';
import { plainRequest } from '../support/plain-request.ts';
import { SAMPLE_LOGS } from '../support/samples.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const PREFIX = 'bench';
const RUNS = 200;
const WARM_UP = 200;
const MS_MAX = 15;
const LOG_OBJECTS = 100_000;
const SYNCS = 10_000;
const PER_BULK = 10_000;

const folder = mkdtempSync(join(tmpdir(), 'tamarin-bench-'));
const ownUrl = process.env.OPENSEARCH_URL;
const engine =
  ownUrl === undefined
    ? await startEngine({ dataDir: folder, port: 0, say: (line) => console.error(line) })
    : null;
const url = ownUrl ?? engine?.url ?? '';
const request = plainRequest(url);
const server = await connect({ url, username: null, password: null, caFile: null });
const port = makeSearchPort(server, `${PREFIX}-records-*`, { timeoutMs: 60_000 });
const EVERYTHING = { from: null, to: null };

const readFacts = async (): Promise<void> => {
  const { complete, because } = await readReach(port, EVERYTHING);
  if (!complete) throw new Error(`not complete: ${because}`);
};

const smallestSearch = async (): Promise<void> => {
  await server.client.search({ index: `${PREFIX}-syncs`, body: { size: 0 } });
};

/** Medians in turns, so that a disturbance hits both alike. */
async function measure(name: string): Promise<number> {
  const times: [number[], number[]] = [[], []];
  for (let run = -WARM_UP; run < RUNS; run += 1) {
    for (const [at, task] of [readFacts, smallestSearch].entries()) {
      const started = performance.now();
      await task(); // one at a time
      if (run >= 0) times[at]?.push(performance.now() - started);
    }
  }
  const [facts = Number.NaN, search = Number.NaN] = times.map(
    (each) => each.toSorted((a, b) => a - b)[RUNS / 2],
  );
  console.log(
    `${name.padEnd(36)} ${facts.toFixed(1)} ms, ${(facts / search).toFixed(1)} times the smallest search`,
  );
  return facts;
}

const lines = (count: number, line: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

async function fillBooks(): Promise<void> {
  const source = 's3:Amazon S3/logs/';
  const ledger = (at: number): string =>
    `{"index":{"_index":"${PREFIX}-ledger"}}\n{"log_key":"${at}","physical_id":"${source}${at}","state":"${at % 1_000 === 0 ? 'gone' : 'done'}","last_modified":"2026-01-01T00:00:00Z"}\n`;
  for (let from = 0; from < LOG_OBJECTS; from += PER_BULK)
    await request(
      'POST',
      '/_bulk',
      lines(PER_BULK, (at) => ledger(from + at)),
    ); // one after the other
  const started = (at: number): string => new Date(Date.UTC(2026, 0) + at * 900_000).toISOString();
  const sync = (at: number): string =>
    `{"index":{"_index":"${PREFIX}-syncs"}}\n{"source":"s3://logs/","source_id":"${source}","listing":"recent","state":"done","started_at":"${started(at)}","objects":{"listed":9,"done":9}}\n`;
  await request('POST', '/_bulk', lines(SYNCS, sync));
  await request('POST', `/${PREFIX}-*/_refresh`);
}

try {
  console.log(`Node ${process.version}, ${cpus().length} CPUs, OpenSearch ${server.version}`);
  const env = { ...process.env, OPENSEARCH_URL: url, TAMARIN_INDEX_PREFIX: PREFIX };
  execFileSync(process.execPath, [MAIN, 'sync', SAMPLE_LOGS, '--quiet'], { env });
  const samples = await measure('over the samples');
  await fillBooks();
  const large = await measure(`${LOG_OBJECTS} log objects, ${SYNCS} syncs`);
  console.log(`at most ${MS_MAX} ms each`);
  process.exitCode = samples <= MS_MAX && large <= MS_MAX ? 0 : 1;
} finally {
  await request('DELETE', `/${PREFIX}-*`);
  await server.client.close();
  await engine?.release();
  rmSync(folder, { recursive: true, force: true });
}
