/** Goal: no more objects are fetched at a time than was set, whoever fetches them. */
import { setTimeout as delay } from 'node:timers/promises';
import t from 'tap';
import type { LogObject } from '../../../src/source/log/log-source.ts';
import { ok, type RawGet, startRawS3 } from '../../support/raw-s3.ts';
import { openTestSource } from '../../support/s3-sync.ts';

const AT_A_TIME = 2;
/** More than is held in memory: the SDK fetches it. */
const LARGE_BYTES = 1_100_000;
const SMALL_BYTES = 1_000;

t.test('small and large objects share their turns', async (t) => {
  const sizes = Object.fromEntries(
    Array.from({ length: 8 }, (_, at) => [
      `2026-01-17-00-00-00-${String(at).padStart(16, '0')}`,
      at % 2 === 0 ? SMALL_BYTES : LARGE_BYTES,
    ]),
  );
  let [asked, most] = [0, 0];
  const answer = async ({ key, socket }: RawGet): Promise<void> => {
    asked += 1;
    most = Math.max(most, asked);
    await delay(20);
    asked -= 1; // before the last byte is out: then the next may come
    socket.write(ok('x'.repeat(sizes[key] ?? 0)));
  };
  const s3 = await startRawS3(t, sizes, (get) => void answer(get));
  const source = await openTestSource('s3://bucket/', { endpoint: s3.url, concurrency: AT_A_TIME });
  t.teardown(() => source.close());
  const { signal } = new AbortController();
  const objects: LogObject[] = [];
  for await (const page of source.listPages(signal)) objects.push(...page);
  const read = async (object: LogObject): Promise<number> => {
    let bytes = 0;
    for await (const part of source.open(object, signal))
      if (Buffer.isBuffer(part)) bytes += part.length;
    return bytes;
  };
  t.strictSame(await Promise.all(objects.map(read)), Object.values(sizes));
  t.equal(most, AT_A_TIME);
  t.equal(source.socketsInUse(), 0);
});
