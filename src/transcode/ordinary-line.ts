/**
 * Where each field of an ordinary line starts and ends, found in its bytes: nearly the grammar of
 * parse/split-ordinary-line.ts, and user agents with quotes inside. Whatever has another form is left
 * to the parser, which is the truth; a differential test holds the two equal.
 */
import { AGENT, CLASSES, EITHER_SHIFT, HOST_ID, KEY, PAIRS, QUOTED, TOKEN } from './byte-class.ts';
import { FIELD, LineFields } from './line-fields.ts';
import { isVersion, methodEnd, VERSION_LENGTH } from './request-line.ts';

const SPACE = 0x20;
const QUOTE = 0x22;
const DASH = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const EQUALS = 0x3d;
const OPENING_BRACKET = 0x5b;
const CLOSING_BRACKET = 0x5d;
const TIME_LENGTH = 'dd/Mon/yyyy:hh:mm:ss +zzzz'.length;
/** So many digits are below 2^53, and below the limit of every duration. */
const DIGITS_MAX = 15;
const DURATION_DIGITS_MAX = 9;
const STATUS_DIGITS = 3;
/** Signature version, cipher suite, authentication, host header. */
const WHOLE_TAIL_TOKENS = 4;
/** CloudFront's identities are the one value with spaces outside of quotes. */
const IDENTITY_START = Buffer.from('user/CloudFront');
const IDENTITY_MIDDLE = Buffer.from(' Origin Access Identity ');

export class OrdinaryLine extends LineFields {
  #at = 0;
  #end = 0;

  /** False: the line has another form. */
  read(view: DataView, start: number, end: number): boolean {
    this.view = view;
    this.#at = start;
    this.#end = end;
    return this.#readHead() && this.#readRequest() && this.#readResponse() && this.#readAgent();
  }

  #readHead(): boolean {
    return (
      this.#token(FIELD.bucketOwner) &&
      this.#token(FIELD.bucket) &&
      this.#time() &&
      this.#token(FIELD.remoteIp) &&
      this.#requester() &&
      this.#token(FIELD.requestId) &&
      !this.isNull(FIELD.requestId) && // such lines are told apart by counting them
      this.#token(FIELD.operation) &&
      this.#field(FIELD.key, KEY) &&
      this.#space()
    );
  }

  #readRequest(): boolean {
    const start = this.#at;
    if (this.#requestLine()) return this.#space();
    this.#at = start;
    return this.#quoted(FIELD.requestUri) && this.isNull(FIELD.requestUri) && this.#space();
  }

  /** Method, a target without spaces, and version, between quotes: nothing else is ordinary. */
  #requestLine(): boolean {
    if (this.#byte() !== QUOTE) return false;
    const { view } = this;
    const start = this.#at + 1;
    const method = methodEnd(view, start, this.#end);
    if (method < 0) return false;
    this.#at = method + 1;
    if (!this.#field(FIELD.requestUri, KEY) || !this.#space()) return false;
    if (!isVersion(view, this.#at, this.#end)) return false;
    this.#at += VERSION_LENGTH;
    this.methodEnd = method;
    this.starts[FIELD.requestUri] = start;
    this.ends[FIELD.requestUri] = this.#at;
    if (this.#byte() !== QUOTE) return false;
    this.#at += 1;
    return true;
  }

  #readResponse(): boolean {
    return (
      this.#status() &&
      this.#token(FIELD.errorCode) &&
      this.#integer(FIELD.bytesSent, DIGITS_MAX) &&
      this.#integer(FIELD.objectSize, DIGITS_MAX) &&
      this.#integer(FIELD.totalTime, DURATION_DIGITS_MAX) &&
      this.#integer(FIELD.turnAroundTime, DURATION_DIGITS_MAX) &&
      this.#quoted(FIELD.referrer) &&
      this.#space()
    );
  }

  /** And what stands behind it. */
  #readAgent(): boolean {
    const start = this.#at;
    if (this.#quoted(FIELD.userAgent) && this.#readTail()) return true;
    return this.#agentWithQuotes(start) && this.#readTail() && this.#hasWholeTail();
  }

  /**
   * Up to the last quote of the line: where a whole tail follows, the user agent ends there
   * (parse/close-quoted-field.ts).
   */
  #agentWithQuotes(start: number): boolean {
    const { view } = this;
    let last = this.#end - 1;
    while (last > start && view.getUint8(last) !== QUOTE) last -= 1;
    if (last <= start + 1 || view.getUint8(start) !== QUOTE) return false;
    this.#at = start + 1;
    if (!this.#field(FIELD.userAgent, AGENT) || this.#at <= last) return false;
    this.ends[FIELD.userAgent] = last;
    this.#at = last + 1;
    return true;
  }

  /** As far as the host name and more: what of it fits is told by the cache of tails. */
  #hasWholeTail(): boolean {
    let tokens = 0;
    for (let at = this.starts[FIELD.tail] ?? 0; at < this.#end; at += 1)
      if (this.view.getUint8(at) === SPACE) tokens += 1;
    return tokens >= WHOLE_TAIL_TOKENS;
  }

  /** Lines without host id, of the first years, are not ordinary here. */
  #readTail(): boolean {
    if (!this.#space() || !this.#token(FIELD.versionId) || !this.#field(FIELD.hostId, HOST_ID))
      return false;
    let equals = 0;
    for (; equals < 2 && this.#byte() === EQUALS; equals += 1) this.#at += 1;
    this.endsInValue = equals === 2;
    this.ends[FIELD.hostId] = this.#at;
    this.starts[FIELD.tail] = this.#at;
    this.ends[FIELD.tail] = this.#end;
    return this.#at === this.#end || this.#byte() === SPACE;
  }

  /** The byte that comes next; -1 at the end. */
  #byte(): number {
    return this.#at < this.#end ? this.view.getUint8(this.#at) : -1;
  }

  #space(): boolean {
    if (this.#byte() !== SPACE) return false;
    this.#at += 1;
    return true;
  }

  /** One byte or more of the class. */
  #field(field: number, allowed: number): boolean {
    const { view } = this;
    const start = this.#at;
    const end = this.#end;
    let at = start;
    let pairs = 0;
    for (; at + 2 <= end; at += 2) {
      const pair = PAIRS[view.getUint16(at, true)] ?? 0;
      if ((pair & allowed) === 0) break;
      pairs |= pair;
    }
    let classes = pairs >> EITHER_SHIFT;
    if (at < end) {
      const byteClass = CLASSES[view.getUint8(at)] ?? 0;
      if ((byteClass & allowed) !== 0) {
        classes |= byteClass;
        at += 1;
      }
    }
    this.starts[field] = start;
    this.ends[field] = at;
    this.classes[field] = classes;
    this.#at = at;
    return at > start;
  }

  #token(field: number): boolean {
    return this.#field(field, TOKEN) && this.#space();
  }

  #requester(): boolean {
    if (!this.#field(FIELD.requester, TOKEN)) return false;
    const start = this.starts[FIELD.requester] ?? 0;
    const isIdentity = this.#stands(IDENTITY_START, this.#at - IDENTITY_START.length);
    if (isIdentity && this.#stands(IDENTITY_MIDDLE, this.#at)) {
      this.#at += IDENTITY_MIDDLE.length;
      if (!this.#field(FIELD.requester, TOKEN)) return false;
      this.starts[FIELD.requester] = start;
    }
    return this.#space();
  }

  #stands(bytes: Buffer, from: number): boolean {
    if (from < 0 || from + bytes.length > this.#end) return false;
    for (let at = 0; at < bytes.length; at += 1)
      if (this.view.getUint8(from + at) !== bytes[at]) return false;
    return true;
  }

  /** Of the right length between its brackets; what it says is read where days are known. */
  #time(): boolean {
    const start = this.#at + 1;
    const end = start + TIME_LENGTH;
    if (end >= this.#end || this.#byte() !== OPENING_BRACKET) return false;
    if (this.view.getUint8(end) !== CLOSING_BRACKET) return false;
    this.starts[FIELD.time] = start;
    this.ends[FIELD.time] = end;
    this.#at = end + 1;
    return this.#space();
  }

  /** A dash, or text without a quote between quotes. Empty between quotes is no ordinary value. */
  #quoted(field: number): boolean {
    if (this.#byte() === DASH) {
      this.starts[field] = this.#at;
      this.#at += 1;
      this.ends[field] = this.#at;
      this.classes[field] = 0;
      return true;
    }
    if (this.#byte() !== QUOTE) return false;
    this.#at += 1;
    if (!this.#field(field, QUOTED) || this.#byte() !== QUOTE) return false;
    this.#at += 1;
    return true;
  }

  #status(): boolean {
    if (!this.#field(FIELD.httpStatus, TOKEN)) return false;
    if (this.isNull(FIELD.httpStatus)) return this.#space();
    return this.#isInteger(FIELD.httpStatus, STATUS_DIGITS, STATUS_DIGITS) && this.#space();
  }

  #integer(field: number, digitsMax: number): boolean {
    if (!this.#field(field, TOKEN)) return false;
    return (this.isNull(field) || this.#isInteger(field, 1, digitsMax)) && this.#space();
  }

  /** Digits, as JSON writes them: without a zero before others. */
  #isInteger(field: number, digitsMin: number, digitsMax: number): boolean {
    const start = this.starts[field] ?? 0;
    const end = this.ends[field] ?? 0;
    const digits = end - start;
    if (digits < digitsMin || digits > digitsMax) return false;
    for (let at = start; at < end; at += 1) {
      const byte = this.view.getUint8(at);
      if (byte < ZERO || byte > NINE) return false;
    }
    return digits === 1 || this.view.getUint8(start) !== ZERO;
  }
}
