/** Leases in memory, with the numbers of their writes as OpenSearch gives them. */
import type {
  LeaseDocument,
  LeasePort,
  LeaseVersion,
  StoredLease,
} from '../../../src/sync/lease/lease-port.ts';

type Call = 'create' | 'read' | 'replace' | 'remove';

export const ID = 'lease-of-logs';

export class ModelLeases implements LeasePort {
  #seqNo = 0;
  readonly #leases = new Map<string, StoredLease>();
  readonly calls: Call[] = [];
  /** `before`: it is not carried out. `after`: it is, and the answer is lost. */
  fault: (call: Call) => 'before' | 'after' | null = () => null;
  /** Between a call and what it does: what another process does meanwhile. */
  meanwhile: (call: Call) => Promise<void> = async () => undefined;

  get lease(): StoredLease | null {
    return this.#leases.get(ID) ?? null;
  }

  /** As somebody else, or a deletion of the index, would. */
  put(document: LeaseDocument): LeaseVersion {
    this.#seqNo += 1;
    const version = { seqNo: this.#seqNo, primaryTerm: 1 };
    this.#leases.set(ID, { document, version });
    return version;
  }

  drop(): void {
    this.#leases.delete(ID);
  }

  create: LeasePort['create'] = (id, document) =>
    this.#do('create', () =>
      this.#leases.has(id)
        ? ({ kind: 'conflict' } as const)
        : ({ kind: 'written', version: this.put(document) } as const),
    );

  read: LeasePort['read'] = (id) => this.#do('read', () => this.#leases.get(id) ?? null);

  replace: LeasePort['replace'] = (id, version, document) =>
    this.#do('replace', () =>
      this.#isAt(id, version)
        ? ({ kind: 'written', version: this.put(document) } as const)
        : ({ kind: 'conflict' } as const),
    );

  remove: LeasePort['remove'] = (id, version) =>
    this.#do('remove', () => {
      if (this.#isAt(id, version)) this.#leases.delete(id);
    }).catch(() => undefined);

  #isAt(id: string, version: LeaseVersion): boolean {
    return this.#leases.get(id)?.version.seqNo === version.seqNo;
  }

  async #do<T>(call: Call, task: () => T): Promise<T> {
    this.calls.push(call);
    await this.meanwhile(call);
    const fault = this.fault(call);
    if (fault === 'before') throw new Error(`no answer to ${call}`);
    const result = task();
    if (fault === 'after') throw new Error(`the answer to ${call} is lost`);
    return result;
  }
}

export const leaseOf = (syncId: string, pid = 1): LeaseDocument => ({
  kind: 'lease',
  sync_id: syncId,
  source: './logs',
  trigger: 'cli',
  started_at: '2026-02-01T00:00:00.000Z',
  heartbeat_at: '2026-02-01T00:00:00.000Z',
  owner: { host: `host-${pid}`, pid, process_started: '1' },
});
