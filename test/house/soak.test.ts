/** Goal: whatever `npm test` runs at a part of its size, `npm run soak` runs whole. */
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { SOAK_TABLE } from '../soak/soak-table.ts';

const TESTS = new URL('../', import.meta.url);
/** A size with a default, such as `Number(process.env.TAMARIN_S3_KEYS ?? 100_000)`. */
const SIZE = /Number\(process\.env\.(TAMARIN_\w+) \?\? ([\d_]+)\)/g;

t.test('each size that a test takes from the environment is in the table, and larger', (t) => {
  const paths = readdirSync(TESTS, { recursive: true, encoding: 'utf8' });
  const sources = paths.filter((path) => path.endsWith('.ts') && !/^(bench|house)\//.test(path));
  const sizes = new Map<string, number>();
  for (const path of sources)
    for (const [, name = '', usual = ''] of readFileSync(new URL(path, TESTS), 'utf8').matchAll(
      SIZE,
    ))
      sizes.set(name, Number(usual.replaceAll('_', '')));
  // Two tests may share a size.
  t.strictSame(new Set(sizes.keys()), new Set(SOAK_TABLE.map(({ variable }) => variable)));
  for (const { variable, value } of SOAK_TABLE)
    t.ok(value > (sizes.get(variable) ?? Number.NaN), variable);
  t.end();
});

t.test('the table names files that there are', (t) => {
  for (const { file } of SOAK_TABLE) t.ok(readFileSync(new URL(`../../${file}`, import.meta.url)));
  t.end();
});
