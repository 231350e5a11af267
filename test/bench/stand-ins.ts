/**
 * An S3 that serves objects of 60 lines, with the checksum that S3 sends with its logs, the same S3 with
 * 50 ms before each GET, and an OpenSearch that takes every document: so that only the shipper's own CPU
 * is measured. The OpenSearch has a process of its own: a GET is not to wait until a bulk was counted.
 * Prints the three URLs as JSON and runs until its stdin ends.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { crc64Nvme } from '../../src/source/s3/crc64-nvme.ts';
import { ordinaryLine } from './sample-lines.ts';

const OPEN_SEARCH = 'opensearch';
const OBJECTS = Number(process.argv[2] ?? 1_000);
const LINES = 60;
const LATENCY_MS = 50;
const PAGE = 1_000;
const BODIES = 200;

const bodies = Array.from({ length: BODIES }, (_, body) =>
  Buffer.from(
    Array.from({ length: LINES }, (_unused, line) => `${ordinaryLine(body * LINES + line)}\n`).join(
      '',
    ),
  ),
);
const sums = bodies.map((body) => crc64Nvme(body).toString('base64'));
const keyAt = (at: number): string => `2026-01-17-00-00-00-${String(at).padStart(16, '0')}`;
const atOf = (key: string): number => Number(key.slice(-16));
const bodyAt = (at: number): Buffer => bodies[at % BODIES] ?? Buffer.alloc(0);

function listing(startAfter: string): string {
  const from = startAfter === '' ? 0 : atOf(startAfter) + 1;
  const until = Math.min(from + PAGE, OBJECTS);
  let contents = '';
  for (let at = from; at < until; at += 1)
    contents += `<Contents><Key>${keyAt(at)}</Key><LastModified>2026-01-17T00:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>${bodyAt(at).length}</Size></Contents>`;
  return `<?xml version="1.0"?><ListBucketResult><Name>b</Name><MaxKeys>${PAGE}</MaxKeys><IsTruncated>${until < OBJECTS}</IsTruncated>${contents}</ListBucketResult>`;
}

const makeS3 =
  (latencyMs: number): RequestListener =>
  async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://s3');
    if (url.searchParams.has('list-type')) {
      response.writeHead(200, { 'content-type': 'application/xml' });
      return void response.end(listing(url.searchParams.get('start-after') ?? ''));
    }
    if (latencyMs > 0) await delay(latencyMs);
    const at = atOf(url.pathname);
    const body = bodyAt(at);
    const sum = { 'x-amz-checksum-crc64nvme': sums[at % BODIES] ?? '' };
    response.writeHead(200, { etag: '"e"', 'content-length': body.length, ...sum });
    response.end(body);
  };

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const LF = 0x0a;
function bulkAnswer(body: Buffer): string {
  let lines = 0;
  for (let at = body.indexOf(LF); at >= 0; at = body.indexOf(LF, at + 1)) lines += 1;
  return `{"errors":false,"items":[${Array(lines >> 1)
    .fill('{"create":{"status":201}}')
    .join()}]}`;
}

const openSearch: RequestListener = async (request, response) => {
  const body = await readBody(request);
  const path = request.url ?? '/';
  const answer = (): string => {
    if (path === '/') return '{"version":{"number":"3.8.0","distribution":"opensearch"}}';
    if (path.startsWith('/_bulk')) return bulkAnswer(body);
    if (path.includes('_mget')) {
      const ids: readonly string[] = JSON.parse(body.toString()).ids ?? [];
      return JSON.stringify({ docs: ids.map((_id) => ({ _id, found: false })) });
    }
    if (path.includes('_search'))
      return '{"hits":{"hits":[]},"aggregations":{"last":{"value":null}}}';
    if (path.includes('_mapping') && request.method === 'GET')
      return `{"${path.split('/')[1]}":{"mappings":{"_meta":{"version":999,"grain":"month"},"properties":{}}}}`;
    if (path.includes('_index_template') && request.method === 'GET') return '{}';
    return '{"acknowledged":true}';
  };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(answer());
};

async function listen(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on TCP
}

/** The same program, told to be the OpenSearch. */
async function startOpenSearch(): Promise<string> {
  const args = [fileURLToPath(import.meta.url), OPEN_SEARCH];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [url] = await once(child.stdout, 'data');
  return String(url); // its stdin ends with this process
}

const print = (text: string): boolean => process.stdout.write(text);
if (process.argv[2] === OPEN_SEARCH) print(await listen(openSearch));
else {
  const urls = {
    s3: await listen(makeS3(0)),
    slowS3: await listen(makeS3(LATENCY_MS)),
    openSearch: await startOpenSearch(),
  };
  print(`${JSON.stringify(urls)}\n`);
}
process.stdin.resume().on('end', () => process.exit(0));
