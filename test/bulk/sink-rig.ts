/** A sink whose server answers as a test says; what it asked for, how long it slept, what it reported. */
import type { ItemResult, ItemTicket } from '../../src/bulk/batch.ts';
import type { BulkAnswer, BulkItem } from '../../src/bulk/classify-response.ts';
import { Patience } from '../../src/bulk/patience.ts';
import { Sink, type SinkLimits, type SinkPort } from '../../src/bulk/sink.ts';
import { asIndexName } from '../../src/core/brand.ts';
import { runsOf } from '../support/item-runs.ts';

export const INDEX = asIndexName('i-records-2026-01');
export const GIVE_UP_AFTER_MS = 60_000;
const LIMITS: SinkLimits = { flushBytes: 1_000_000, bulksInFlight: 2 };
export const CREATED: BulkItem = { status: 201 };
export const BUSY: BulkItem = { status: 429, error: { type: 'rejected_execution_exception' } };
export const BROKEN: BulkItem = { status: 500, error: { type: 'exception', reason: 'oops' } };
export const CONFLICT: BulkItem = {
  status: 409,
  error: { type: 'version_conflict_engine_exception' },
};
export const NO_INDEX: BulkItem = { status: 404, error: { type: 'index_not_found_exception' } };

export const items = (...items: BulkItem[]): BulkAnswer => ({ kind: 'items', runs: runsOf(items) });
export const failed = (status: number | null): BulkAnswer => ({
  kind: 'failed',
  status,
  reason: `status ${status}`,
});

interface Rig {
  readonly sink: Sink;
  readonly bodies: string[];
  readonly slept: number[];
  readonly notices: string[];
  readonly created: string[];
  readonly asked: string[];
  readonly results: [string, ItemResult][];
  add(id: string, options?: Partial<ItemTicket>): void;
}

/** A sink whose requests are answered by `answer`; it gets the number of the request, from 1. */
export function rig(
  answer: (request: number, body: string) => BulkAnswer | Promise<BulkAnswer>,
  options: {
    readonly limits?: SinkLimits;
    readonly ours?: readonly string[];
    /** Of as many conflicts it is not known yet where what is stored came from. */
    readonly unknownAtFirst?: number;
  } = {},
): Rig {
  let nowMs = 0;
  const seen: Omit<Rig, 'sink' | 'add' | 'results'> = { bodies: [], slept: [], notices: [], created: [], asked: [] }; // biome-ignore format: a list
  const port: SinkPort = {
    sendBulk: async (body) => {
      seen.bodies.push(body.toString());
      return answer(seen.bodies.length, body.toString());
    },
    createIndex: async (index) => {
      seen.created.push(index);
    },
    areOurs: async (tickets) => {
      seen.asked.push(...tickets.map(({ id }) => id));
      if (seen.asked.length <= (options.unknownAtFirst ?? 0))
        return { kind: 'unknown', reason: 'a node is away' };
      const areOurs = tickets.map(({ id }) => options.ours?.includes(id) ?? false);
      return { kind: 'known', areOurs };
    },
    sleep: async (delayMs) => {
      nowMs += delayMs;
      seen.slept.push(delayMs);
    },
    notice: (text) => seen.notices.push(text),
  };
  const policy = { giveUpAfterMs: GIVE_UP_AFTER_MS, now: () => nowMs, random: () => 0 };
  const sink = new Sink(port, options.limits ?? LIMITS, new Patience(policy));
  const results: [string, ItemResult][] = [];
  const add = (id: string, about: Partial<ItemTicket> = {}): void => {
    const settle = (result: ItemResult): void => {
      results.push([id, result]);
    };
    sink.add(
      { kind: 'record', index: INDEX, id, logKey: 'a', line: 1, settle, ...about },
      `${id}\n{}\n`,
    );
  };
  return { sink, ...seen, results, add };
}

export const kinds = ({ results }: Rig): string =>
  results.map(([id, { kind }]) => `${id} ${kind}`).join();
