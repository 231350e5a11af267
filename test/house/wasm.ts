/** Compiles assembly/ to WebAssembly, and writes it as a module of TypeScript. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ASC = fileURLToPath(import.meta.resolve('assemblyscript/asc'));
const SOURCE = fileURLToPath(new URL('../../assembly/index.ts', import.meta.url));
export const WASM_FILE = fileURLToPath(
  new URL('../../src/transcode/line-wasm.ts', import.meta.url),
);
const LINE_CHARACTERS = 96;

/** The text of src/transcode/line-wasm.ts. @throws what the compiler says */
export function makeWasmModule(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tamarin-wasm-'));
  try {
    const file = join(folder, 'line.wasm');
    execFileSync(process.execPath, [
      fileURLToPath(new URL('../bin/asc.js', `file://${ASC}`)), SOURCE, '-o', file, '-O3', '--runtime', 'stub', '--importMemory', '--initialMemory', '1', '--noAssert', '--enable', 'simd',
    ], { stdio: ['ignore', 'ignore', 'pipe'] }); // biome-ignore format: a command
    const base64 = readFileSync(file).toString('base64');
    const lines = base64.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
    return `/** Compiled from assembly/ by \`npm run wasm\`: WebAssembly as base64. */\nexport const LINE_WASM = \`\n${lines.join('\n')}\n\`;\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
