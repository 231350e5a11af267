/**
 * Pure: AWS signature version 4 of a GET without a query, payload unsigned. The signing key is kept
 * for a day, so that a signature costs two hashes (`npm run bench sign`: a sixth of the SDK's signer).
 */
import { createHmac, createSecretKey, type Hmac, hash, type KeyObject } from 'node:crypto';

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SignedRequest {
  readonly host: string;
  /** Encoded as it is sent. */
  readonly path: string;
  readonly region: string;
  /** `x-amz-*` headers that are sent, beside those that the signature adds itself. */
  readonly amzHeaders: Readonly<Record<string, string>>;
}

export class GetSigner {
  #day = '';
  #secret = '';
  #region = '';
  #key: KeyObject | null = null;

  /** Headers to send. */
  sign(request: SignedRequest, by: Credentials, nowMs: number): Record<string, string> {
    const time = new Date(nowMs).toISOString().replace(/[-:]|\.\d+/g, '');
    const headers: Record<string, string> = {
      ...request.amzHeaders,
      host: request.host,
      'x-amz-content-sha256': PAYLOAD,
      'x-amz-date': time,
      ...(by.sessionToken === undefined ? {} : { 'x-amz-security-token': by.sessionToken }),
    };
    const names = Object.keys(headers).sort();
    const signed = names.join(';');
    const lines = names.map((name) => `${name}:${headers[name]}\n`).join('');
    const canonical = `GET\n${request.path}\n\n${lines}\n${signed}\n${PAYLOAD}`;
    const scope = `${time.slice(0, 8)}/${request.region}/s3/aws4_request`;
    const hashed = hash('sha256', canonical);
    const key = this.#keyOf(time.slice(0, 8), request.region, by.secretAccessKey);
    const signature = hmac(key, `AWS4-HMAC-SHA256\n${time}\n${scope}\n${hashed}`).digest('hex');
    headers.authorization = `AWS4-HMAC-SHA256 Credential=${by.accessKeyId}/${scope}, SignedHeaders=${signed}, Signature=${signature}`;
    return headers;
  }

  #keyOf(day: string, region: string, secret: string): KeyObject {
    const isSame = this.#day === day && this.#secret === secret && this.#region === region;
    if (this.#key !== null && isSame) return this.#key;
    const ofRegion = hmac(hmac(`AWS4${secret}`, day).digest(), region).digest();
    const key = createSecretKey(hmac(hmac(ofRegion, 's3').digest(), 'aws4_request').digest());
    [this.#day, this.#secret, this.#region, this.#key] = [day, secret, region, key];
    return key;
  }
}

const PAYLOAD = 'UNSIGNED-PAYLOAD';
const hmac = (key: string | Buffer | KeyObject, text: string): Hmac =>
  createHmac('sha256', key).update(text);

/** As S3 wants a key in a path: every segment percent-encoded, also `!'()*`. */
export const encodeKeyPath = (key: string): string =>
  encodeURIComponent(key)
    .replaceAll('%2F', '/')
    .replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
