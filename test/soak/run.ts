/**
 * `npm run soak`: the tests of soak-table.ts at their whole size, one after the other. An argument is a
 * part of a file's name: only those.
 */
import { spawnSync } from 'node:child_process';
import { SOAK_TABLE } from './soak-table.ts';

/** Of one file, in seconds; `npm test` gives each 300. */
const TIMEOUT_S = 7_200;

const part = process.argv[2] ?? '';
const rows = SOAK_TABLE.filter(({ file }) => file.includes(part));
const failed: string[] = [];
for (const { file, variable, value, shows } of rows) {
  console.log(`\n${shows}: ${variable}=${value} tap ${file}`);
  const startedMs = Date.now();
  const { status } = spawnSync('tap', [`--timeout=${TIMEOUT_S}`, file], {
    env: { ...process.env, [variable]: String(value) },
    stdio: 'inherit',
  });
  console.log(`${status === 0 ? 'ok' : 'FAILED'} after ${Math.round((Date.now() - startedMs) / 1_000)} s: ${shows}`); // biome-ignore format: one line
  if (status !== 0) failed.push(file);
}
console.log(`\n${rows.length - failed.length} of ${rows.length} are ok${failed.map((file) => `\n  failed: ${file}`).join('')}`); // biome-ignore format: one line
process.exitCode = failed.length === 0 && rows.length > 0 ? 0 : 1;
