/** The lease of a source in a session: under which name, for whom, for how long. */
import type { SyncId } from '../core/brand.ts';
import { hostId } from '../engine/process/host-id.ts';
import { hasOwnerEnded } from '../engine/process/process-owner.ts';
import { leaseId, openLeaseStore } from '../opensearch/lease-store.ts';
import type { LogSource } from '../source/log/log-source.ts';
import { HeldLease, type HeldLeaseOptions } from '../sync/lease/held-lease.ts';
import type { LeaseDocument, LeaseVersion } from '../sync/lease/lease-port.ts';
import type { LeaseWatches } from '../sync/lease/lease-watch.ts';
import { type TakenLease, takeLease } from '../sync/lease/take-lease.ts';
import { readOwner, storedOwner } from '../sync/run/stored-owner.ts';
import type { SyncOwner, SyncTrigger } from '../sync/run/sync-run.ts';
import type { Session } from './session.ts';

/** Short against the time after which a sync counts as one that died; also of its heartbeat. */
export const RENEW_EVERY_MS = 5_000;

interface Holder {
  readonly source: Pick<LogSource, 'name' | 'physicalPrefix'>;
  readonly isLocal: boolean;
  readonly syncId: SyncId;
  readonly trigger: SyncTrigger;
  readonly owner: SyncOwner;
  readonly now: () => number;
  readonly watches: LeaseWatches;
}

export type HoldOptions = Pick<HeldLeaseOptions, 'signal' | 'sleep' | 'onLost'>;

export interface SourceLease {
  /** May be called again, as often as one likes. @throws TamarinError when OpenSearch cannot be asked */
  take(signal: AbortSignal): Promise<TakenLease>;
  hold(version: LeaseVersion, options: HoldOptions): HeldLease;
}

export function makeSourceLease(
  { server, names, config }: Pick<Session, 'server' | 'names' | 'config'>,
  { source, isLocal, syncId, trigger, owner, now, watches }: Holder,
): SourceLease {
  const id = leaseId(leaseKey(source, isLocal ? hostId(config.hostId) : null));
  const startedAt = new Date(now()).toISOString();
  const document = (): LeaseDocument => ({
    kind: 'lease',
    sync_id: syncId,
    source: source.name,
    trigger,
    started_at: startedAt,
    heartbeat_at: new Date(now()).toISOString(),
    owner: storedOwner(owner),
  });
  const open = (signal?: AbortSignal) => openLeaseStore(server, names.syncs, signal);
  const request = {
    id,
    document,
    watch: watches.of(id),
    hasEnded: (stored: LeaseDocument['owner']) => hasOwnerEnded(readOwner(stored)),
    timeoutMs: config.leaseTimeoutMs,
    nowMs: () => performance.now(),
  };
  return {
    take: async (signal) => {
      try {
        return await takeLease(open(signal), request);
      } catch (error) {
        request.watch.startAgain();
        throw error;
      }
    },
    hold: (version, { signal, sleep, onLost }) =>
      new HeldLease(open, { id, document, version, renewEveryMs: RENEW_EVERY_MS, signal, sleep, onLost }), // biome-ignore format: one call
  };
}

/** The ledger knows no host: there two machines may mean one shared folder by one path. */
const leaseKey = ({ physicalPrefix }: Holder['source'], host: string | null): string =>
  host === null ? physicalPrefix : `${host}\n${physicalPrefix}`;
