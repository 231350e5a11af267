/**
 * Pure: AWS signature version 4 of a GET without a query, payload unsigned. All but the path is kept
 * for a second, so that a signature costs three short hashes (`npm run bench sign`: a fraction of the
 * SDK's signer).
 */
import { hash } from 'node:crypto';
import { HmacKey } from './hmac-key.ts';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SignedTarget {
  readonly host: string;
  readonly region: string;
  /** `x-amz-*` headers that are sent, beside those that the signature adds itself. */
  readonly amzHeaders: Readonly<Record<string, string>>;
}

/** What all signatures of one second have in common. */
interface Frame {
  readonly second: number;
  readonly by: Credentials;
  readonly key: HmacKey;
  readonly headers: Readonly<Record<string, string>>;
  /** Of the canonical request, behind the path. */
  readonly canonicalEnd: string;
  /** Of the text to sign, before the hash of the canonical request. */
  readonly textStart: string;
  /** Of the authorization, before the signature. */
  readonly authorizationStart: string;
}

export class GetSigner {
  readonly #target: SignedTarget;
  #frame: Frame | null = null;

  constructor(target: SignedTarget) {
    this.#target = target;
  }

  /** Headers to send. `path` is encoded as it is sent. */
  sign(path: string, by: Credentials, nowMs: number): Record<string, string> {
    const frame = this.#frameOf(Math.floor(nowMs / 1_000), by);
    const hashed = hash('sha256', `GET\n${path}${frame.canonicalEnd}`);
    const signature = frame.key.hex(frame.textStart + hashed);
    return { ...frame.headers, authorization: frame.authorizationStart + signature };
  }

  #frameOf(second: number, by: Credentials): Frame {
    const frame = this.#frame;
    if (frame !== null && frame.second === second && areSame(frame.by, by)) return frame;
    this.#frame = makeFrame(this.#target, second, by);
    return this.#frame;
  }
}

const areSame = (one: Credentials, other: Credentials): boolean =>
  one.secretAccessKey === other.secretAccessKey &&
  one.accessKeyId === other.accessKeyId &&
  one.sessionToken === other.sessionToken;

const PAYLOAD = 'UNSIGNED-PAYLOAD';

function makeFrame(
  { host, region, amzHeaders }: SignedTarget,
  second: number,
  by: Credentials,
): Frame {
  const time = new Date(second * 1_000).toISOString().replace(/[-:]|\.\d+/g, '');
  const headers: Record<string, string> = {
    ...amzHeaders,
    host,
    'x-amz-content-sha256': PAYLOAD,
    'x-amz-date': time,
    ...(by.sessionToken === undefined ? {} : { 'x-amz-security-token': by.sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const signed = names.join(';');
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
  const steps = [time.slice(0, 8), region, 's3', 'aws4_request'];
  const scope = steps.join('/');
  return {
    second,
    by,
    key: steps.reduce(
      (key, step) => new HmacKey(key.bytes(step)),
      new HmacKey(Buffer.from(`AWS4${by.secretAccessKey}`)),
    ),
    headers,
    canonicalEnd: `\n\n${lines}\n${signed}\n${PAYLOAD}`,
    textStart: `AWS4-HMAC-SHA256\n${time}\n${scope}\n`,
    authorizationStart: `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=`,
  };
}

/** Of most log keys: they are sent as they are. */
const PLAIN_PATH = /^[\w./~-]*$/;

/** As S3 wants a key in a path: every segment percent-encoded, also `!'()*`. */
export const encodeKeyPath = (key: string): string =>
  PLAIN_PATH.test(key)
    ? key
    : encodeURIComponent(key)
        .replaceAll('%2F', '/')
        .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
