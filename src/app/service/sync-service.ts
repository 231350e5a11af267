/**
 * Syncs as a service runs and shows them: begun by a caller or a schedule, watched, cancelled, and
 * remembered in OpenSearch, so that a service that was started again knows all of them. What begins
 * elsewhere, from the command line or in another service, is there too.
 */
import { TamarinError } from '../../core/error.ts';
import { hasOwnerEnded } from '../../engine/process/process-owner.ts';
import { listSyncs, newestSyncs, readSync, type StoredSync } from '../../opensearch/read-syncs.ts';
import { openSyncNotes, requestCancel } from '../../opensearch/sync-notes.ts';
import { cancelledSync } from '../../sync/run/stopped-sync.ts';
import { readOwner } from '../../sync/run/stored-owner.ts';
import type { OpenableSource } from '../openable-source.ts';
import { IdempotencyKeys } from './idempotency-keys.ts';
import { OwnSyncs } from './own-syncs.ts';
import { SourceIds } from './source-ids.ts';
import { PLAIN_PASS, type StartOutcome, type StartRequest } from './start-request.ts';
import { type Begun, SyncStarter, type SyncStarterOptions } from './sync-starter.ts';
import { begunView, type SyncView, syncView } from './sync-view.ts';

export interface SyncServiceOptions extends SyncStarterOptions {
  readonly sources: readonly OpenableSource[];
}

export interface SourceView {
  readonly alias: string;
  readonly lastSync: SyncView | null;
  /** ISO; null: none is known. */
  readonly newestRecord: string | null;
  /** Age of the newest record. */
  readonly lagSeconds: number | null;
}

/** Between two looks at a sync that runs here: four a second; elsewhere it says how far it is every 5 s. */
const LOOK_HERE_MS = 250;
const LOOK_ELSEWHERE_MS = 1_000;
/** A sync that has given no sign of life for so long counts as dead. */
const ALIVE_MS = 60_000;

export class SyncService {
  readonly #options: SyncServiceOptions;
  readonly #own: OwnSyncs;
  readonly #starter: SyncStarter;
  readonly #keys: IdempotencyKeys;
  readonly #sourceIds: SourceIds;

  constructor(options: SyncServiceOptions) {
    const { session, surroundings } = options;
    const notes = openSyncNotes(session.server, session.names.syncs);
    this.#options = options;
    this.#own = new OwnSyncs(surroundings.now);
    this.#starter = new SyncStarter(options, notes, this.#own);
    this.#keys = new IdempotencyKeys(notes, surroundings.now);
    this.#sourceIds = new SourceIds(session, surroundings);
  }

  /** Takes up the passes that were queued before this process began, and clears old keys away. @throws TamarinError */
  async resume(): Promise<void> {
    const { sources } = this.#options;
    if (sources.length === 0) return; // nothing is begun by this service
    await Promise.all(sources.map((source) => this.#starter.resume(source))); // a few
    await this.#keys.forgetOld();
  }

  /** @throws TamarinError `usage` where there is no such source, and whatever keeps a sync from starting */
  async start(request: StartRequest): Promise<StartOutcome> {
    const source = this.#sourceOf(request.alias);
    const before = await this.#startedBefore(source, request);
    if (before !== null) return before;
    const { options, trigger, isQueued } = request;
    const begun = await this.#starter.begin({ source, options, trigger }, (syncId) =>
      this.#keys.note(source.alias, request, syncId),
    );
    if (begun.kind === 'own' && begun.isFirst)
      return { kind: 'started', sync: await this.#viewBegun(begun, source) };
    const again = await this.#startedBefore(source, request); // by a request at the same time
    if (again !== null) return again;
    if (isQueued) await this.#starter.queue(source);
    return { kind: isQueued ? 'queued' : 'running', sync: await this.#viewBegun(begun, source) };
  }

  /** For a schedule: resolves when the sync has ended, also one that ran already here. @throws TamarinError */
  async runOnce(alias: string): Promise<void> {
    const request = { source: this.#sourceOf(alias), options: PLAIN_PASS, trigger: 'schedule' } as const; // biome-ignore format: one line
    const begun = await this.#starter.begin(request, async () => undefined);
    if (begun.kind === 'own') await begun.own.ended;
  }

  /** null: there is no such sync. @throws TamarinError */
  async read(id: string): Promise<SyncView | null> {
    const own = this.#own.view(id);
    if (own !== null) return own;
    const { server, names } = this.#options.session;
    const document = await readSync(server, names.syncs, id);
    return document === null ? null : this.#viewStored({ id, document });
  }

  /** Newest first. `beforeMs`: those that began before this time; null: all. @throws TamarinError */
  async list(page: { readonly beforeMs: number | null; readonly limit: number }): Promise<{
    readonly syncs: readonly SyncView[];
    /** `beforeMs` of the next page; null: this is the last. */
    readonly next: number | null;
  }> {
    const { server, names } = this.#options.session;
    const { syncs, next } = await listSyncs(server, names.syncs, page);
    return { syncs: syncs.map((sync) => this.#viewStored(sync)), next };
  }

  /** States of a sync as they change, four a second at most; the last is the final one. @throws TamarinError */
  async *watch(id: string, signal: AbortSignal): AsyncGenerator<SyncView> {
    const { sleep } = this.#options.surroundings;
    let told = '';
    while (!signal.aborted) {
      const view = await this.read(id); // looks again after a pause
      if (view === null) return;
      const text = JSON.stringify(view);
      if (text !== told) yield view;
      told = text;
      if (view.state !== 'running') return;
      await sleep(this.#own.get(id) === null ? LOOK_ELSEWHERE_MS : LOOK_HERE_MS, signal); // the pause
    }
  }

  /**
   * Asks a sync to end, wherever it runs; one that has ended stays as it is. null: there is no such sync.
   * @throws TamarinError
   */
  async cancel(id: string): Promise<SyncView | null> {
    const { session, surroundings } = this.#options;
    const own = this.#own.get(id);
    if (own !== null) {
      own.isCancelled = true;
      own.open.stop(cancelledSync());
    } else if (this.#own.view(id) === null) {
      const about = { id, nowMs: surroundings.now() };
      if (!(await requestCancel(session.server, session.names.syncs, about))) return null;
    }
    return this.read(id);
  }

  /** In the order of the configuration. @throws TamarinError */
  async sources(): Promise<readonly SourceView[]> {
    const { session, sources, surroundings } = this.#options;
    const ids = await Promise.all(sources.map((source) => this.#sourceIds.of(source))); // a few
    const known = ids.filter((id) => id !== null);
    const newest = await newestSyncs(session.server, session.names.syncs, known);
    return sources.map(({ alias }, at) => {
      const found = newest.get(ids[at] ?? '') ?? null;
      const newestMs = found?.newestRecordMs ?? null;
      const lagMs = newestMs === null ? null : Math.max(0, surroundings.now() - newestMs);
      return {
        alias,
        lastSync: found === null ? null : this.#viewStored(found.sync),
        newestRecord: newestMs === null ? null : new Date(newestMs).toISOString(),
        lagSeconds: lagMs === null ? null : Math.round(lagMs / 1_000),
      };
    });
  }

  /**
   * Resolves when no sync of this process runs any more. Who wants them to end aborts the signal of the
   * surroundings. Never throws.
   */
  ended(): Promise<void> {
    return this.#starter.ended();
  }

  #sourceOf(alias: string | null): OpenableSource {
    const { sources } = this.#options;
    const names = sources.map((source) => source.alias);
    const hint = `Sources of this service: ${names.length === 0 ? 'none' : names.join(', ')}.`;
    const [only, ...others] = sources;
    if (alias === null) {
      if (only !== undefined && others.length === 0) return only;
      throw new TamarinError('usage', 'Name the source to sync.', { hint });
    }
    const source = sources.find((each) => each.alias === alias);
    if (source === undefined) throw new TamarinError('usage', 'No source has this name.', { hint });
    return source;
  }

  async #startedBefore(
    source: OpenableSource,
    request: StartRequest,
  ): Promise<StartOutcome | null> {
    const known = await this.#keys.find(source.alias, request);
    if (known.kind === 'new') return null;
    if (known.kind === 'other_request') return known;
    const { syncId, startedAt } = known;
    const view = await this.read(syncId);
    const begun = { id: syncId, source: source.alias, trigger: request.trigger, startedAt };
    return { kind: 'started', sync: view ?? begunView(begun) };
  }

  /** Its document may be on its way. */
  async #viewBegun(begun: Begun, { alias }: OpenableSource): Promise<SyncView> {
    if (begun.kind === 'own') {
      const { open, startedMs, request } = begun.own;
      const startedAt = new Date(startedMs).toISOString();
      const { trigger } = request;
      const found = await this.read(open.syncId);
      return found ?? begunView({ id: open.syncId, source: alias, trigger, startedAt });
    }
    const { sync_id: id, trigger, started_at: startedAt } = begun.by;
    return (await this.read(id)) ?? begunView({ id, source: alias, trigger, startedAt });
  }

  #viewStored({ id, document }: StoredSync): SyncView {
    const own = this.#own.view(id);
    if (own !== null) return own;
    const silentMs = this.#options.surroundings.now() - Date.parse(document.heartbeat_at);
    const isDead = silentMs > ALIVE_MS || hasOwnerEnded(readOwner(document.owner));
    return syncView({ id, document, dryRun: false, isDead });
  }
}
