/**
 * Keeps the document of a running sync current: at its start, every few seconds, and at its end, so
 * that whoever asks a question knows whether a sync runs, how far it is, or that it died. A write
 * that fails is told; the sync itself goes on. Each write also tells whether somebody has cancelled it.
 */
import { Patience } from '../../bulk/patience.ts';
import { messageOf } from '../../core/error.ts';
import { againAfter, final, retry } from '../../core/retry.ts';
import type { ListingPlan } from '../plan/plan-listing.ts';
import { cancelledSync } from '../run/stopped-sync.ts';
import type { SyncLimits, SyncRun } from '../run/sync-run.ts';
import { mayPass, type SyncState, type SyncWrite } from '../store/sync-document.ts';
import type { SyncStore } from '../store/sync-store.ts';
import { syncDocument, type ToldOfSync } from './sync-item.ts';

/** So long does a sync wait until it is seen; then it begins all the same. */
const FIRST_WRITE_WAIT_MS = 5_000;

interface BeatingRun
  extends ToldOfSync,
    Pick<SyncRun, 'syncId' | 'notice' | 'signal' | 'stop' | 'now' | 'random' | 'sleep'> {
  readonly store: Pick<SyncStore, 'writeSync'>;
  readonly names: Pick<SyncRun['names'], 'syncs'>;
  readonly limits: Pick<SyncLimits, 'giveUpAfterMs' | 'heartbeatEveryMs'>;
}

export class Heartbeat {
  readonly #run: BeatingRun;
  readonly #plan: ListingPlan;
  readonly #startedMs: number;
  readonly #stop = new AbortController();
  #wasTold = false;

  constructor(run: BeatingRun, plan: ListingPlan, startedMs: number) {
    this.#run = run;
    this.#plan = plan;
    this.#startedMs = startedMs;
  }

  /** Resolves when whoever asks can see that the sync runs, or cannot for long. Never throws. */
  async start(): Promise<void> {
    const { signal, sleep } = this.#run;
    const stop = AbortSignal.any([signal, this.#stop.signal]);
    const first = new AbortController();
    const beating = this.#beat(stop, true).finally(() => first.abort());
    void beating.then(() => this.#keepBeating(stop));
    await Promise.race([beating, sleep(FIRST_WRITE_WAIT_MS, first.signal)]);
  }

  /** Writes at once how far the sync is, and that is seen. Never throws. */
  async tell(): Promise<void> {
    await this.#beat(AbortSignal.any([this.#run.signal, this.#stop.signal]), true);
  }

  /** The last write. Of a sync that ended well it has all the patience of a bulk request. */
  async end(state: Exclude<SyncState, 'running'>, error: unknown = null): Promise<void> {
    this.#stop.abort(); // one that is under way changes nothing any more: see MERGE
    const { signal, limits, now, random, sleep, notice, names } = this.#run;
    const patience = new Patience({ giveUpAfterMs: limits.giveUpAfterMs, now, random });
    patience.noteAnswer();
    const text = error === null ? null : messageOf(error);
    const last = await retry<SyncWrite>(async (count) => {
      const write = await this.#write({ state, error: text, isShown: true });
      const isWorthWaiting = write.kind === 'failed' && state === 'done' && mayPass(write);
      const delayMs = isWorthWaiting && !signal.aborted ? patience.delayBefore(count) : null;
      return delayMs === null ? final(write) : againAfter(delayMs);
    }, sleep);
    if (last.kind === 'written') return;
    notice(
      `${last.reason} So ${names.syncs} does not know how this sync ended, and answers ` +
        'treat it as one that stopped unexpectedly. Run the same sync again.',
    );
  }

  async #keepBeating(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#run.sleep(this.#run.limits.heartbeatEveryMs, signal); // a beat after the other
      if (signal.aborted) return;
      await this.#beat(signal, false);
    }
  }

  async #beat(signal: AbortSignal, isShown: boolean): Promise<void> {
    const write = await this.#write({ state: 'running', error: null, isShown, signal });
    if (write.kind === 'written' && write.cancelRequestedAt !== undefined)
      this.#run.stop(cancelledSync());
    if (write.kind === 'written' || signal.aborted || this.#wasTold) return;
    this.#wasTold = true;
    this.#run.notice(`${write.reason} The sync continues; others may believe that it died.`);
  }

  #write(about: {
    readonly state: SyncState;
    readonly error: string | null;
    readonly isShown: boolean;
    readonly signal?: AbortSignal;
  }): Promise<SyncWrite> {
    const { state, error, ...rest } = about;
    const run = this.#run;
    const moment = {
      plan: this.#plan,
      state,
      startedMs: this.#startedMs,
      nowMs: run.now(),
      error,
    };
    return run.store.writeSync({ id: run.syncId, ...rest }, syncDocument(run, moment));
  }
}
