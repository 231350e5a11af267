/**
 * Goal: whatever S3 does on the way, nothing is lost, nothing doubled, nothing stalls, no socket is
 * left. TAMARIN_S3_MIX=10000 runs the mix at its full size.
 */
import t from 'tap';
import { HELD_BYTES_MAX } from '../../src/source/s3/read-body.ts';
import { takeSeed } from '../house/seed.ts';
import { readIds, testPrefix } from '../support/opensearch.ts';
import { FAULTS, type Fault, startFaultFront } from '../support/s3-fault-front.ts';
import { FORMS, idsOf, makeLogObjects } from '../support/s3-log-objects.ts';
import { putFiles, startS3 } from '../support/s3-server.ts';
import { syncS3 } from '../support/s3-sync.ts';

const STALL_MS_MAX = 60_000;
const MIX_OBJECTS = Number(process.env.TAMARIN_S3_MIX ?? 500);
const seed = takeSeed(t);
const server = await startS3();
t.teardown(() => server.close());

/** A small generator of numbers from 0 to 1: the same seed, the same faults. */
function makeRandom(start: number): () => number {
  let state = start >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const hourAgo = new Date(Date.now() - 3_600_000);
const files = makeLogObjects({
  count: 30,
  lines: 12,
  at: hourAgo,
  prefix: 'logs/',
  form: (object) => FORMS[object % FORMS.length] ?? 'plain',
});
const ids = idsOf(files);
await putFiles(server, 'alone', files);

for (const fault of FAULTS) {
  t.test(`${fault}: nothing is lost, and nothing is read twice`, async (t) => {
    const prefix = testPrefix(t);
    const random = makeRandom(seed);
    let isPlaying = true;
    const front = await startFaultFront({
      target: server.url,
      random,
      pageKeys: 10,
      choose: ({ kind, before }) =>
        isPlaying && before < 2 && (kind === 'list' || random() < 0.4) ? fault : null,
    });
    t.teardown(() => front.close());
    const about = { url: 's3://alone/logs/', endpoint: front.url, prefix };
    const startedMs = Date.now();
    const first = await syncS3(about);
    isPlaying = false;
    const second = await syncS3(about);
    t.ok((front.fired.get(fault) ?? 0) > 0, `fired ${front.fired.get(fault)} times`);
    t.ok(Date.now() - startedMs < STALL_MS_MAX, `${Date.now() - startedMs} ms`);
    t.strictSame(await readIds(`${prefix}-records-*`), ids, 'the ids are those of the input');
    t.equal(first.report.indexed + second.report.indexed, ids.size, 'each was indexed once');
    t.equal(second.report.objects.failed, 0);
    t.equal(first.socketsLeft + second.socketsLeft, 0, 'no socket is left');
    t.equal(front.openSockets(), 0, 'nor on the other side');
  });
}

t.test(`one request in five of ${MIX_OBJECTS} objects fails, in all ways`, async (t) => {
  const prefix = testPrefix(t);
  const many = makeLogObjects({
    count: MIX_OBJECTS,
    lines: 5,
    at: hourAgo,
    prefix: 'logs/',
    form: (object) => FORMS[object % FORMS.length] ?? 'plain',
  });
  await putFiles(server, 'mixed', many);
  const random = makeRandom(seed + 1);
  let [isPlaying, faults] = [true, 0];
  const front = await startFaultFront({
    target: server.url,
    random,
    pageKeys: 100,
    choose: ({ before }): Fault | null => {
      if (!isPlaying || before >= 3 || random() >= 0.2) return null;
      faults += 1; // in turn, so that few objects meet all of them
      return FAULTS[faults % FAULTS.length] ?? null;
    },
  });
  t.teardown(() => front.close());
  const about = { url: 's3://mixed/logs/', endpoint: front.url, prefix };
  const startedMs = Date.now();
  const first = await syncS3(about);
  t.comment(`${Date.now() - startedMs} ms, ${JSON.stringify(first.report.objects)}`);
  isPlaying = false;
  const second = await syncS3(about);
  const missing = FAULTS.filter((fault) => !LISTED.includes(fault) && !front.fired.has(fault));
  t.strictSame(missing, [], 'every fault fired');
  t.strictSame(await readIds(`${prefix}-records-*`), idsOf(many));
  t.equal(first.report.indexed + second.report.indexed, idsOf(many).size);
  t.equal(second.report.objects.failed, 0);
  t.equal(first.socketsLeft + second.socketsLeft, 0);
});

/** More than is held in memory, at 2 KB a line. */
const LARGE_LINES = 600;

/** With room to hold a body until it was found right, and without. */
const LARGE_CASES = [
  { fault: 'cut', spoolBytes: 1_000_000_000 },
  { fault: 'cut', spoolBytes: 0 },
  { fault: 'stall', spoolBytes: 1_000_000_000 },
  { fault: 'corrupt_byte', spoolBytes: 1_000_000_000 },
  { fault: 'corrupt_byte', spoolBytes: 0 },
] as const;

t.test('a large body that breaks at ten places is read in the end, each line once', async (t) => {
  const large = makeLogObjects({
    count: 2,
    lines: LARGE_LINES,
    path: `${'long/'.repeat(190)}`,
    at: hourAgo,
    prefix: 'logs/',
    form: (object) => (object === 0 ? 'plain' : 'gzip'),
  });
  t.ok(
    large.some(({ bytes }) => bytes.length > HELD_BYTES_MAX),
    'larger than what is held',
  );
  await putFiles(server, 'large', large);
  for (const { fault, spoolBytes } of LARGE_CASES) {
    const prefix = testPrefix(t);
    let place = 0.05;
    const front = await startFaultFront({
      target: server.url,
      random: () => place,
      choose: ({ kind, key, before }) => {
        place = 0.05 + 0.1 * before;
        const times = fault === 'cut' && key === large[0]?.name ? 10 : 2;
        return kind === 'object' && before < times ? fault : null;
      },
    });
    t.teardown(() => front.close());
    const about = { url: 's3://large/', endpoint: front.url, prefix };
    const { report, socketsLeft } = await syncS3({ ...about, settings: { spoolBytes } });
    const name = `${fault} with ${spoolBytes} bytes of spool`;
    t.match(report.objects, { done: 2, failed: 0 }, name);
    const ids = await readIds(`${prefix}-records-*`);
    const wanted = idsOf(large);
    t.equal(wanted.difference(ids).size, 0, 'none is missing');
    t.equal(ids.size, wanted.size, 'and nothing else is there');
    t.match(
      report,
      { lines: 2 * LARGE_LINES, indexed: 2 * LARGE_LINES, duplicates: 0, rejected: 0 },
      name,
    );
    t.equal(socketsLeft, 0);
  }
});

/** There are few LIST requests in the mix: those faults are proved alone. */
const LISTED: readonly Fault[] = ['page_fails', 'repeated_key'];
