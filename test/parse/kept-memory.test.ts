/**
 * Goal: what outlives its line keeps none of the log alive: lines are slices of a chunk of 256 KiB,
 * and a sync holds rejects, agents and addresses for long.
 */
import t from 'tap';
import { makeAgentReader } from '../../src/enrich/read-agent.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { heldBytes } from '../support/heap.ts';

const CHUNK_BYTES = 256 * 1024;
const CHUNKS = 200;
const LINE = ordinaryLine(1);

/** What `keep` returns for a slice of a chunk of its own, and what that holds: bytes a chunk. */
function keptOf(text: (index: number) => string, keep: (slice: string) => unknown): number {
  const kept: unknown[] = [];
  const before = heldBytes();
  for (let index = 0; index < CHUNKS; index += 1) {
    const line = text(index);
    const chunk = Buffer.alloc(CHUNK_BYTES, `${line}\n`).toString('latin1');
    kept.push(keep(chunk.slice(0, line.length)));
  }
  const bytes = (heldBytes() - before) / CHUNKS;
  return kept.length === CHUNKS ? bytes : Number.NaN;
}

t.test('a slice does keep its chunk alive', async (t) => {
  const bytes = keptOf((index) => `${index} ${LINE}`, (slice) => slice); // biome-ignore format: one call
  t.ok(bytes >= CHUNK_BYTES, `${bytes} bytes`);
});

t.test('a reject does not, nor what could be read of it', async (t) => {
  const line = LINE.replace(/" \d{3} /, '" OK ').replace('203.0.113.1', '2001:db8:12:34::a1');
  const outcome = parseLine(line, { timeSecondsMax: 4_102_444_800 });
  t.match(outcome, { kind: 'reject', facts: { remoteIp: '2001:db8:12:34::a1' } });
  const bytes = keptOf(
    () => line,
    (slice) => parseLine(slice, { timeSecondsMax: 4_102_444_800 }),
  );
  t.ok(bytes < CHUNK_BYTES / 10, `${bytes} bytes`);
});

t.test('a remembered agent does not, nor its name', async (t) => {
  const readAgent = makeAgentReader();
  const bytes = keptOf((index) => `LongNamedFetcher${index}/1.0`, readAgent); // biome-ignore format: one call
  t.ok(bytes < CHUNK_BYTES / 10, `${bytes} bytes`);
  t.equal(readAgent('LongNamedFetcher7/1.0').name, 'LongNamedFetcher7');
});
