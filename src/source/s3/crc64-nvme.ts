/**
 * CRC-64/NVME, the checksum that S3 keeps of objects that came without one, so of its logs. assembly/ has
 * it: the SDK's takes longer than the GET (`npm run bench sign`).
 */
import { WebAssembly } from '../../core/web-assembly.ts';
import { CRC64_WASM } from './crc64-wasm.ts';

/** Where it takes its input, and so much at a time. */
const INPUT = 65_536;
const INPUT_BYTES = 65_536;
const PAGES = 2;
const SUM_BYTES = 8;

interface Crc64 {
  readonly bytes: Buffer;
  readonly exports: {
    makeTables(): void;
    begin(): void;
    add(start: number, end: number): void;
    finish(): number;
  };
}

let made: Crc64 | null = null;

function make(): Crc64 {
  const memory = new WebAssembly.Memory({ initial: PAGES });
  const module = new WebAssembly.Module(Buffer.from(CRC64_WASM, 'base64'));
  const { exports } = new WebAssembly.Instance(module, { env: { memory } }) as Pick<Crc64, 'exports'>; // biome-ignore format: assembly/crc64.ts
  exports.makeTables();
  return { bytes: Buffer.from(memory.buffer), exports };
}

/** Eight bytes, the highest first. */
export function crc64Nvme(body: Uint8Array): Buffer {
  made ??= make();
  const { bytes, exports } = made;
  exports.begin();
  for (let at = 0; at < body.length; at += INPUT_BYTES) {
    const part = body.subarray(at, at + INPUT_BYTES);
    bytes.set(part, INPUT);
    exports.add(INPUT, INPUT + part.length);
  }
  const sum = exports.finish();
  return Buffer.from(bytes.subarray(sum, sum + SUM_BYTES));
}
