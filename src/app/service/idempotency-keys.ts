/**
 * Which sync a caller's Idempotency-Key has begun: kept in the store for a day, so that a request that is
 * sent again after a lost answer, also to another process, starts no second sync.
 */
import { createHash } from 'node:crypto';
import type { SyncNotes } from '../../opensearch/sync-notes.ts';
import type { StartRequest } from './start-request.ts';

const KEY_LIVES_MS = 24 * 3_600_000;

export type KnownKey =
  | { readonly kind: 'new' }
  | { readonly kind: 'began'; readonly syncId: string; readonly startedAt: string }
  | { readonly kind: 'other_request' };

type Keyed = Pick<StartRequest, 'idempotencyKey' | 'options'>;

export class IdempotencyKeys {
  readonly #notes: SyncNotes;
  readonly #now: () => number;

  constructor(notes: SyncNotes, now: () => number) {
    this.#notes = notes;
    this.#now = now;
  }

  /** @throws TamarinError */
  async find(alias: string, request: Keyed): Promise<KnownKey> {
    const key = keyOf(request);
    if (key === null) return { kind: 'new' };
    const note = await this.#notes.read(idOf(key));
    if (note?.sync_id === undefined) return { kind: 'new' };
    if (this.#now() - Date.parse(note.started_at) >= KEY_LIVES_MS) return { kind: 'new' };
    if (note.request_digest !== digestOf(alias, request)) return { kind: 'other_request' };
    return { kind: 'began', syncId: note.sync_id, startedAt: note.started_at };
  }

  /** Forgets keys that are too old to count. @throws TamarinError */
  async forgetOld(): Promise<void> {
    for (const id of await this.#notes.oldKeys(this.#now() - KEY_LIVES_MS))
      await this.#notes.remove(id); // a few, and nobody waits for it
  }

  /** The lease of the source is held, so nobody else notes this key for it. @throws TamarinError */
  async note(alias: string, request: Keyed, syncId: string): Promise<void> {
    const key = keyOf(request);
    if (key === null) return;
    await this.#notes.write(idOf(key), {
      kind: 'idempotency',
      started_at: new Date(this.#now()).toISOString(),
      alias,
      sync_id: syncId,
      request_digest: digestOf(alias, request),
    });
  }
}

/** A dry run leaves nothing behind, and may be made as often as one likes. */
const keyOf = ({ idempotencyKey, options }: Keyed): string | null =>
  options.dryRun ? null : idempotencyKey;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url');
const idOf = (key: string): string => `idempotency-${hashOf(key)}`;
const digestOf = (alias: string, { options }: Keyed): string =>
  hashOf(JSON.stringify([alias, options.full, options.overwrite, options.fromMs, options.toMs]));
