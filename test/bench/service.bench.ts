/**
 * Claim: beside a running sync a service answers 200 GETs a second without an error, and its p99 is at
 * most three times that of the idle service, or 25 ms. Prints what the sync loses by them, too.
 * TAMARIN_BENCH_SECONDS=60 runs it at its full size; OPENSEARCH_URL takes another server than an embedded one.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startEngine } from '../../src/engine/start-engine.ts';
import { until } from '../support/live-run.ts';
import { getAtRate, type LoadResult, percentile } from '../support/open-loop.ts';
import { plainRequest } from '../support/plain-request.ts';
import { startService } from '../support/running-service.ts';
import { ordinaryLine } from './sample-lines.ts';

const SECONDS = Number(process.env.TAMARIN_BENCH_SECONDS ?? 20);
const PER_SECOND = 200;
const RATIO_MAX = 3;
const MS_MAX = 25;
const PREFIX = 'bench';
const LINES_PER_FILE = 1_000;
/** Shipped before anything is measured: the compiler of Node and that of the server are warm then. */
const WARM_UP_FILES = 100;
/** The warm-up is slower than what follows; a sync that ended early would measure nothing. */
const FILES_FACTOR = 4;
/** Turns, so that a disturbance and a growing index hit both alike. */
const TURNS = 2;

interface ToldSync {
  readonly syncId: string;
  readonly state: string;
  readonly lines: number;
}

interface Measured {
  readonly timesMs: Map<string, number[]>;
  readonly errors: string[];
  lines: number;
  seconds: number;
  /** Worst p99 and longest delay of the event loop, in ms. */
  loopP99Ms: number;
  loopMaxMs: number;
}

const nothing = (): Measured => ({ timesMs: new Map(), errors: [], lines: 0, seconds: 0, loopP99Ms: 0, loopMaxMs: 0 }); // biome-ignore format: one object

const folder = mkdtempSync(join(tmpdir(), 'tamarin-bench-'));
const logs = join(folder, 'logs');
let filesMade = 0;

function makeFiles(count: number): void {
  for (const last = filesMade + count; filesMade < last; filesMade += 1) {
    let text = '';
    for (let line = 0; line < LINES_PER_FILE; line += 1)
      text += `${ordinaryLine(filesMade * LINES_PER_FILE + line)}\n`;
    writeFileSync(join(logs, `2026-01-30-00-00-00-${String(filesMade).padStart(16, '0')}`), text);
  }
}

async function readSync(url: string, id: string): Promise<ToldSync> {
  return (await (await fetch(`${url}/sync/${id}`)).json()) as ToldSync; // of our own service
}

async function startSync(url: string): Promise<string> {
  const answer = await fetch(`${url}/sync`, { method: 'POST' });
  if (answer.status !== 202) throw new Error(`no sync: ${answer.status} ${await answer.text()}`);
  return ((await answer.json()) as ToldSync).syncId; // as above
}

/** Delays of the event loop since the last call. */
async function readLoop(url: string): Promise<{ readonly p99Ms: number; readonly maxMs: number }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const [p99Ms = Number.NaN, maxMs = Number.NaN] = ['p99', 'max'].map((name) => {
    const found = new RegExp(`^tamarin_event_loop_delay_${name}_seconds (\\S+)$`, 'm').exec(text);
    return Number(found?.[1]) * 1_000;
  });
  return { p99Ms, maxMs };
}

/** One turn, added to what was measured before; without a load it waits as long. */
async function measure(
  sum: Measured,
  about: { readonly url: string; readonly syncId: string; readonly seconds: number },
  isLoaded: boolean,
): Promise<void> {
  const { url, syncId, seconds } = about;
  await readLoop(url);
  const before = await readSync(url, syncId);
  const startedMs = performance.now();
  const load = { url, paths: ['/livez', `/sync/${syncId}`], perSecond: PER_SECOND, seconds };
  if (isLoaded) add(sum, await getAtRate(load));
  else await sleep(seconds * 1_000);
  const after = await readSync(url, syncId);
  sum.seconds += (performance.now() - startedMs) / 1_000;
  sum.lines += after.lines - before.lines;
  if (before.state !== after.state) throw new Error(`the sync is ${after.state} too early`);
  const { p99Ms, maxMs } = await readLoop(url);
  sum.loopP99Ms = Math.max(sum.loopP99Ms, p99Ms);
  sum.loopMaxMs = Math.max(sum.loopMaxMs, maxMs);
}

function add(sum: Measured, { timesMs, errors }: LoadResult): void {
  sum.errors.push(...errors);
  for (const [path, times] of timesMs) {
    const name = path.startsWith('/sync/') ? '/sync/:id' : path;
    sum.timesMs.set(
      name,
      [...(sum.timesMs.get(name) ?? []), ...times].sort((a, b) => a - b),
    );
  }
}

function print(name: string, { timesMs, errors, loopP99Ms, loopMaxMs }: Measured): void {
  console.log(`\n${name}: ${errors.length} errors, event loop delay p99 ${loopP99Ms.toFixed(1)} ms, at most ${loopMaxMs.toFixed(1)} ms`); // biome-ignore format: one line
  for (const error of errors.slice(0, 5)) console.log(`  ${error}`);
  for (const [path, times] of timesMs)
    console.log(`  ${path.padEnd(10)} ${String(times.length).padStart(6)} answers, p50 ${percentile(times, 0.5).toFixed(1)} ms, p99 ${percentile(times, 0.99).toFixed(1)} ms`); // biome-ignore format: one line
}

function isClaimHeld(idle: Measured, busy: Measured): boolean {
  const held = [...busy.timesMs].map(([path, times]) => {
    const idleMs = percentile(idle.timesMs.get(path) ?? [], 0.99);
    const [busyMs, mostMs] = [percentile(times, 0.99), Math.max(RATIO_MAX * idleMs, MS_MAX)];
    console.log(`${path.padEnd(10)} p99 ${(busyMs / idleMs).toFixed(1)} times the idle one; ${busyMs.toFixed(1)} ms, at most ${mostMs.toFixed(1)}`); // biome-ignore format: one line
    return busyMs <= mostMs;
  });
  return held.every(Boolean) && idle.errors.length + busy.errors.length === 0;
}

async function run(url: string): Promise<boolean> {
  const warmUpMs = performance.now();
  const warmUpId = await startSync(url);
  await until('it has ended', async () => (await readSync(url, warmUpId)).state === 'done');
  const filesPerSecond = WARM_UP_FILES / ((performance.now() - warmUpMs) / 1_000);
  makeFiles(Math.ceil(filesPerSecond * SECONDS * 2 * FILES_FACTOR));

  const [idle, alone, busy] = [nothing(), nothing(), nothing()];
  await measure(nothing(), { url, syncId: warmUpId, seconds: 2 }, true); // warms the routes
  await measure(idle, { url, syncId: warmUpId, seconds: SECONDS }, true);
  const syncId = await startSync(url);
  await until('it ships', async () => (await readSync(url, syncId)).lines > 0);
  for (let turn = 0; turn < TURNS; turn += 1)
    for (const [sum, isLoaded] of [[alone, false], [busy, true]] as const) // biome-ignore format: a pair
      await measure(sum, { url, syncId, seconds: SECONDS / TURNS }, isLoaded); // one after the other
  await fetch(`${url}/sync/${syncId}`, { method: 'DELETE' });

  print(`idle, ${PER_SECOND} GET/s for ${SECONDS} s`, idle);
  print('the same beside a sync', busy);
  print('the sync alone', alone);
  const [rateAlone, rateBusy] = [alone, busy].map(({ lines, seconds }) => lines / seconds) as [number, number]; // biome-ignore format: two of two
  console.log(`\nsync alone ${Math.round(rateAlone)} lines/s, with the load ${Math.round(rateBusy)} lines/s: ${(rateBusy / rateAlone).toFixed(2)} times`); // biome-ignore format: one line
  return isClaimHeld(idle, busy);
}

const teardowns: (() => Promise<void>)[] = [];
const ownUrl = process.env.OPENSEARCH_URL;
const engine =
  ownUrl === undefined
    ? await startEngine({ dataDir: folder, port: 0, say: (line) => console.error(line) })
    : null;
const openSearch = ownUrl ?? engine?.url ?? '';
try {
  mkdirSync(logs);
  makeFiles(WARM_UP_FILES);
  writeFileSync(join(folder, 'tamarin.yaml'), 'sources:\n  - alias: made\n    url: logs\n');
  const env = { OPENSEARCH_URL: openSearch, TAMARIN_INDEX_PREFIX: PREFIX };
  const keeper = { teardown: (task: () => Promise<void>) => void teardowns.push(task) };
  const { url } = await startService(keeper, env, ['--config', join(folder, 'tamarin.yaml')]);
  console.log(`Node ${process.version}, ${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores`); // biome-ignore format: one line
  process.exitCode = (await run(url)) ? 0 : 1;
} finally {
  for (const task of teardowns) await task(); // the service before its server
  await plainRequest(openSearch)('DELETE', `/${PREFIX}-*`);
  await engine?.release();
  rmSync(folder, { recursive: true, force: true });
}
