/** `npm run wasm`: see wasm.ts. */
import { writeFileSync } from 'node:fs';
import { makeWasmModule, WASM_FILE } from './wasm.ts';

writeFileSync(WASM_FILE, makeWasmModule());
