/** `npm run wasm`: see wasm.ts. */
import { writeFileSync } from 'node:fs';
import { makeWasmModule, WASM_MODULES } from './wasm.ts';

for (const each of WASM_MODULES) writeFileSync(each.file, makeWasmModule(each));
