/**
 * Claims: twenty million lines cost what one million do, a line, within a fifth, and so does the memory
 * of the process. A folder of gz files of 5,000 lines is synced into an OpenSearch that takes everything.
 * The start is shared by more lines: a cost that falls is no fault. TAMARIN_BENCH_ROUNDS: how often (3).
 */
import { linkSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MeasuredCommand, measureCommand } from './measure-command.ts';
import { median } from './median.ts';
import { startStandIns } from './start-stand-ins.ts';
import { writeLogFile } from './write-log-file.ts';

const ROUNDS = Number(process.env.TAMARIN_BENCH_ROUNDS ?? 3);
const MILLION = 1_000_000;
const LINES_A_FILE = 5_000;
/** Each under many names. */
const DIFFERENT_FILES = 100;
const GROWTH_MAX = 1.2;

const folder = mkdtempSync(join(tmpdir(), 'tamarin-bench-'));
const standIns = await startStandIns(1);

const contents = Array.from({ length: DIFFERENT_FILES }, (_, file) => {
  const path = join(folder, String(file));
  writeLogFile(path, file * LINES_A_FILE, LINES_A_FILE);
  return path;
});

/** Links, no copies. */
function folderOf(lines: number): string {
  const path = join(folder, `of-${lines}`);
  mkdirSync(path);
  for (let at = 0; at < lines / LINES_A_FILE; at += 1) {
    const content = contents[at % DIFFERENT_FILES] ?? '';
    linkSync(content, join(path, `2026-01-03-00-00-00-${String(at).padStart(16, '0')}.gz`));
  }
  return path;
}

interface Cost {
  readonly cpuUs: number;
  readonly mib: number;
}

async function measure(lines: number): Promise<Cost> {
  const path = folderOf(lines);
  const run = (): Promise<MeasuredCommand> =>
    measureCommand(['sync', path, '--quiet'], standIns.urls.openSearch);
  const runs: MeasuredCommand[] = [];
  for (let round = 0; round < ROUNDS; round += 1) runs.push(await run()); // one after the other: they are measured
  const cpuUs = (median(runs.map(({ cpuSeconds }) => cpuSeconds)) / lines) * 1e6;
  const mib = median(runs.map((each) => each.mib));
  console.log(
    `${String(lines / MILLION).padStart(2)} million lines: ${cpuUs.toFixed(2)} CPU-us a line, ${Math.round(mib)} MiB`,
  );
  return { cpuUs, mib };
}

try {
  console.log(`Node ${process.version}, median of ${ROUNDS}`);
  const few = await measure(MILLION);
  const many = await measure(20 * MILLION);
  const cost = many.cpuUs / few.cpuUs;
  const memory = many.mib / few.mib;
  console.log(
    `a line costs ${cost.toFixed(2)} x as much, in ${memory.toFixed(2)} x the memory (at most ${GROWTH_MAX})`,
  );
  process.exitCode = cost <= GROWTH_MAX && memory <= GROWTH_MAX ? 0 : 1;
} finally {
  standIns.stop();
  rmSync(folder, { recursive: true, force: true });
}
