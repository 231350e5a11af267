/** `npm run bench <name>`: runs `<name>.bench.ts`; without a name says which there are. */
import { readdirSync } from 'node:fs';

const folder = new URL('./', import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.bench.ts'))
  .map((file) => file.replace('.bench.ts', ''));
const name = process.argv[2] ?? '';
if (names.includes(name)) await import(new URL(`${name}.bench.ts`, folder).href);
else {
  process.stderr.write(`Give the name of a benchmark: npm run bench ${names.join(' | ')}\n`);
  process.exitCode = 2;
}
