/**
 * The answer to one GET of a small object, written into one buffer of the object's size as it comes.
 * It is given out only when all of it has come and was found right; else the error says how far it
 * came. Answers that are no success end at their headers, with their connection.
 */
import type { Dispatcher } from 'undici';
import type { LogObject } from '../log/log-source.ts';
import { checkChecksum } from './check-checksum.ts';
import { BodyError, noteReached, tooLong, tooShort } from './read-body.ts';
import type { S3Timeouts } from './s3-settings.ts';

type Controller = Dispatcher.DispatchController;
type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export interface WholeBodyOptions {
  readonly object: Pick<LogObject, 'sizeBytes' | 'etag'>;
  readonly timeouts: Pick<S3Timeouts, 'answerMs' | 'stallMs'>;
  /** Called once, when `body` is settled. */
  readonly onSettled: (answer: WholeBody) => void;
}

export class WholeBody implements Dispatcher.DispatchHandler {
  /** Null: an answer that is no success and no server error, or not of this object. */
  readonly body: Promise<Buffer | null>;
  readonly #options: WholeBodyOptions;
  readonly #settle: PromiseWithResolvers<Buffer | null>;
  #controller: Controller | null = null;
  #headers: Headers = {};
  #whole: Buffer | null = null;
  #readBytes = 0;
  #isSettled = false;

  constructor(options: WholeBodyOptions) {
    this.#options = options;
    this.#settle = Promise.withResolvers();
    this.body = this.#settle.promise;
  }

  /** Also before it was sent. */
  abort(reason: Error): void {
    this.#fail(reason);
    this.#controller?.abort(reason);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#isSettled) controller.abort(new Error('it is not wanted any more'));
  }

  onResponseStart(controller: Controller, status: number, headers: Headers, text = ''): void {
    if (status < 200) return; // informational: the answer follows
    const { etag, sizeBytes } = this.#options.object;
    const isOther = headers.etag !== undefined && headers.etag !== etag; // S3 was asked for this one
    if (status === 200 && !isOther) {
      this.#headers = headers;
      this.#whole = Buffer.allocUnsafe(sizeBytes);
      return;
    }
    const error = Object.assign(new Error(text), { $metadata: { httpStatusCode: status } });
    if (status < 500) this.#give(null);
    else this.#fail(error);
    controller.abort(error); // it may be a long page of a proxy
  }

  onResponseData(_controller: Controller, chunk: Buffer): void {
    if (this.#whole === null || this.#isSettled) return;
    const { sizeBytes } = this.#options.object;
    chunk.copy(this.#whole, this.#readBytes);
    this.#readBytes += chunk.length;
    if (this.#readBytes > sizeBytes) this.abort(tooLong(sizeBytes));
  }

  onResponseEnd(): void {
    const [whole, { sizeBytes }] = [this.#whole, this.#options.object];
    if (whole === null || this.#readBytes !== sizeBytes)
      this.#fail(tooShort(this.#readBytes, sizeBytes));
    else
      void checkChecksum(whole, this.#headers).then(
        () => this.#give(whole),
        (error: Error) => this.#fail(error),
      );
  }

  onResponseError(_controller: Controller, error: Error): void {
    this.#fail(this.#inOurWords(error));
  }

  #inOurWords(error: Error & { readonly code?: string }): Error {
    const { answerMs, stallMs } = this.#options.timeouts;
    if (error.code === 'UND_ERR_HEADERS_TIMEOUT')
      return new BodyError(`no answer for ${answerMs} ms`);
    if (error.code === 'UND_ERR_BODY_TIMEOUT') return new BodyError(`no data for ${stallMs} ms`);
    return error;
  }

  #fail(error: Error): void {
    noteReached(error, this.#readBytes);
    if (this.#ends()) this.#settle.reject(error);
  }

  #give(body: Buffer | null): void {
    if (this.#ends()) this.#settle.resolve(body);
  }

  /** False: it was settled before. */
  #ends(): boolean {
    if (this.#isSettled) return false;
    this.#isSettled = true;
    this.#options.onSettled(this);
    return true;
  }
}
