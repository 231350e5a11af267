/** Goal: who measures hears how long each bulk request took, whatever became of it. */
import t from 'tap';
import type { BulkAnswer } from '../../../src/bulk/classify-response.ts';
import { asSyncId } from '../../../src/core/brand.ts';
import { makeSinkPort, PreparedIndices } from '../../../src/sync/ship/sink-port.ts';

const ITEMS: BulkAnswer = { kind: 'items', runs: [] };
const BUSY: BulkAnswer = { kind: 'failed', status: 503, reason: 'busy' };

t.test('each bulk request is told with its duration, and its answer is passed on', async (t) => {
  let nowMs = 1_000;
  const store = {
    sendBulk: async () => {
      nowMs += 250;
      return nowMs === 1_250 ? ITEMS : BUSY;
    },
    prepareAgain: async () => undefined,
    readOrigins: async () => ({ kind: 'unknown', reason: 'nothing is in conflict' }) as const,
    prepareRecordIndex: async () => undefined,
  };
  const durations: number[] = [];
  const run = {
    syncId: asSyncId('s'),
    signal: new AbortController().signal,
    now: () => nowMs,
    sleep: async () => undefined,
    notice: () => undefined,
    store,
    events: { bulkAnswered: (durationMs: number) => durations.push(durationMs) },
  };
  const port = makeSinkPort(run, new PreparedIndices(store));
  t.equal(await port.sendBulk(Buffer.from('')), ITEMS);
  t.equal(await port.sendBulk(Buffer.from('')), BUSY);
  t.strictSame(durations, [250, 250]);
});
