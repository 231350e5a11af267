/** Claim: `tamarin parse` takes 1 GB of lines in at most 256 MiB. Prints the peak of the process. */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from '../support/node-flags.ts';
import { ordinaryLine } from './sample-lines.ts';

const BYTES = 1_000_000_000;
const root = fileURLToPath(new URL('../../', import.meta.url));
/** As `npm run tamarin` starts it. */
const child = spawn(process.execPath, [...NODE_FLAGS, 'src/main.ts', 'parse'], {
  cwd: root,
  stdio: ['pipe', 'ignore', 'inherit'],
});
const block = Buffer.from(
  `${Array.from({ length: 5_000 }, (_, index) => ordinaryLine(index)).join('\n')}\n`,
);
let peakMib = 0;
const started = Date.now();
for (let sent = 0; sent < BYTES; sent += block.length) {
  if (child.stdin.write(block)) continue;
  await new Promise((resolve) => child.stdin.once('drain', resolve)); // the child sets the pace
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  peakMib = Math.max(peakMib, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
child.stdin.end();
await new Promise((resolve) => child.on('close', resolve));
const seconds = (Date.now() - started) / 1_000;
console.log(
  `Node ${process.version}: 1 GB parsed in ${seconds.toFixed(1)} s, peak ${Math.round(peakMib)} MiB (at most 256)`,
);
process.exitCode = peakMib <= 256 ? 0 : 1;
