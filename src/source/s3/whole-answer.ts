/**
 * Pure: reads the answer to the GET of a small object, piece by piece, into one buffer of the object's
 * size. It knows one kind of answer: a head, and a body of the length that the head told, under the
 * ETag that was asked for. It is given out only when all of it has come. Any other answer is left to
 * the SDK, unless it says that S3 is in trouble.
 */
import { allocateLarge } from '../../core/large-buffer.ts';
import type { LogObject } from '../log/log-source.ts';
import { type AnswerHead, type AnswerHeaders, readAnswerHead } from './answer-head.ts';
import { BodyError } from './read-body.ts';

const HEAD_BYTES_MAX = 16 * 1024;
const SERVER_ERROR = /^HTTP\/1\.[01] (5\d\d)(?: ([^\r\n]{0,100}))?/;
const HEAD_END = Buffer.from('\r\n\r\n');

export interface WholeAnswer {
  readonly headers: AnswerHeaders;
  readonly body: Buffer;
}

export type ReadAnswer =
  /** `isLast`: S3 closes the connection behind it. */
  | { readonly kind: 'whole'; readonly answer: WholeAnswer; readonly isLast: boolean }
  | { readonly kind: 'for_sdk' }
  | { readonly kind: 'failed'; readonly error: Error };

export class AnswerReader {
  readonly #object: Pick<LogObject, 'etag' | 'sizeBytes'>;
  #start = '';
  #head: AnswerHead | null = null;
  #body = EMPTY;
  #readBytes = 0;

  constructor(object: Pick<LogObject, 'etag' | 'sizeBytes'>) {
    this.#object = object;
  }

  /** Not a byte has come. */
  get isUntouched(): boolean {
    return this.#start === '';
  }

  get hasHead(): boolean {
    return this.#head !== null;
  }

  /** Of the body. */
  get readBytes(): number {
    return this.#readBytes;
  }

  /** Of `bytes` nothing is kept. Null: there is more to come. */
  take(bytes: Buffer): ReadAnswer | null {
    return this.#head === null ? this.#takeHead(bytes) : this.#takeBody(this.#head, bytes);
  }

  #takeHead(bytes: Buffer): ReadAnswer | null {
    const before = this.#start.length;
    const endHere = bytes.indexOf(HEAD_END); // or later: its first bytes may have come before
    this.#start += bytes.toString(
      'latin1',
      0,
      endHere < 0 ? HEAD_BYTES_MAX : endHere + HEAD_END.length,
    );
    const end = this.#start.indexOf('\r\n\r\n');
    if (end < 0) return this.#start.length < HEAD_BYTES_MAX ? null : { kind: 'for_sdk' };
    const text = this.#start.slice(0, end);
    // In whatever form: to ask the SDK then would be to ask twice, just when S3 wants less.
    const [, trouble, reason = ''] = SERVER_ERROR.exec(text) ?? [];
    if (trouble !== undefined) return failed(serverError(Number(trouble), reason));
    const head = readAnswerHead(text);
    const { etag, sizeBytes } = this.#object;
    if (head?.status !== 200 || head.headers.get('etag') !== etag) return { kind: 'for_sdk' };
    if (head.bodyBytes !== sizeBytes)
      return failed(new BodyError(`S3 sends ${head.bodyBytes} bytes of an object of ${sizeBytes}`));
    this.#head = head;
    this.#body = allocateLarge(sizeBytes);
    return this.#takeBody(head, bytes.subarray(end + HEAD_END.length - before));
  }

  #takeBody(head: AnswerHead, bytes: Buffer): ReadAnswer | null {
    const body = this.#body;
    const missing = body.length - this.#readBytes;
    if (bytes.length > missing) return failed(new BodyError('S3 sends more than it announced'));
    this.#readBytes += bytes.copy(body, this.#readBytes);
    if (bytes.length < missing) return null;
    return { kind: 'whole', answer: { headers: head.headers, body }, isLast: head.isLast };
  }
}

const EMPTY = Buffer.alloc(0);
const failed = (error: Error): ReadAnswer => ({ kind: 'failed', error });
const serverError = (status: number, reason: string): Error =>
  Object.assign(new Error(reason), { $metadata: { httpStatusCode: status } });
