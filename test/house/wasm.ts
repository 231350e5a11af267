/** Compiles assembly/ to WebAssembly, and writes each module of it as one of TypeScript. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ASC = fileURLToPath(import.meta.resolve('assemblyscript/asc'));
const LINE_CHARACTERS = 96;
const inRepository = (path: string): string =>
  fileURLToPath(new URL(`../../${path}`, import.meta.url));

interface WasmModule {
  readonly source: string;
  readonly file: string;
  /** What it is exported as. */
  readonly name: string;
}

export const WASM_MODULES: readonly WasmModule[] = [
  { source: 'assembly/index.ts', file: inRepository('src/transcode/line-wasm.ts'), name: 'LINE_WASM' },
  { source: 'assembly/crc64.ts', file: inRepository('src/source/s3/crc64-wasm.ts'), name: 'CRC64_WASM' },
]; // biome-ignore format: a table

/** The text of the module's file. @throws what the compiler says */
export function makeWasmModule({ source, name }: WasmModule): string {
  const folder = mkdtempSync(join(tmpdir(), 'tamarin-wasm-'));
  try {
    const file = join(folder, 'compiled.wasm');
    execFileSync(process.execPath, [
      fileURLToPath(new URL('../bin/asc.js', `file://${ASC}`)), inRepository(source), '-o', file, '-O3', '--runtime', 'stub', '--importMemory', '--initialMemory', '1', '--noAssert', '--enable', 'simd',
    ], { stdio: ['ignore', 'ignore', 'pipe'] }); // biome-ignore format: a command
    const base64 = readFileSync(file).toString('base64');
    const lines = base64.match(new RegExp(`.{1,${LINE_CHARACTERS}}`, 'g')) ?? [];
    return `/** Compiled from ${source} by \`npm run wasm\`: WebAssembly as base64. */\nexport const ${name} = \`\n${lines.join('\n')}\n\`;\n`;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
