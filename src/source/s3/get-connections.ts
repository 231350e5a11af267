/**
 * The connections over which small objects are fetched: as many as there are GETs at one time, which
 * is the caller's to bound. One timer looks after all that is waited for, and one listener after a
 * signal: a timer and a listener a request cost as much as its signature.
 */
import type { LogObject } from '../log/log-source.ts';
import { type Endpoint, GetConnection, StaleConnectionError } from './get-connection.ts';
import type { S3Timeouts } from './s3-settings.ts';
import type { WholeAnswer } from './whole-answer.ts';

/** A time-out is noticed this much late at most. Milliseconds. */
const LOOK_EVERY_MS = 500;

export class GetConnections {
  readonly #endpoint: Endpoint;
  readonly #timeouts: S3Timeouts;
  /** With the signal of what each carries. */
  readonly #all = new Map<GetConnection, AbortSignal | null>();
  /** The last one that was used comes first. */
  readonly #idle: GetConnection[] = [];
  readonly #heard = new WeakSet<AbortSignal>();
  readonly #closed = new AbortController();
  #timer: NodeJS.Timeout | null = null;

  constructor(endpoint: Endpoint, timeouts: S3Timeouts) {
    this.#endpoint = endpoint;
    this.#timeouts = timeouts;
  }

  /** Those that carry a request or an answer. */
  get inUse(): number {
    return this.#all.size - this.#idle.length;
  }

  /** Null: the SDK is to be asked. @throws BodyError, an error of the system, or the signal's reason */
  async get(
    request: string,
    object: Pick<LogObject, 'etag' | 'sizeBytes'>,
    signal: AbortSignal,
  ): Promise<WholeAnswer | null> {
    this.#closed.signal.throwIfAborted();
    signal.throwIfAborted();
    this.#hear(signal);
    const idle = this.#idle.pop();
    const askOver = (connection: GetConnection): Promise<WholeAnswer | null> => {
      this.#all.set(connection, signal);
      return connection.ask(request, object);
    };
    if (idle === undefined) return askOver(this.#open());
    try {
      return await askOver(idle);
    } catch (error) {
      if (!(error instanceof StaleConnectionError)) throw error;
      this.#closed.signal.throwIfAborted();
      signal.throwIfAborted();
      return askOver(this.#open());
    }
  }

  /** Ends what is still under way. */
  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    const reason = new Error('the source was closed');
    this.#closed.abort(reason);
    for (const connection of this.#all.keys()) connection.end(reason);
  }

  #open(): GetConnection {
    const connection = new GetConnection(this.#endpoint, {
      timeouts: this.#timeouts,
      onIdle: (idle) => {
        this.#all.set(idle, null);
        this.#idle.push(idle);
      },
      onGone: (gone) => {
        this.#all.delete(gone);
        const at = this.#idle.indexOf(gone);
        if (at >= 0) this.#idle.splice(at, 1);
      },
    });
    this.#timer ??= this.#lookAfterAll();
    return connection;
  }

  #lookAfterAll(): NodeJS.Timeout {
    const { connectMs, answerMs, stallMs } = this.#timeouts;
    const look = (): void => {
      const nowMs = performance.now();
      for (const connection of this.#all.keys()) connection.endIfLate(nowMs);
    };
    return setInterval(look, Math.min(LOOK_EVERY_MS, connectMs, answerMs, stallMs)).unref();
  }

  #hear(signal: AbortSignal): void {
    if (this.#heard.has(signal)) return;
    this.#heard.add(signal);
    const abort = (): void => {
      for (const [connection, its] of this.#all) if (its === signal) connection.end(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true, signal: this.#closed.signal });
  }
}
