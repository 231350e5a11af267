/**
 * The sink's way to OpenSearch. Holds every bulk request back until the indices that its records
 * need are known to take them.
 */
import type { ItemTicket } from '../bulk/batch.ts';
import type { OriginAnswer, SinkPort } from '../bulk/sink.ts';
import type { IndexName } from '../core/brand.ts';
import { messageOf } from '../core/error.ts';
import { type Provenance, readProvenance } from '../opensearch/provenance.ts';
import { createIndex, prepareRecordIndex } from '../opensearch/record-index.ts';
import { mayPass } from '../opensearch/request-failure.ts';
import { sendBulk } from '../opensearch/send-bulk.ts';
import { interruptedSync } from './interrupted-sync.ts';
import type { SyncRun } from './sync-run.ts';

export class PreparedIndices {
  readonly #run: SyncRun;
  readonly #preparing = new Map<IndexName, Promise<void>>();

  constructor(run: SyncRun) {
    this.#run = run;
  }

  /** Starts preparing a record index, once a sync. */
  prepare(index: IndexName): void {
    if (this.#preparing.has(index)) return;
    const { server, templates } = this.#run;
    const preparing = prepareRecordIndex(server, index, templates);
    preparing.catch(() => undefined); // thrown again by ready(), which every bulk request waits for
    this.#preparing.set(index, preparing);
  }

  /** @throws TamarinError when an index cannot be made ready */
  async ready(): Promise<void> {
    await Promise.all(this.#preparing.values()); // a month or a day each: few
  }

  /** An index vanished while it was written to: deleted by the operator, perhaps. */
  async prepareAgain(index: IndexName): Promise<void> {
    const { server, templates } = this.#run;
    if (this.#preparing.has(index)) await prepareRecordIndex(server, index, templates);
    else await createIndex(server, index);
  }
}

export function makeSinkPort(run: SyncRun, indices: PreparedIndices): SinkPort {
  return {
    sendBulk: async (body) => {
      await indices.ready();
      return sendBulk(run.server, body);
    },
    createIndex: (index) => indices.prepareAgain(index),
    areOurs: (tickets) => areOurs(run, tickets),
    // A sync that is stopped waits no longer, and sends no more either.
    sleep: async (delayMs, signal) => {
      await run.sleep(delayMs, signal);
      if (run.signal.aborted) throw interruptedSync();
    },
    notice: run.notice,
  };
}

async function areOurs(run: SyncRun, tickets: readonly ItemTicket[]): Promise<OriginAnswer> {
  try {
    const stored = await readProvenance(run.server, tickets);
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
