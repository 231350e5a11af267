/**
 * A lease that is held: renewed every few seconds by a request of its own, because a sync whose bulk
 * requests wait for a busy server must keep it. Without an answer its owner goes on; who finds that
 * somebody else has it stops.
 */
import { TamarinError } from '../../core/error.ts';
import type { LeaseDocument, LeasePort, LeaseVersion, OpenLeases } from './lease-port.ts';
import { isOurs } from './take-lease.ts';

export interface HeldLeaseOptions {
  readonly id: string;
  /** As it is written now. */
  readonly document: () => LeaseDocument;
  readonly version: LeaseVersion;
  readonly renewEveryMs: number;
  readonly sleep: (delayMs: number, signal: AbortSignal) => Promise<void>;
  /** Aborted when the sync is to stop: the lease is kept until it has, but not renewed any more. */
  readonly signal: AbortSignal;
  /** Somebody else has the lease: the sync is to stop. */
  readonly onLost: (error: TamarinError) => void;
}

export class HeldLease {
  readonly #open: OpenLeases;
  readonly #port: LeasePort;
  readonly #options: HeldLeaseOptions;
  readonly #end = new AbortController();
  readonly #signal: AbortSignal;
  readonly #renewing: Promise<void>;
  /** null: it is lost. */
  #version: LeaseVersion | null;

  constructor(open: OpenLeases, options: HeldLeaseOptions) {
    this.#open = open;
    this.#options = options;
    this.#signal = AbortSignal.any([options.signal, this.#end.signal]);
    this.#port = open(this.#signal);
    this.#version = options.version;
    this.#renewing = this.#keepRenewing();
  }

  /** Never throws: a lease that is not given back here is taken over by the next. */
  async release(): Promise<void> {
    this.#end.abort();
    await this.#renewing;
    const version = this.#version;
    if (version === null) return;
    this.#version = null;
    await this.#open().remove(this.#options.id, version);
  }

  async #keepRenewing(): Promise<void> {
    const { renewEveryMs, sleep } = this.#options;
    const signal = this.#signal;
    while (this.#version !== null) {
      await sleep(renewEveryMs, signal); // a renewal after the other
      if (signal.aborted) return;
      await this.#renew(this.#version).catch(() => undefined); // no answer: the next one may get one
    }
  }

  async #renew(version: LeaseVersion): Promise<void> {
    const { id, document } = this.#options;
    const renewed = await this.#port.replace(id, version, document());
    if (renewed.kind === 'written') this.#version = renewed.version;
    else await this.#findOut();
  }

  /** An answer was lost, or the lease was deleted with its index, or somebody has taken it. */
  async #findOut(): Promise<void> {
    const { id, document } = this.#options;
    const found = await this.#port.read(id);
    if (found === null) {
      const created = await this.#port.create(id, document());
      if (created.kind === 'written') this.#version = created.version;
      return; // else somebody was quicker, which the next renewal finds out
    }
    if (isOurs(found, document())) {
      this.#version = found.version;
      return;
    }
    this.#version = null;
    this.#options.onLost(takenOver(found.document));
  }
}

const takenOver = ({ sync_id: syncId, owner }: LeaseDocument): TamarinError =>
  new TamarinError(
    'interrupted',
    `Sync ${syncId} (process ${owner.pid} on ${owner.host}) has taken over: this one gave no sign of life for too long.`,
    { hint: 'What it has shipped is safe and counted; the other one goes on.' },
  );
