/** Goal: a large body is given on when all of it has come, and leaves nothing behind, whatever ends it. */
import { execFileSync, spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { Spool } from '../../../src/source/s3/spool.ts';

const MIB = 1024 * 1024;
const isLinux = process.platform === 'linux';
const SPOOL_PROCESS = fileURLToPath(new URL('../../support/spool-process.ts', import.meta.url));

const PARTS = Array.from({ length: 8 }, (_, at) => Buffer.alloc(MIB / 2, 65 + at));
const BODY = Buffer.concat(PARTS);

/** Says how many parts were taken from it. */
function bodyOf(parts: readonly Buffer[], error: Error | null = null) {
  const state = { taken: 0 };
  async function* chunks(): AsyncGenerator<Buffer> {
    for (const part of parts) {
      state.taken += 1;
      yield part;
    }
    if (error !== null) throw error;
  }
  return { state, chunks: chunks() };
}

async function collect(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const chunk of chunks) all.push(chunk);
  return Buffer.concat(all);
}

/** Of an open file; empty where it was closed meanwhile. */
function targetOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

t.test('a body is given on when its last byte has come', async (t) => {
  const spool = new Spool({ folder: t.testdir({}), bytesMax: BODY.length });
  const { state, chunks } = bodyOf(PARTS);
  const held = spool.hold(chunks, BODY.length);
  const first = await held.next();
  t.equal(state.taken, PARTS.length, 'all of it was taken before the first byte was given');
  const rest = await collect(held);
  t.ok(Buffer.concat([first.value ?? Buffer.alloc(0), rest]).equals(BODY));
});

t.test('of a body that fails nothing is given, and the room is free again', async (t) => {
  const folder = t.testdir({});
  const spool = new Spool({ folder, bytesMax: BODY.length });
  for (const _ of [1, 2, 3]) {
    const held = spool.hold(bodyOf(PARTS, new Error('cut')).chunks, BODY.length);
    await t.rejects(held.next(), { message: 'cut' });
  }
  t.ok((await collect(spool.hold(bodyOf(PARTS).chunks, BODY.length))).equals(BODY));
  t.strictSame(readdirSync(folder), []);
});

t.test('the file has no name, and only its owner may read it', { skip: !isLinux }, async (t) => {
  const folder = t.testdir({});
  const held = new Spool({ folder, bytesMax: BODY.length }).hold(bodyOf(PARTS).chunks, BODY.length);
  await held.next();
  t.strictSame(readdirSync(folder), [], 'it is not to be seen while it is read');
  const open = readdirSync('/proc/self/fd')
    .map((fd) => `/proc/self/fd/${fd}`)
    .filter((path) => targetOf(path).includes('/tamarin-'));
  t.strictSame(
    open.map((path) => statSync(path).mode & 0o777),
    [0o600],
  );
  await held.return(undefined);
});

for (const [why, limits] of [
  ['the limit is reached', { folder: null, bytesMax: BODY.length - 1 }],
  ['there is no such folder', { folder: '/no/such/folder', bytesMax: BODY.length }],
] as const) {
  t.test(`where ${why}, a body is given on as it comes`, async (t) => {
    const { state, chunks } = bodyOf(PARTS);
    const held = new Spool(limits).hold(chunks, BODY.length);
    const first = await held.next();
    t.equal(state.taken, 1);
    t.ok(Buffer.concat([first.value ?? Buffer.alloc(0), await collect(held)]).equals(BODY));
  });
}

t.test('the limit is over all bodies at one time', async (t) => {
  const spool = new Spool({ folder: t.testdir({}), bytesMax: BODY.length + 1 });
  const [first, second] = [bodyOf(PARTS), bodyOf(PARTS)];
  const held = spool.hold(first.chunks, BODY.length);
  await held.next();
  const streamed = spool.hold(second.chunks, BODY.length);
  await streamed.next();
  t.strictSame([first.state.taken, second.state.taken], [PARTS.length, 1]);
  await held.return(undefined);
  await streamed.return(undefined);
  const third = bodyOf(PARTS);
  await spool.hold(third.chunks, BODY.length).next();
  t.equal(third.state.taken, PARTS.length, 'there is room again');
});

t.test('a disk that becomes full on the way: what has come is given, then the rest', async (t) => {
  const folder = t.testdir({});
  // A limit of the size of a file, in blocks of 1,024 bytes, fails a write as a full disk does. Node
  // ignores its signal, but for what tap loads by NODE_OPTIONS.
  const output = execFileSync(
    'bash',
    [
      '-c',
      'export NODE_OPTIONS=; ulimit -f 1300; exec "$0" "$1" "$2" full',
      process.execPath,
      SPOOL_PROCESS,
      folder,
    ],
    { encoding: 'utf8' },
  );
  t.match(JSON.parse(output), { isWhole: true, takenAtFirst: 3 });
  t.strictSame(readdirSync(folder), []);
});

t.test('kill -9 leaves no file', async (t) => {
  const folder = t.testdir({});
  const child = spawn(process.execPath, [SPOOL_PROCESS, folder, 'wait'], { stdio: ['ignore', 'pipe', 'inherit'] }); // biome-ignore format: one call
  await new Promise((resolve) => child.stdout.once('data', resolve));
  if (isLinux) t.match(readFileSync(`/proc/${child.pid}/status`, 'utf8'), /State:/, 'it runs');
  child.kill('SIGKILL');
  await new Promise((resolve) => child.once('close', resolve));
  t.strictSame(readdirSync(folder), []);
});
