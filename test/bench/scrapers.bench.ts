/**
 * Claims, at 10 million records of 200,000 clients in 30 days: `scrapers` takes at most 60 s on two
 * cores, with the engine on the same, less for a shorter range, and 256 MiB; it finds the five planted
 * actors, and beside them accuses only whoever downloads the same file in full again and again. A quarter of the records is measured first, so that one sees how
 * time and memory grow. TAMARIN_BENCH_RECORDS sets another size; OPENSEARCH_URL takes another server
 * than an embedded one that is made for this.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeDocument } from '../../src/bulk/document.ts';
import type { AccessRecord } from '../../src/core/record.ts';
import { startEngine } from '../../src/engine/start-engine.ts';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import type { ScrapersAnswer } from '../../src/questions/scrapers/answer.ts';
import { SCALE_ACTORS, scaleLines } from '../scrapers/scale.ts';
import { plainRequest } from '../support/plain-request.ts';
import { makeIndex } from '../support/record-indices.ts';
import { measureCommand } from './measure-command.ts';

const RECORDS = Number(process.env.TAMARIN_BENCH_RECORDS ?? 10_000_000);
const CLIENTS = 200_000;
const SECONDS_MAX = 60;
const MEMORY_MIB_MAX = 256;
const RECORDS_PER_BULK = 5_000;
const NO_LIMIT = { timeSecondsMax: Number.MAX_SAFE_INTEGER };

const folder = mkdtempSync(join(tmpdir(), 'tamarin-bench-'));
const ownUrl = process.env.OPENSEARCH_URL;
const engine =
  ownUrl === undefined
    ? await startEngine({ dataDir: folder, port: 0, say: (line) => console.error(line) })
    : null;
const url = ownUrl ?? engine?.url ?? '';
const request = plainRequest(url);

/** Each size under a prefix of its own. Resolves to what each client asked for. */
async function load(prefix: string, records: number): Promise<Clients> {
  const clients: Clients = new Map();
  const index = `${prefix}-records-2026-03`;
  await makeIndex(request, index);
  const enrich = makeEnricher();
  const head = `{"create":{"_index":"${index}"}}\n`;
  let body = '';
  let count = 0;
  let sending = Promise.resolve();
  const send = async (lines: string): Promise<void> => {
    const { body: answer } = await request('POST', '/_bulk?filter_path=errors', lines);
    if ((answer as { readonly errors: boolean }).errors) throw new Error('A bulk failed'); // as filtered
  };
  for (const line of scaleLines({ records, clients: CLIENTS })) {
    const outcome = parseLine(line, NO_LIMIT);
    if (outcome.kind === 'reject') throw new Error(outcome.reason);
    const provenance = { logKey: 'scale', logLine: count + 1, syncId: null };
    body += `${head}${encodeDocument(outcome.record, enrich(outcome.record), provenance, false)}\n`;
    count += 1;
    if (records <= NAIVE_MAX) note(clients, outcome.record);
    if (count % RECORDS_PER_BULK > 0) continue;
    await sending; // one is made while the other is sent
    sending = send(body);
    body = '';
  }
  await sending;
  if (body !== '') await send(body);
  await request('POST', `/${index}/_refresh`);
  return clients;
}

/** Keys by address, a key each time it was asked for. */
type Clients = Map<string, string[]>;

/** Of more, the keys of all clients do not fit into memory. */
const NAIVE_MAX = 3_000_000;

function note(clients: Clients, { remoteIp, key }: AccessRecord): void {
  if (remoteIp === null) return;
  const keys = clients.get(remoteIp);
  if (keys === undefined) clients.set(remoteIp, [key ?? '']);
  else keys.push(key ?? '');
}

/** What is usual, by a count over the lines, is what the answer says. */
function isUsual(clients: Clients, { population }: ScrapersAnswer): boolean {
  const medianOf = (count: (keys: readonly string[]) => number): number => {
    const sorted = [...clients.values()].map(count).sort((a, b) => a - b);
    const at = (index: number): number => sorted[index] ?? 0;
    return (at((sorted.length - 1) >> 1) + at(sorted.length >> 1)) / 2;
  };
  const naive = {
    files: medianOf((keys) => new Set(keys).size),
    requests: medianOf(({ length }) => length),
  };
  console.log(`usual: ${naive.files} files, ${naive.requests} requests by a count over the lines`);
  return naive.files === population.medianFiles && naive.requests === population.medianRequests;
}

interface Measured {
  readonly what: string;
  readonly seconds: number;
  readonly mib: number;
  readonly answer: ScrapersAnswer;
}

async function measure(what: string, prefix: string, ...range: string[]): Promise<Measured> {
  const args = [
    'scrapers',
    '--json',
    '--limit',
    '1000',
    '--timeout',
    '10m',
    '--index-prefix',
    prefix,
  ];
  const { seconds, mib, stdout } = await measureCommand([...args, ...range], url);
  const measured = { what, seconds, mib, answer: JSON.parse(stdout) as ScrapersAnswer }; // as --json prints it
  const { population, accused } = measured.answer;
  console.log(
    `${what.padEnd(34)} ${seconds.toFixed(1)} s  ${Math.round(mib)} MiB  ${population.requests} records, ${population.clients} clients, ${accused} accused`,
  );
  return measured;
}

/** Ids of planted actors without a row, and names of rows that accuse somebody else. */
function wrong({ rows }: ScrapersAnswer): readonly string[] {
  // The generator's most eager listeners download their favourites in full again and again.
  const accused = rows.filter((row) => row.score >= 50 && row.verdict !== 'bandwidth-hog');
  const isOf = (addresses: readonly string[], row: ScrapersAnswer['rows'][number]): boolean =>
    row.members.addresses.filter((address) => addresses.includes(address)).length * 2 >=
    Math.max(row.members.count, addresses.length);
  const missed = SCALE_ACTORS.filter(
    ({ addresses }) => !accused.some((row) => isOf(addresses, row)),
  );
  const others = accused.filter(
    (row) => !SCALE_ACTORS.some(({ addresses }) => isOf(addresses, row)),
  );
  return [
    ...missed.map(({ id }) => `missed ${id}`),
    ...others.map(({ name }) => `accused ${name}`),
  ];
}

try {
  console.log(`Node ${process.version}, ${cpus().length} CPUs`);
  const clients = await load('quarter', RECORDS / 4);
  const quarter = await measure('a quarter of the records', 'quarter');
  const isTrue = isUsual(clients, quarter.answer);
  console.log(isTrue ? 'the answer says the same' : 'THE ANSWER SAYS OTHERWISE');
  clients.clear();
  await request('DELETE', '/quarter-records-*');
  await load('whole', RECORDS);
  const whole = await measure('all records', 'whole');
  await measure('a week of them', 'whole', '--from', '2026-03-08', '--to', '2026-03-15');
  const mistakes = wrong(whole.answer);
  console.log(
    mistakes.length === 0 ? 'all actors found, nobody else accused' : mistakes.join(', '),
  );
  const isWithin = whole.seconds <= SECONDS_MAX && whole.mib <= MEMORY_MIB_MAX;
  process.exitCode = isTrue && isWithin && mistakes.length === 0 ? 0 : 1;
} finally {
  await request('DELETE', '/whole-records-*,quarter-records-*');
  await engine?.release();
  rmSync(folder, { recursive: true, force: true });
}
