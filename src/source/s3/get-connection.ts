/**
 * One connection to S3, for the GET of one small object after the other. What comes always comes into
 * the same buffer: to make a new one for each piece, as a stream does, costs more than all else here.
 * Wherever something happens that is not the plain course of things the connection is given up.
 */
import { connect, isIP, type OnReadOpts, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { LogObject } from '../log/log-source.ts';
import { BodyError, noteReached } from './read-body.ts';
import type { S3Timeouts } from './s3-settings.ts';
import { AnswerReader, type ReadAnswer, type WholeAnswer } from './whole-answer.ts';

const READ_BYTES = 64 * 1024;
/** Milliseconds. S3 closes what is idle for a little longer, perhaps just when it is used again. */
const IDLE_MS = 4_000;

export interface Endpoint {
  readonly isTls: boolean;
  /** IPv6 without brackets. */
  readonly hostname: string;
  readonly port: number;
}

interface Asked {
  readonly reader: AnswerReader;
  readonly resolve: (answer: WholeAnswer | null) => void;
  readonly reject: (reason: Error) => void;
}

/** It was closed just when it was used again, and nothing was answered: a new one may do at once. */
export class StaleConnectionError extends Error {
  override readonly name = 'StaleConnectionError';
}

export class GetConnection {
  readonly #timeouts: S3Timeouts;
  readonly #socket: Socket;
  readonly #onGone: (connection: GetConnection) => void;
  readonly #onIdle: (connection: GetConnection) => void;
  #asked: Asked | null = null;
  #isOpen = false;
  #hasAnswered = false;
  #isGone = false;
  /** Since then nothing has happened. */
  #sinceMs = performance.now();

  constructor(
    endpoint: Endpoint,
    about: {
      readonly timeouts: S3Timeouts;
      /** It can carry another request. */
      readonly onIdle: (connection: GetConnection) => void;
      /** It cannot any more. */
      readonly onGone: (connection: GetConnection) => void;
    },
  ) {
    this.#timeouts = about.timeouts;
    this.#onIdle = about.onIdle;
    this.#onGone = about.onGone;
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    const callback = (length: number): boolean => {
      this.#take(buffer.subarray(0, length));
      return true;
    };
    const closed = (): void => this.#lose(new BodyError('S3 closed the connection'));
    this.#socket = openSocket(endpoint, { buffer, callback })
      .once(endpoint.isTls ? 'secureConnect' : 'connect', () => {
        this.#isOpen = true;
        this.#sinceMs = performance.now();
      })
      .on('error', (error) => this.#lose(error))
      .on('end', closed)
      .on('close', closed);
  }

  /** One at a time. Null: the SDK is to be asked. */
  ask(request: string, object: Pick<LogObject, 'etag' | 'sizeBytes'>): Promise<WholeAnswer | null> {
    this.#sinceMs = performance.now();
    this.#socket.write(request, 'latin1');
    return new Promise((resolve, reject) => {
      this.#asked = { reader: new AnswerReader(object), resolve, reject };
    });
  }

  /** What is waited for fails for this reason. */
  end(reason: Error): void {
    const asked = this.#asked;
    if (asked !== null) {
      noteReached(reason, asked.reader.readBytes);
      asked.reject(reason);
    }
    this.#giveUp();
  }

  endIfLate(nowMs: number): void {
    const { connectMs, answerMs, stallMs } = this.#timeouts;
    const asked = this.#asked;
    // biome-ignore format: a table
    const [limitMs, what] =
      asked === null ? [IDLE_MS, 'no request'] :
      !this.#isOpen ? [connectMs, 'no connection'] :
      asked.reader.hasHead ? [stallMs, 'no data'] : [answerMs, 'no answer'];
    if (nowMs - this.#sinceMs >= limitMs) this.end(new BodyError(`${what} for ${limitMs} ms`));
  }

  #lose(reason: Error): void {
    const isStale = this.#hasAnswered && this.#asked?.reader.isUntouched === true;
    this.end(isStale ? new StaleConnectionError(reason.message) : reason);
  }

  #take(bytes: Buffer): void {
    const asked = this.#asked;
    const read = asked?.reader.take(bytes);
    if (asked === null || read === undefined) {
      this.#giveUp(); // nobody asked for anything
      return;
    }
    if (asked.reader.hasHead) this.#sinceMs = performance.now();
    if (read === null) return;
    if (read.kind === 'failed') this.end(read.error);
    else this.#settle(asked, read);
  }

  #settle(asked: Asked, read: ReadAnswer & { readonly kind: 'whole' | 'for_sdk' }): void {
    this.#asked = null;
    this.#hasAnswered = true;
    if (read.kind === 'whole' && !read.isLast) this.#onIdle(this);
    else this.#giveUp();
    asked.resolve(read.kind === 'whole' ? read.answer : null);
  }

  #giveUp(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#asked = null;
    this.#socket.destroy();
    this.#onGone(this);
  }
}

function openSocket({ isTls, hostname, port }: Endpoint, onread: OnReadOpts): Socket {
  const options = { host: hostname, port, noDelay: true, onread };
  if (!isTls) return connect(options);
  const servername = isIP(hostname) === 0 ? hostname : ''; // an address is no name
  return connectTls({ ...options, servername, ALPNProtocols: ['http/1.1'] });
}
