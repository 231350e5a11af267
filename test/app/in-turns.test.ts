/** Goal: bodies that come at once are worked on in slices, with a round of the event loop between any two. */
import { randomBytes } from 'node:crypto';
import t from 'tap';
import { inTurns } from '../../src/app/in-turns.ts';
import { asLogKey } from '../../src/core/brand.ts';
import type { Content } from '../../src/source/content/content.ts';
import type { LogObject, LogSource } from '../../src/source/log/log-source.ts';

const OBJECT: LogObject = {
  logKey: asLogKey('a'),
  physicalId: 'a',
  etag: '',
  sizeBytes: 0,
  lastModifiedMs: 0,
  notRead: null,
};
const BYTES = randomBytes(1_000_000);

function sourceOf(parts: readonly Content[]): LogSource {
  return {
    name: 'a',
    physicalPrefix: 'a',
    leavesOutOld: false,
    async *listPages() {},
    async *open() {
      yield* parts;
    },
    holds: () => true,
    describe: async (object) => ({ kind: 'found', object }),
    close: async () => undefined,
  };
}

t.test('all bytes come, in order, and names of members where they stood', async (t) => {
  const parts = [{ member: 'one' }, BYTES, { member: 'two' }, Buffer.from('x'), Buffer.alloc(0)];
  const told: string[] = [];
  const bytes: Buffer[] = [];
  for await (const part of inTurns(sourceOf(parts)).open(OBJECT, new AbortController().signal)) {
    if (Buffer.isBuffer(part)) bytes.push(part);
    else if ('member' in part) told.push(`${part.member} at ${Buffer.concat(bytes).length}`);
  }
  t.strictSame(told, ['one at 0', `two at ${BYTES.length}`]);
  t.ok(Buffer.concat(bytes).equals(Buffer.concat([BYTES, Buffer.from('x')])));
});

t.test('of sixteen bodies at once, one slice in a round', async (t) => {
  const source = inTurns(sourceOf([BYTES]));
  let round = 0;
  let isReading = true;
  const count = (): void => {
    round += 1;
    if (isReading) setImmediate(count);
  };
  setImmediate(count);
  const rounds: number[] = [];
  const read = async (): Promise<void> => {
    for await (const part of source.open(OBJECT, new AbortController().signal)) {
      t.ok(Buffer.isBuffer(part) && part.length <= 65_536);
      rounds.push(round);
    }
  };
  await Promise.all(Array.from({ length: 16 }, read));
  isReading = false;
  t.equal(rounds.length, 16 * Math.ceil(BYTES.length / 65_536));
  t.equal(new Set(rounds).size, rounds.length, 'no two in one');
});

t.test('what ends a body early ends what is below it', async (t) => {
  let isClosed = false;
  const source = sourceOf([]);
  const closing: LogSource = {
    ...source,
    async *open() {
      try {
        yield BYTES;
      } finally {
        isClosed = true;
      }
    },
  };
  for await (const _ of inTurns(closing).open(OBJECT, new AbortController().signal)) break;
  t.ok(isClosed);
});
