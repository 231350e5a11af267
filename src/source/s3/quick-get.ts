/**
 * Fetches small objects past the SDK, which costs more CPU a GET than all else that is done with the
 * object (npm run bench s3). Host, path and region are taken from the SDK's LIST request that was
 * answered, so that its rules for endpoints and redirects hold here too. Any answer that is no success
 * and no server error is left to the SDK, which knows what it means.
 */
import type { S3Client } from '@aws-sdk/client-s3';
import type { LimitFunction } from 'p-limit';
import type { LogObject } from '../log/log-source.ts';
import { checkChecksum } from './check-checksum.ts';
import { GetConnections } from './get-connections.ts';
import type { S3Timeouts } from './s3-settings.ts';
import { encodeKeyPath, GetSigner } from './sign-get.ts';

/** A store that writes all its answers in another way is asked twice no longer. */
const LEFT_TO_SDK_MAX = 100;

interface Route {
  readonly connections: GetConnections;
  readonly host: string;
  /** What stands before the key. */
  readonly basePath: string;
  /** Null: requests are not signed. */
  readonly signer: GetSigner | null;
}

/** What the SDK hands to its HTTP handler, as far as it is read here. */
interface SentRequest {
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface QuickGetOptions {
  readonly client: S3Client;
  readonly timeouts: S3Timeouts;
  readonly requesterPays: boolean;
  /** Shared with the SDK's requests. */
  readonly inTurn: LimitFunction;
}

export class QuickGet {
  readonly #options: QuickGetOptions;
  readonly #amzHeaders: Readonly<Record<string, string>>;
  #route: Route | null = null;
  /** Answers in a row. */
  #leftToSdk = 0;

  constructor(options: QuickGetOptions) {
    this.#options = options;
    this.#amzHeaders = {
      'x-amz-checksum-mode': 'ENABLED',
      ...(options.requesterPays ? { 'x-amz-request-payer': 'requester' } : {}),
    };
    options.client.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        if (this.#route === null && context.commandName === 'ListObjectsV2Command')
          this.#route = this.#routeOf(args.request as SentRequest); // the SDK's HttpRequest
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'tamarinLearnRoute' },
    );
  }

  /** Connections that carry a request or an answer. */
  get inUse(): number {
    return this.#route?.connections.inUse ?? 0;
  }

  /** Ends what is still under way. */
  close(): void {
    this.#route?.connections.close();
  }

  /** The whole body, checked; null: ask the SDK. */
  async fetch(object: LogObject, signal: AbortSignal): Promise<Buffer | null> {
    const route = this.#route;
    if (route === null || this.#leftToSdk >= LEFT_TO_SDK_MAX || !SENDABLE.test(object.etag))
      return null;
    const path = route.basePath + encodeKeyPath(object.logKey);
    const headers = await this.#sign(route, path); // before its turn: what is done then delays the next
    let request = `GET ${path} HTTP/1.1\r\nif-match: ${object.etag}\r\n`;
    for (const name in headers) request += `${name}: ${headers[name]}\r\n`;
    const send = () => route.connections.get(`${request}\r\n`, object, signal);
    const answer = await this.#options.inTurn(send);
    this.#leftToSdk = answer === null ? this.#leftToSdk + 1 : 0;
    if (answer === null) return null;
    await checkChecksum(answer.body, answer.headers);
    return answer.body;
  }

  async #sign({ host, signer }: Route, path: string): Promise<Readonly<Record<string, string>>> {
    if (signer === null) return { ...this.#amzHeaders, host };
    const { config } = this.#options.client;
    const by = await config.credentials(); // kept there until they are about to expire
    return signer.sign(path, by, Date.now() + config.systemClockOffset); // learned from S3
  }

  /** Of a LIST request. Null: signed in a way that is not ours (SigV4A), the SDK goes on. */
  #routeOf({ protocol, hostname, port, path, headers }: SentRequest): Route | null {
    const { authorization, host = hostname } = headers;
    const region = authorization === undefined ? null : SCOPE.exec(authorization)?.[1];
    if (region === undefined) return null;
    const isTls = protocol === 'https:';
    const endpoint = {
      isTls,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port: port ?? (isTls ? 443 : 80),
    };
    return {
      connections: new GetConnections(endpoint, this.#options.timeouts),
      host,
      basePath: path.endsWith('/') ? path : `${path}/`,
      signer:
        region === null ? null : new GetSigner({ host, region, amzHeaders: this.#amzHeaders }),
    };
  }
}

const SCOPE = /\/\d{8}\/([a-z0-9-]{1,64})\/s3\/aws4_request/;
/** In a header. */
const SENDABLE = /^[\x20-\x7e]*$/;
