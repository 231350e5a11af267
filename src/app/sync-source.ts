/**
 * Runs one sync of a session. Where one runs for the source already, it waits for its end and then
 * makes its own pass: the other may have listed before the newest log object came.
 */
import { TamarinError } from '../core/error.ts';
import type { LeaseDocument } from '../sync/lease/lease-port.ts';
import type { SyncReport } from '../sync/run/sync-report.ts';
import type { SyncDocument } from '../sync/store/sync-document.ts';
import { type OpenSync, openSync, type StartedSync, type SyncHooks, type SyncRequest } from './open-sync.ts'; // biome-ignore format: one import
import type { Session } from './session.ts';
import type { Surroundings } from './surroundings.ts';

/** A sync that has to be waited for. */
export interface RunningSync {
  readonly lease: LeaseDocument;
  /** How far it is; null: it has not said so. */
  readonly document: SyncDocument | null;
}

interface TurnHooks {
  /** Called every second while another one runs, and with null when it has ended. */
  readonly onRunning: (running: RunningSync | null) => void;
  readonly beforeStart?: () => Promise<void>;
}

type WaitingHooks = SyncHooks & Pick<TurnHooks, 'onRunning'>;

const LOOK_EVERY_MS = 1_000;

/** @throws TamarinError when the sync as a whole cannot go on */
export async function syncSource(
  request: SyncRequest,
  session: Session,
  surroundings: Surroundings,
  hooks: WaitingHooks,
): Promise<SyncReport> {
  const sync = await openSync(request, session, surroundings, hooks);
  try {
    const { done } = await beginInTurn(sync, session, surroundings, hooks);
    return await done;
  } finally {
    await sync.close();
  }
}

/** Waits until no other one runs. @throws TamarinError also when it is stopped meanwhile */
export async function beginInTurn(
  sync: Pick<OpenSync, 'begin'>,
  session: Session,
  { signal, now, sleep }: Pick<Surroundings, 'signal' | 'now' | 'sleep'>,
  { onRunning, beforeStart }: TurnHooks,
): Promise<StartedSync> {
  let by: LeaseDocument | null = null;
  let answeredMs = now();
  for (;;) {
    try {
      const begun = await sync.begin(beforeStart); // looks again after a pause
      if (begun.kind === 'started') {
        if (by !== null) onRunning(null);
        return begun;
      }
      by = begun.by;
      onRunning({ lease: by, document: await readRunning(session, by) });
      answeredMs = now();
    } catch (error) {
      if (signal.aborted && by !== null) throw stoppedWaiting(by);
      const isPatient = by !== null && now() - answeredMs < session.config.giveUpAfterMs;
      if (!isPatient || !isAway(error)) throw error;
    }
    await sleep(LOOK_EVERY_MS, signal); // the pause
    if (signal.aborted && by !== null) throw stoppedWaiting(by);
  }
}

async function readRunning(
  { server, names }: Session,
  { sync_id: id }: LeaseDocument,
): Promise<SyncDocument | null> {
  const { readSync } = await import('../opensearch/read-syncs.ts'); // only to wait
  return readSync(server, names.syncs, id);
}

const isAway = (error: unknown): boolean =>
  error instanceof TamarinError &&
  (error.code === 'opensearch_unreachable' || error.code === 'index_unavailable');

const stoppedWaiting = ({ sync_id: syncId }: LeaseDocument): TamarinError =>
  new TamarinError('interrupted', `Stopped waiting for sync ${syncId}, which goes on.`);
