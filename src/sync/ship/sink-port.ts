/**
 * The sink's way to the store. Holds every bulk request back until the indices that its records need
 * are known to take them.
 */
import type { ItemTicket } from '../../bulk/batch.ts';
import type { OriginAnswer, SinkPort } from '../../bulk/sink.ts';
import type { IndexName } from '../../core/brand.ts';
import { interruptedSync } from '../run/stopped-sync.ts';
import type { SyncRun } from '../run/sync-run.ts';
import type { Provenance, SyncStore } from '../store/sync-store.ts';

export class PreparedIndices {
  readonly #store: Pick<SyncStore, 'prepareRecordIndex'>;
  readonly #preparing = new Map<IndexName, Promise<void>>();

  constructor(store: Pick<SyncStore, 'prepareRecordIndex'>) {
    this.#store = store;
  }

  /** Starts preparing a record index, once a sync. */
  prepare(index: IndexName): void {
    if (this.#preparing.has(index)) return;
    const preparing = this.#store.prepareRecordIndex(index);
    preparing.catch(() => undefined); // thrown again by ready(), which every bulk request waits for
    this.#preparing.set(index, preparing);
  }

  /** @throws TamarinError when an index cannot be made ready */
  async ready(): Promise<void> {
    await Promise.all(this.#preparing.values()); // a month or a day each: few
  }
}

interface SinkRun
  extends Pick<SyncRun, 'syncId' | 'signal' | 'now' | 'sleep' | 'notice' | 'events'> {
  readonly store: Pick<SyncStore, 'sendBulk' | 'prepareAgain' | 'readOrigins'>;
}

export function makeSinkPort(run: SinkRun, indices: PreparedIndices): SinkPort {
  return {
    sendBulk: async (body) => {
      await indices.ready();
      const sentMs = run.now();
      const answer = await run.store.sendBulk(body);
      run.events?.bulkAnswered(run.now() - sentMs);
      return answer;
    },
    createIndex: (index) => run.store.prepareAgain(index),
    areOurs: (tickets) => areOurs(run, tickets),
    // A sync that is stopped waits no longer, and sends no more either.
    sleep: async (delayMs, signal) => {
      await run.sleep(delayMs, signal);
      if (run.signal.aborted) throw interruptedSync();
    },
    notice: run.notice,
  };
}

async function areOurs(run: SinkRun, tickets: readonly ItemTicket[]): Promise<OriginAnswer> {
  const found = await run.store.readOrigins(tickets);
  if (found.kind === 'unknown') return found;
  const { origins } = found;
  return { kind: 'known', areOurs: tickets.map((ticket, at) => isFrom(run, ticket, origins[at])) };
}

const isFrom = (
  { syncId }: SinkRun,
  { logKey, line }: ItemTicket,
  stored: Provenance | null | undefined,
): boolean => stored?.sync_id === syncId && stored.log_key === logKey && stored.log_line === line;
