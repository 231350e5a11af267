/**
 * Preloaded into a measured process (`--import`): at its end it writes what it used to its descriptor
 * 3, as JSON. Nobody else can say exactly: the kernel tells it only to whoever waits for the process.
 */
import { writeSync } from 'node:fs';

const USAGE_FD = 3;

export interface Usage {
  readonly cpuSeconds: number;
  /** The most that it held, in MiB. */
  readonly mib: number;
}

process.on('exit', () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage(); // µs, µs, KiB
  const usage: Usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, mib: maxRSS / 1_024 };
  writeSync(USAGE_FD, JSON.stringify(usage));
});
