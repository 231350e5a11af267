/**
 * Claims, at 2 million records of 200,000 clients in three months, as ratios in one run: an exact
 * `top` takes at most 2.5 times as long as the plain terms aggregation that is not exact; `compare` at
 * most 1.5 times as long as only reading all groups; no question takes over 256 MiB. A quarter of the
 * records is measured first, so that one sees how time and memory grow. TAMARIN_BENCH_RECORDS sets
 * another size, TAMARIN_BENCH_RUNS how often each is measured; OPENSEARCH_URL takes another server
 * than an embedded one that is made for this.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEngine } from '../../src/engine/start-engine.ts';
import { connect } from '../../src/opensearch/client.ts';
import { makeSearchPort } from '../../src/opensearch/make-search-port.ts';
import { METRIC_AGGREGATIONS } from '../../src/questions/ask/metrics.ts';
import type { RawParameters } from '../../src/questions/ask/raw-parameters.ts';
import { prepareQuestion } from '../../src/questions/catalogue.ts';
import { plainRequest } from '../support/plain-request.ts';
import { makeIndex } from '../support/record-indices.ts';
import { measureCommand } from './measure-command.ts';
import { bulkLines, clientsOf } from './question-records.ts';

const RECORDS = Number(process.env.TAMARIN_BENCH_RECORDS ?? 2_000_000);
const PREFIX = 'bench';
const RECORDS_PER_BULK = 10_000;
const BULKS_IN_FLIGHT = 2;
const RUNS = Number(process.env.TAMARIN_BENCH_RUNS ?? 7);
const MEMORY_MIB_MAX = 256;
const TIMEOUT_MS = 600_000;
/** As large as a server allows by default (`search.max_buckets` 65,535). */
const BARE_PAGE = 65_000;

const folder = mkdtempSync(join(tmpdir(), 'tamarin-bench-'));
const ownUrl = process.env.OPENSEARCH_URL;
const engine =
  ownUrl === undefined
    ? await startEngine({ dataDir: folder, port: 0, say: (line) => console.error(line) })
    : null;
const url = ownUrl ?? engine?.url ?? '';

const request = plainRequest(url);

async function load(from: number, to: number): Promise<void> {
  let next = from;
  const send = async (): Promise<void> => {
    while (next < to) {
      const first = next;
      next = Math.min(to, first + RECORDS_PER_BULK);
      let lines = '';
      for (let index = first; index < next; index += 1) lines += bulkLines(index, RECORDS, PREFIX);
      const { body } = await request('POST', '/_bulk?filter_path=errors', lines); // one after the other
      if ((body as { readonly errors: boolean }).errors) throw new Error('A bulk failed'); // as filtered
    }
  };
  await Promise.all(Array.from({ length: BULKS_IN_FLIGHT }, send));
  await request('POST', `/${PREFIX}-records-*/_refresh`);
}

async function search(body: object): Promise<Readonly<Record<string, never>>> {
  const answer = await request('POST', `/${PREFIX}-records-*/_search?request_cache=false`, body);
  return (answer.body as { readonly aggregations: Readonly<Record<string, never>> }).aggregations; // of every answer with aggs
}

/** What a dashboard asks: fast, and wrong as soon as there are several indices. */
const plainTerms = (field: string) => async (): Promise<void> => {
  const groups = {
    terms: { field, size: 10, order: { bytes: 'desc' } },
    aggs: METRIC_AGGREGATIONS,
  };
  await search({ size: 0, aggs: { groups } });
};

/** All groups, and nothing done with them. */
async function bareSweep(): Promise<void> {
  const sources = [{ name: { terms: { field: 'remote_ip' } } }];
  const aggs = { bytes: METRIC_AGGREGATIONS.bytes };
  for (let after: object | undefined; ; ) {
    const composite = { size: BARE_PAGE, sources, ...(after === undefined ? {} : { after }) };
    const { groups } = await search({ size: 0, aggs: { groups: { composite, aggs } } }); // page after page
    const page = groups as unknown as { readonly buckets: unknown[]; readonly after_key?: object }; // of every composite
    if (page.buckets.length < BARE_PAGE) return;
    after = page.after_key;
  }
}

const server = await connect({ url, username: null, password: null, caFile: null });
const port = makeSearchPort(server, `${PREFIX}-records-*`, { timeoutMs: TIMEOUT_MS });

const asking = (name: string, raw: RawParameters) => async (): Promise<void> => {
  const { answer } = await prepareQuestion(name, raw)(port);
  if (!answer.exact) throw new Error(`${name} is not exact: ${answer.inexactBecause}`);
};

interface Task {
  readonly name: string;
  readonly run: () => Promise<void>;
  /** As a user asks it. */
  readonly args?: string;
  /** It reads every combination of values: measured once, without a turn to warm up. */
  readonly isLong?: true;
}

const long = (args: string, raw: RawParameters): Task => {
  const [name = ''] = args.split(' ');
  return { name: args, run: asking(name, raw), args, isLong: true };
};

// biome-ignore format: a table, one row a task
const TASKS: readonly Task[] = [
  { name: 'plain terms ip (inexact)', run: plainTerms('remote_ip') },
  { name: 'top ip', run: asking('top', { dimension: 'ip' }), args: 'top ip' },
  { name: 'top ip --limit 100', run: asking('top', { dimension: 'ip', limit: '100' }), args: 'top ip --limit 100' },
  { name: 'top ip --limit 1000', run: asking('top', { dimension: 'ip', limit: '1000' }), args: 'top ip --limit 1000' },
  { name: 'plain terms key (inexact)', run: plainTerms('key') },
  { name: 'top key', run: asking('top', { dimension: 'key' }), args: 'top key' },
  { name: 'bare sweep ip', run: bareSweep },
  { name: 'compare ip', run: asking('compare', { dimension: 'ip' }), args: 'compare ip' },
  { name: 'timeline day', run: asking('timeline', {}), args: 'timeline' },
  { name: 'search episode-4', run: asking('search', { text: 'episode-4' }), args: 'search episode-4' },
  long('top key --by distinct(ip)', { dimension: 'key', by: 'distinct(ip)' }),
  long('top ip --by distinct(key)', { dimension: 'ip', by: 'distinct(key)' }),
  long('top key --by listeners', { dimension: 'key', by: 'listeners' }),
  long('top key --by iab-downloads', { dimension: 'key', by: 'iab-downloads' }),
  long('top ip,key', { dimension: 'ip,key' }),
  long('timeline --by distinct(ip)', { by: 'distinct(ip)' }),
  long('top ip --by last --order asc', { dimension: 'ip', by: 'last', order: 'asc' }),
  { name: 'client 10.0.0.1', run: asking('client', { client: '10.0.0.1' }), args: 'client 10.0.0.1' },
];

interface Measured {
  readonly name: string;
  readonly ms: number;
  readonly mib: number | null;
}

/** Medians; all tasks take turns, so that a disturbance hits each alike. */
async function measureAll(): Promise<readonly Measured[]> {
  const times = TASKS.map((): number[] => []);
  for (let run = 0; run <= RUNS; run += 1) {
    for (const [at, task] of TASKS.entries()) {
      if (task.isLong && run !== 1) continue;
      const started = performance.now();
      await task.run(); // one at a time
      if (run > 0) times[at]?.push(performance.now() - started); // the first warms up
    }
  }
  const measured: Measured[] = [];
  for (const [at, { name, args }] of TASKS.entries()) {
    const sorted = times[at]?.toSorted((a, b) => a - b) ?? [];
    const ms = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
    measured.push({ name, ms, mib: args === undefined ? null : await peakMib(args) }); // one at a time
  }
  return measured;
}

/** Of the command as a user runs it, the whole process. */
async function peakMib(args: string): Promise<number> {
  const all = [...args.split(' '), '--index-prefix', PREFIX, '--json', '--timeout', '10m'];
  return (await measureCommand(all, url)).mib;
}

function report(quarter: readonly Measured[], whole: readonly Measured[]): void {
  const cell = (value: number | null | undefined, unit: string): string =>
    value === null || value === undefined ? '' : `${Math.round(value)} ${unit}`;
  console.log(`Node ${process.version}, ${cpus().length} CPUs, OpenSearch ${server.version}`);
  console.log(
    `median of ${RUNS} runs; records ${RECORDS / 4} and ${RECORDS}, clients up to ${clientsOf(RECORDS)}`,
  );
  for (const [at, { name, ms, mib }] of whole.entries()) {
    const before = quarter[at];
    const growth = before === undefined ? '' : `x ${(ms / before.ms).toFixed(1)}`;
    console.log(
      [
        name.padEnd(30),
        cell(before?.ms, 'ms'),
        cell(ms, 'ms'),
        growth,
        cell(before?.mib, 'MiB'),
        cell(mib, 'MiB'),
      ]
        .map((text, column) => (column === 0 ? text : text.padStart(11)))
        .join(''),
    );
  }
}

function check(whole: readonly Measured[]): boolean {
  const msOf = (name: string): number => whole.find((one) => one.name === name)?.ms ?? Number.NaN;
  const ratios = [
    {
      what: 'top ip / plain terms',
      ratio: msOf('top ip') / msOf('plain terms ip (inexact)'),
      most: 2.5,
    },
    {
      what: 'top key / plain terms',
      ratio: msOf('top key') / msOf('plain terms key (inexact)'),
      most: 2.5,
    },
    {
      what: 'compare ip / bare sweep',
      ratio: msOf('compare ip') / msOf('bare sweep ip'),
      most: 1.5,
    },
  ];
  for (const { what, ratio, most } of ratios)
    console.log(`${what}: ${ratio.toFixed(2)} (at most ${most})`);
  const peak = Math.max(...whole.map(({ mib }) => mib ?? 0));
  console.log(`memory: ${Math.round(peak)} MiB (at most ${MEMORY_MIB_MAX})`);
  return ratios.every(({ ratio, most }) => ratio <= most) && peak <= MEMORY_MIB_MAX;
}

try {
  for (const month of ['2026-01', '2026-02', '2026-03'])
    await makeIndex(request, `${PREFIX}-records-${month}`); // three
  await load(0, RECORDS / 4);
  const quarter = await measureAll();
  await load(RECORDS / 4, RECORDS);
  const whole = await measureAll();
  report(quarter, whole);
  process.exitCode = check(whole) ? 0 : 1;
} finally {
  await request('DELETE', `/${PREFIX}-records-*`);
  await server.client.close();
  await engine?.release();
  rmSync(folder, { recursive: true, force: true });
}
