/**
 * A process that holds a body in a spool, so that its limits can be set and it can be killed.
 * `full`: prints what came of it; `wait`: says that the file is there, and stays.
 */
import { Spool } from '../../src/source/s3/spool.ts';

const [folder = '', mode] = process.argv.slice(2);
const PART_BYTES = 512 * 1024;
const PARTS = 8;
let taken = 0;
async function* body(): AsyncGenerator<Buffer> {
  for (let part = 0; part < PARTS; part += 1) {
    taken += 1;
    yield Buffer.alloc(PART_BYTES, 65 + part);
  }
}

const held = new Spool({ folder, bytesMax: 1e9 }).hold(body(), PARTS * PART_BYTES);
const first = await held.next();
const takenAtFirst = taken;
if (mode === 'wait') {
  process.stdout.write('ready\n');
  setInterval(() => undefined, 1_000);
} else {
  const chunks = [first.value ?? Buffer.alloc(0)];
  for await (const chunk of held) chunks.push(chunk);
  const all = Buffer.concat(chunks);
  const isWhole =
    all.length === PARTS * PART_BYTES &&
    all.every((byte, at) => byte === 65 + Math.floor(at / PART_BYTES));
  process.stdout.write(JSON.stringify({ isWhole, takenAtFirst }));
}
