/**
 * The sink's way to OpenSearch. Holds every bulk request back until the indices that its records
 * need are known to take them.
 */
import type { ItemTicket } from '../bulk/batch.ts';
import type { OriginAnswer, SinkPort } from '../bulk/sink.ts';
import type { IndexName } from '../core/brand.ts';
import { messageOf } from '../core/error.ts';
import { type Provenance, readLastSequence, readProvenance } from '../opensearch/provenance.ts';
import { createIndex, prepareRecordIndex } from '../opensearch/record-index.ts';
import { mayPass } from '../opensearch/request-failure.ts';
import { sendBulk } from '../opensearch/send-bulk.ts';
import { interruptedSync } from './interrupted-sync.ts';
import type { SyncRun } from './sync-run.ts';

export class PreparedIndices {
  readonly #run: SyncRun;
  readonly #preparing = new Map<IndexName, Promise<void>>();
  /** Of each index the number of a write that was there before our first. */
  readonly #lastSequences = new Map<string, number>();

  constructor(run: SyncRun) {
    this.#run = run;
  }

  /** Starts preparing a record index, once a sync. */
  prepare(index: IndexName): void {
    if (this.#preparing.has(index)) return;
    const preparing = this.#prepareFirst(index);
    preparing.catch(() => undefined); // thrown again by ready(), which every bulk request waits for
    this.#preparing.set(index, preparing);
  }

  async #prepareFirst(index: IndexName): Promise<void> {
    const { server, templates } = this.#run;
    await prepareRecordIndex(server, index, templates);
    this.#lastSequences.set(index, await readLastSequence(server, index));
  }

  /** @throws TamarinError when an index cannot be made ready */
  async ready(): Promise<void> {
    await Promise.all(this.#preparing.values()); // a month or a day each: few
  }

  /** An index vanished while it was written to: deleted by the operator, perhaps. */
  async prepareAgain(index: IndexName): Promise<void> {
    const { server, templates } = this.#run;
    this.#lastSequences.delete(index); // a new index counts its writes from 0
    if (this.#preparing.has(index)) await prepareRecordIndex(server, index, templates);
    else await createIndex(server, index);
  }

  /** What was written up to this number is none of ours; -1: nothing is known to be older. */
  lastSequence(index: string): number {
    return this.#lastSequences.get(index) ?? -1;
  }
}

export function makeSinkPort(run: SyncRun, indices: PreparedIndices): SinkPort {
  return {
    sendBulk: async (body) => {
      await indices.ready();
      return sendBulk(run.server, body);
    },
    createIndex: (index) => indices.prepareAgain(index),
    areOurs: (tickets) => areOurs(run, indices, tickets),
    // A sync that is stopped waits no longer, and sends no more either.
    sleep: async (delayMs, signal) => {
      await run.sleep(delayMs, signal);
      if (run.signal.aborted) throw interruptedSync();
    },
    notice: run.notice,
  };
}

async function areOurs(
  run: SyncRun,
  indices: PreparedIndices,
  tickets: readonly ItemTicket[],
): Promise<OriginAnswer> {
  try {
    const after = (index: string): number => indices.lastSequence(index);
    const stored = await readProvenance(run.server, tickets, after);
    return { kind: 'known', areOurs: tickets.map((ticket, at) => isFrom(run, ticket, stored[at])) };
  } catch (error) {
    if (!mayPass(error)) throw error;
    return { kind: 'unknown', reason: messageOf(error) };
  }
}

const isFrom = (
  { syncId }: SyncRun,
  { logKey, line }: ItemTicket,
  stored: Provenance | null | undefined,
): boolean => stored?.sync_id === syncId && stored.log_key === logKey && stored.log_line === line;
