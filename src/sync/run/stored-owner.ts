/** Pure: the process that runs a sync as documents name it, and back. */
import type { SyncDocument } from '../store/sync-document.ts';
import type { SyncOwner } from './sync-run.ts';

type StoredOwner = SyncDocument['owner'];

export const storedOwner = (owner: SyncOwner): StoredOwner => ({
  host: owner.host,
  ...(owner.boot === null ? {} : { boot: owner.boot }),
  pid: owner.pid,
  process_started: owner.startedAt,
  ...(owner.pidNamespace === null ? {} : { pid_namespace: owner.pidNamespace }),
});

export const readOwner = (stored: StoredOwner): SyncOwner => ({
  host: stored.host,
  boot: stored.boot ?? null,
  pid: stored.pid,
  startedAt: stored.process_started,
  pidNamespace: stored.pid_namespace ?? null,
});
