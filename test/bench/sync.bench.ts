/**
 * Claims, on a folder of realistic lines and one engine on the same cores, in turns: a sync runs at
 * 0.95 of the rate of replaying its own documents or more, at 0.15 of the CPU that a careful script
 * takes for a line, in 200 MiB. Files of 5,000 lines, then of 60. All find their indices made and an
 * engine that has just done the same, and are done when what they wrote can be searched. Each is run as its
 * users run it: Tamarin with the flags of `npm run tamarin`. TAMARIN_BENCH_LINES sets another size than 500,000;
 * TAMARIN_BENCH_ROUNDS how often (3).
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encodeDocument } from '../../src/bulk/document.ts';
import { documentId } from '../../src/bulk/document-id.ts';
import { encodeRecordItem, recordActionPrefix } from '../../src/bulk/encode-item.ts';
import { asIndexName } from '../../src/core/brand.ts';
import { startEngine } from '../../src/engine/start-engine.ts';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { plainRequest } from '../support/plain-request.ts';
import { makeIndex } from '../support/record-indices.ts';
import { type MeasuredCommand, measureCommand, measureScript } from './measure-command.ts';
import { median } from './median.ts';
import { realisticLine } from './realistic-lines.ts';
import { writeLogFile } from './write-log-file.ts';

const LINES = Number(process.env.TAMARIN_BENCH_LINES ?? 500_000);
const ROUNDS = Number(process.env.TAMARIN_BENCH_ROUNDS ?? 3);
const WARM_UP_LINES = 50_000;
const BODY_BYTES = 5_242_880;
const NO_LIMIT = { timeSecondsMax: Number.MAX_SAFE_INTEGER };
/** Clock ticks of /proc/<pid>/stat. */
const TICKS_A_SECOND = 100;
const RATE_MIN = 0.95;
const CPU_SHARE_MAX = 0.15;
const MEMORY_MIB_MAX = 200;

const REPLAY = fileURLToPath(new URL('./replay.ts', import.meta.url));
const SCRIPT = fileURLToPath(new URL('./careful-script.ts', import.meta.url));

const folder = mkdtempSync(join(tmpdir(), 'tamarin-bench-'));
const engine = await startEngine({ dataDir: join(folder, 'engine'), port: 0, say: (line) => console.error(line) }); // biome-ignore format: one line
const { url } = engine;
const request = plainRequest(url);

function writeFiles(name: string, linesAFile: number, lines: number): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (let from = 0; from < lines; from += linesAFile) {
    const count = Math.min(linesAFile, lines - from);
    const file = `2026-01-03-00-00-00-${String(from).padStart(16, '0')}.gz`;
    writeLogFile(join(path, file), from, count);
  }
  return path;
}

/** Of the month of all others, and none of them. */
const oneLine = join(folder, 'one-line');
writeFileSync(oneLine, `${realisticLine(LINES)}\n`);

/** As Tamarin makes them, for an index of one name: what a month is called costs nothing. */
function writeBodies(name: string, lines: number): string {
  const path = join(folder, name);
  mkdirSync(path);
  const enrich = makeEnricher();
  const prefix = recordActionPrefix('create', asIndexName('replay-records-2026-01'));
  const provenance = {
    logKey: '2026-01-03-00-00-00-0000000000000000.gz',
    syncId: '20260103T000000Z-bench',
  };
  let body = '';
  let files = 0;
  const write = (): void => {
    writeFileSync(join(path, String(files).padStart(6, '0')), body);
    files += 1;
    body = '';
  };
  for (let index = 0; index < lines; index += 1) {
    const line = realisticLine(index);
    const outcome = parseLine(line, NO_LIMIT);
    if (outcome.kind === 'reject') throw new Error(outcome.reason);
    const { record, isPlain } = outcome;
    const document = encodeDocument(record, enrich(record), { ...provenance, logLine: (index % 5_000) + 1 }, isPlain); // biome-ignore format: one line
    body += encodeRecordItem(prefix, documentId(line, record.timeSeconds, null, isPlain), document);
    if (body.length >= BODY_BYTES) write();
  }
  if (body !== '') write();
  return path;
}

function engineCpuSeconds(): number {
  const fields = readFileSync(`/proc/${engine.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND; // utime, stime
}

interface Measured extends MeasuredCommand {
  readonly engineCpuSeconds: number;
}

/** `before`: makes the indices. @throws Error where what came to them are not all lines */
async function measure(
  prefix: string,
  lines: number,
  before: () => Promise<unknown>,
  run: () => Promise<MeasuredCommand>,
): Promise<Measured> {
  await request('DELETE', `/${prefix}-*`);
  await before();
  const countBefore = await countRecords(prefix);
  const cpuBefore = engineCpuSeconds();
  const measured = await run();
  const refreshed = performance.now();
  await request('POST', `/${prefix}-records-*/_refresh`);
  const seconds = measured.seconds + (performance.now() - refreshed) / 1_000;
  const engineCpu = engineCpuSeconds() - cpuBefore;
  const count = (await countRecords(prefix)) - countBefore;
  if (count !== lines) throw new Error(`${prefix}: ${count} of ${lines} lines were indexed`);
  await request('DELETE', `/${prefix}-*`);
  return { ...measured, seconds, engineCpuSeconds: engineCpu };
}

async function countRecords(prefix: string): Promise<number> {
  const { body } = await request('GET', `/${prefix}-records-*/_count`);
  const { count } = body as { readonly count: number }; // of the _count API
  return count;
}

const sync = (files: string): Promise<MeasuredCommand> =>
  measureCommand(['sync', files, '--quiet', '--index-prefix', 'tamarin'], url);
const measureSync = (files: string, lines: number): Promise<Measured> =>
  measure('tamarin', lines, () => sync(oneLine), () => sync(files)); // biome-ignore format: one line

const measureScriptOver = (files: string, lines: number): Promise<Measured> =>
  measure('script', lines, () => makeIndex(request, 'script-records-2026-01'), () => measureScript([SCRIPT, files, url, 'script-records-2026-01'])); // biome-ignore format: one line

const measureReplay = (bodies: string, lines: number): Promise<Measured> =>
  measure('replay', lines, () => makeIndex(request, 'replay-records-2026-01'), () => measureScript([REPLAY, bodies, url])); // biome-ignore format: one line

function print(
  name: string,
  lines: number,
  { seconds, cpuSeconds, engineCpuSeconds: engineCpu, mib }: Measured,
): void {
  const perLine = (cpu: number): string => ((cpu * 1e6) / lines).toFixed(1).padStart(5);
  console.log(
    `${name.padEnd(8)} ${String(Math.round(lines / seconds)).padStart(6)} lines/s  ${perLine(cpuSeconds)} CPU-us a line, engine ${perLine(engineCpu)}  ${Math.round(mib)} MiB`,
  );
}

interface Ratios {
  readonly rateOfReplay: number;
  readonly rateOfScript: number;
  readonly cpuOfScript: number;
  readonly mib: number;
}

/** The same lines, as files and as bodies. */
interface Input {
  readonly files: string;
  readonly bodies: string;
  readonly lines: number;
}

const RUNS = {
  replay: ({ bodies, lines }: Input) => measureReplay(bodies, lines),
  script: ({ files, lines }: Input) => measureScriptOver(files, lines),
  tamarin: ({ files, lines }: Input) => measureSync(files, lines),
};

async function compare(input: Input, warmUp: Input): Promise<Ratios> {
  const rounds: Ratios[] = [];
  const names = ['replay', 'script', 'tamarin'] as const;
  for (let round = 0; round < ROUNDS; round += 1) {
    const found: Partial<Record<(typeof names)[number], Measured>> = {};
    // Each is the first in its round: an engine becomes faster with the time.
    for (const at of names.keys()) {
      const name = names[(round + at) % names.length] ?? 'replay';
      // The engine's compiler learns by the documents: those of the script are others than the two's.
      await RUNS[name](warmUp);
      const measured = await RUNS[name](input);
      print(name, input.lines, measured);
      found[name] = measured;
    }
    const { replay, script, tamarin } = found as Record<(typeof names)[number], Measured>; // all of them
    rounds.push({
      rateOfReplay: replay.seconds / tamarin.seconds,
      rateOfScript: script.seconds / tamarin.seconds,
      cpuOfScript: tamarin.cpuSeconds / script.cpuSeconds,
      mib: tamarin.mib,
    });
  }
  const of = (name: keyof Ratios): number => median(rounds.map((ratios) => ratios[name]));
  return { rateOfReplay: of('rateOfReplay'), rateOfScript: of('rateOfScript'), cpuOfScript: of('cpuOfScript'), mib: of('mib') }; // biome-ignore format: one line
}

const say = ({ rateOfReplay, rateOfScript, cpuOfScript, mib }: Ratios): void =>
  console.log(
    `tamarin: ${rateOfReplay.toFixed(2)} x the rate of replay, ${rateOfScript.toFixed(2)} x the script's, ${cpuOfScript.toFixed(2)} x its CPU, ${Math.round(mib)} MiB`,
  );

try {
  console.log(
    `Node ${process.version}, ${cpus().length} CPUs, ${LINES} lines, median of ${ROUNDS}`,
  );
  const bodies = writeBodies('bodies', LINES);
  // An engine that has just started compiles itself while it works: the first would pay for all.
  await measureReplay(bodies, LINES);
  const warmUp: Input = {
    files: writeFiles('warm-up', 5_000, WARM_UP_LINES),
    bodies: writeBodies('warm-up-bodies', WARM_UP_LINES),
    lines: WARM_UP_LINES,
  };
  console.log('\ngz files of 5,000 lines');
  const files = writeFiles('large', 5_000, LINES);
  const large = await compare({ files, bodies, lines: LINES }, warmUp);
  say(large);
  rmSync(files, { recursive: true });
  console.log('\ngz files of 60 lines');
  const smallWarmUp = { ...warmUp, files: writeFiles('small-warm-up', 60, WARM_UP_LINES) };
  const smallFiles = writeFiles('small', 60, LINES);
  const small = await compare({ files: smallFiles, bodies, lines: LINES }, smallWarmUp);
  say(small);
  const isMet =
    large.rateOfReplay >= RATE_MIN &&
    large.cpuOfScript <= CPU_SHARE_MAX &&
    large.mib <= MEMORY_MIB_MAX;
  process.exitCode = isMet ? 0 : 1;
} finally {
  await engine.release();
  rmSync(folder, { recursive: true, force: true });
}
