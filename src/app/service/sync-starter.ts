/**
 * Begins the syncs of a service: of all that is asked for a source at the same time one sync comes, and
 * where one runs, here or elsewhere, at most one more that waits for its end.
 */
import { createHash } from 'node:crypto';
import type { SyncNotes } from '../../opensearch/sync-notes.ts';
import type { LeaseDocument } from '../../sync/lease/lease-port.ts';
import { LeaseWatches } from '../../sync/lease/lease-watch.ts';
import { SyncTally } from '../../sync/run/sync-report.ts';
import { type OpenSync, openSync, type StartedSync, type SyncHooks, type SyncRequest } from '../open-sync.ts'; // biome-ignore format: one import
import type { OpenableSource } from '../openable-source.ts';
import type { Session } from '../session.ts';
import type { Surroundings } from '../surroundings.ts';
import { beginInTurn } from '../sync-source.ts';
import type { OwnSync, OwnSyncs, WatchedSync } from './own-syncs.ts';
import { PLAIN_PASS } from './start-request.ts';

/** Told of each sync of this process. */
interface SyncWatcher {
  begin(alias: string, tally: SyncTally): WatchedSync;
  notice(alias: string, text: string): void;
}

export interface SyncStarterOptions {
  readonly session: Session;
  readonly surroundings: Surroundings;
  readonly watcher: SyncWatcher;
}

export type Begun =
  | { readonly kind: 'own'; readonly own: OwnSync; readonly isFirst: boolean }
  | { readonly kind: 'elsewhere'; readonly by: LeaseDocument };

/** A queued pass that another process has made. */
class NotWanted extends Error {}

export class SyncStarter {
  readonly #options: SyncStarterOptions;
  readonly #notes: SyncNotes;
  readonly #own: OwnSyncs;
  readonly #watches = new LeaseWatches();
  /** Those that begin or run, by alias, dry runs apart. */
  readonly #begun = new Map<string, Promise<Begun>>();
  /** Those that wait for another one to end, by alias. */
  readonly #waiting = new Map<string, Promise<void>>();

  constructor(options: SyncStarterOptions, notes: SyncNotes, own: OwnSyncs) {
    this.#options = options;
    this.#notes = notes;
    this.#own = own;
  }

  /** `beforeStart`: with the id of the sync, when no other one can begin any more. @throws TamarinError */
  async begin(
    request: SyncRequest,
    beforeStart: (syncId: string) => Promise<void>,
  ): Promise<Begun> {
    const { alias } = request.source;
    const slot = request.options.dryRun ? `${alias}\n` : alias; // no alias has an LF
    const before = this.#begun.get(slot);
    if (before !== undefined) {
      const begun = await before;
      return begun.kind === 'own' ? { ...begun, isFirst: false } : begun;
    }
    const beginning = this.#begin(request, beforeStart);
    this.#keep(slot, beginning);
    return beginning;
  }

  /** One pass more of the source when the one that runs has ended. @throws TamarinError */
  async queue(source: OpenableSource): Promise<void> {
    const started_at = new Date(this.#options.surroundings.now()).toISOString();
    await this.#notes.write(queuedId(source), { kind: 'queued', started_at, alias: source.alias });
    this.#waitInTurn(source);
  }

  /** Takes up a pass that was queued by a process that is gone. @throws TamarinError */
  async resume(source: OpenableSource): Promise<void> {
    if ((await this.#notes.read(queuedId(source))) !== null) this.#waitInTurn(source);
  }

  /** Resolves when nothing runs or waits any more. Never throws. */
  async ended(): Promise<void> {
    await Promise.allSettled([...this.#begun.values(), ...this.#waiting.values()]);
    await Promise.all(this.#own.all().map(({ ended }) => ended));
  }

  async #begin(
    request: SyncRequest,
    beforeStart: (syncId: string) => Promise<void>,
  ): Promise<Begun> {
    const { open, hooks } = await this.#open(request);
    try {
      const begun = await open.begin(() => beforeStart(open.syncId));
      if (begun.kind === 'started') return this.#add(request, open, hooks, begun);
      await open.close();
      return { kind: 'elsewhere', by: begun.by };
    } catch (error) {
      await open.close();
      throw error;
    }
  }

  async #open(request: SyncRequest): Promise<{ open: OpenSync; hooks: OwnHooks }> {
    const { session, surroundings, watcher } = this.#options;
    const { alias } = request.source;
    const tally = new SyncTally();
    let watched: WatchedSync | null = null;
    const hooks: OwnHooks = {
      tally,
      notice: (text) => watcher.notice(alias, text),
      events: { bulkAnswered: (durationMs) => watched?.events.bulkAnswered(durationMs) },
      watches: this.#watches,
      watch: () => {
        watched = watcher.begin(alias, tally);
        return watched;
      },
    };
    return { open: await openSync(request, session, surroundings, hooks), hooks };
  }

  #add(
    request: SyncRequest,
    open: OpenSync,
    { tally, watch }: OwnHooks,
    started: StartedSync,
  ): Begun {
    const own = this.#own.add({ request, open, tally }, started, watch());
    return { kind: 'own', own, isFirst: true };
  }

  #keep(slot: string, beginning: Promise<Begun>): void {
    this.#begun.set(slot, beginning);
    const forget = (): void => {
      if (this.#begun.get(slot) === beginning) this.#begun.delete(slot);
    };
    void beginning.then(async (begun) => {
      if (begun.kind === 'own') await begun.own.ended;
      forget();
    }, forget);
  }

  #waitInTurn(source: OpenableSource): void {
    const { alias } = source;
    if (this.#waiting.has(alias)) return;
    const waiting = this.#runInTurn(source)
      .catch((error: unknown) => {
        if (!(error instanceof NotWanted))
          this.#options.watcher.begin(alias, new SyncTally()).failed(error);
      })
      .finally(() => {
        if (this.#waiting.get(alias) === waiting) this.#waiting.delete(alias);
      });
    this.#waiting.set(alias, waiting);
  }

  async #runInTurn(source: OpenableSource): Promise<void> {
    const { session, surroundings } = this.#options;
    const request = { source, options: PLAIN_PASS, trigger: 'http' } as const;
    const { open, hooks } = await this.#open(request);
    try {
      const started = await beginInTurn(open, session, surroundings, {
        onRunning: () => undefined,
        // Before it lists: who asks for one more from now on gets one more.
        beforeStart: async () => {
          const isOurs = await this.#notes.remove(queuedId(source));
          this.#waiting.delete(source.alias);
          if (!isOurs) throw new NotWanted();
        },
      });
      this.#keep(source.alias, Promise.resolve(this.#add(request, open, hooks, started)));
    } catch (error) {
      await open.close();
      throw error;
    }
  }
}

interface OwnHooks extends SyncHooks {
  /** It has begun. */
  readonly watch: () => WatchedSync;
}

const queuedId = ({ alias }: OpenableSource): string =>
  `queued-${createHash('sha256').update(alias).digest('base64url')}`;
