/**
 * What a derived field costs on disk: records like those of the samples, each with a client and ids of
 * its own, in one index without the fields of mapping version 3, in one with all of them, and in one
 * with each alone; merged into one segment. Then the same of records that make them dear: presigned
 * URLs with a parameter of the owner's, deep keys, sessions of roles. The claim: all of them take at
 * most a tenth more; of the dear ones at most a fifth.
 * TAMARIN_BENCH_RECORDS sets another number; OPENSEARCH_URL takes another server than an own one.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeLine } from '../../samples/maker/line-writer.ts';
import { makePlan } from '../../samples/maker/plan.ts';
import { randomFor } from '../../samples/maker/prng.ts';
import { encodeDocument } from '../../src/bulk/document.ts';
import { FIELD_TABLE } from '../../src/core/field-table.ts';
import type { AccessRecord } from '../../src/core/record.ts';
import { startEngine } from '../../src/engine/start-engine.ts';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { plainRequest } from '../support/plain-request.ts';

const RECORDS = Number(process.env.TAMARIN_BENCH_RECORDS ?? 100_000);
const RECORDS_PER_BULK = 5_000;
const SHARE_MAX = 0.1;
const DEAR_SHARE_MAX = 0.2;
const FIELDS = ['account', 'role', 'origin', 'folder2', 'folder3', 'folder4', 'os', 'device', 'url_parameters']; // biome-ignore format: a list

type Document = Readonly<Record<string, unknown>>;

const enrich = makeEnricher();
const LOGGED = FIELD_TABLE.filter(({ origin }) => origin === 'logged');
const EMPTY = Object.fromEntries(
  LOGGED.map(({ property }) => [property, null]),
) as unknown as AccessRecord; // all of its fields

function sampleDocuments(): readonly Document[] {
  return makePlan().records.flatMap((planned, at) => {
    const outcome = parseLine(writeLine(planned), { timeSecondsMax: 4_102_444_800 });
    if (outcome.kind === 'reject') return [];
    const provenance = { logKey: `2026-01-${at >> 6}`, logLine: at & 63, syncId: 'bench' };
    return [JSON.parse(encodeDocument(outcome.record, enrich(outcome.record), provenance, false))];
  });
}

const random = randomFor('fields-bench');

/** The record once more: at another time, of another client, and with ids of its own. */
function copyOf(document: Document, copy: number): Document {
  const elsewhere = (text: unknown): unknown =>
    String(text).replace(/^(\d+\.\d+)\.(\d+)\./, (_, start, part) => `${start}.${(Number(part) + copy) % 256}.`); // biome-ignore format: one rule
  const { remote_ip: ip, network } = document;
  return {
    ...document,
    '@timestamp': new Date(
      Date.parse(String(document['@timestamp'])) + copy * 61_000,
    ).toISOString(),
    request_id: random.base36(16),
    host_id: random.bytes(56).toString('base64'),
    ...(ip === undefined ? {} : { remote_ip: elsewhere(ip), network: elsewhere(network) }),
  };
}

/** As a program of the owner's would ask for it. */
function dearCopyOf(document: Document, copy: number): Document {
  const number = (most: number): string => String(random.int(1, most)).padStart(4, '0');
  const time = String(document['@timestamp']).replace(/[-:]/g, '');
  const key = `tenants/tenant-${number(300)}/2026/01/part-${number(9_999)}.mp3`;
  const query = `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIARIVERBENDEXAMPLE%2F${time.slice(0, 8)}%2Feu-west-1%2Fs3%2Faws4_request&X-Amz-Date=${time}&X-Amz-Expires=3600&X-Amz-SignedHeaders=host&X-Amz-Signature=0123&x-user=member-${number(5_000)}`;
  const requester = `arn:aws:sts::700123456789:assumed-role/app-${number(20)}/session-${random.base36(12)}`;
  const { key_logged: _, ...record } = copyOf(document, copy);
  const planned = { key, requester, requestUri: `GET /${key}?${query.replace('=0123', '=REDACTED')} HTTP/1.1` }; // biome-ignore format: one record
  const derived = enrich({ ...EMPTY, ...planned, httpMethod: 'GET', httpVersion: 'HTTP/1.1' });
  return {
    ...record,
    key,
    requester,
    request_uri: planned.requestUri,
    url_query: derived.urlQuery,
    url_parameters: derived.urlParameters,
    account: derived.account,
    role: derived.role,
    folder: derived.folder,
    folder2: derived.folder2,
    folder3: derived.folder3,
    folder4: derived.folder4,
  };
}

const without = (document: Document, names: readonly string[]): Document =>
  Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));

const folder = mkdtempSync(join(tmpdir(), 'tamarin-bench-'));
const ownUrl = process.env.OPENSEARCH_URL;
const engine =
  ownUrl === undefined
    ? await startEngine({ dataDir: folder, port: 0, say: (line) => console.error(line) })
    : null;
const request = plainRequest(ownUrl ?? engine?.url ?? '');
const template = JSON.parse(
  readFileSync(new URL('../../index-templates/records.json', import.meta.url), 'utf8'),
).template;

async function bytesOf(
  documents: readonly Document[],
  dropped: readonly string[],
): Promise<number> {
  const index = 'bench-fields';
  const { mappings } = template;
  await request('PUT', `/${index}`, {
    settings: {
      index: { ...template.settings.index, number_of_replicas: 0, refresh_interval: -1 },
    },
    mappings: { ...mappings, properties: without(mappings.properties, dropped) },
  });
  for (let from = 0; from < documents.length; from += RECORDS_PER_BULK) {
    const lines = documents.slice(from, from + RECORDS_PER_BULK).map((document, at) => {
      const action = { create: { _id: `tamarin${from + at}-${String(document.request_id)}` } };
      return `${JSON.stringify(action)}\n${JSON.stringify(without(document, dropped))}\n`;
    });
    const { body } = await request('POST', `/${index}/_bulk?filter_path=errors`, lines.join('')); // one after the other
    if ((body as { readonly errors: boolean }).errors) throw new Error('A bulk failed'); // as filtered
  }
  await request('POST', `/${index}/_forcemerge?max_num_segments=1`);
  await request('POST', `/${index}/_flush`);
  const { body } = await request('GET', `/${index}/_stats/store`);
  const { _all } = body as { readonly _all: { readonly primaries: { readonly store: { readonly size_in_bytes: number } } } }; // biome-ignore format: of every index
  await request('DELETE', `/${index}`);
  return _all.primaries.store.size_in_bytes / documents.length;
}

interface Population {
  readonly what: string;
  readonly copy: (document: Document, copy: number) => Document;
  readonly shareMax: number;
}

async function measure({ what, copy, shareMax }: Population): Promise<void> {
  const samples = sampleDocuments();
  const documents = Array.from({ length: RECORDS }, (_, at) =>
    copy(samples[at % samples.length] ?? {}, Math.floor(at / samples.length)),
  );
  const bare = await bytesOf(documents, FIELDS);
  const row = (name: string, bytes: number): void =>
    console.log(`${name.padEnd(20)} ${bytes.toFixed(1)} bytes a record  ${((bytes / bare) * 100).toFixed(1)} %`); // biome-ignore format: one line
  console.log(`${RECORDS} records ${what}`);
  row('without these fields', bare);
  for (const name of FIELDS) {
    const others = FIELDS.filter((each) => each !== name);
    row(name, (await bytesOf(documents, others)) - bare); // one index after the other
  }
  const all = (await bytesOf(documents, [])) - bare;
  row('all of them', all);
  if (all > bare * shareMax) process.exitCode = 1;
}

try {
  await measure({ what: 'like those of the samples', copy: copyOf, shareMax: SHARE_MAX });
  const dear = 'of presigned URLs, deep keys and roles';
  await measure({ what: dear, copy: dearCopyOf, shareMax: DEAR_SHARE_MAX });
} finally {
  await engine?.release();
  rmSync(folder, { recursive: true, force: true });
}
