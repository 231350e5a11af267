/**
 * Fetches small objects past the SDK, which costs more CPU a GET than all else that is done with the
 * object (npm run bench s3). Host, path and region are taken from the SDK's LIST request that was
 * answered, so that its rules for endpoints and redirects hold here too. Any answer that is no success
 * and no server error is left to the SDK, which knows what it means.
 */
import type { S3Client } from '@aws-sdk/client-s3';
import type { Pool } from 'undici';
import type { LogObject } from '../log/log-source.ts';
import type { S3Timeouts } from './s3-settings.ts';
import { encodeKeyPath, GetSigner } from './sign-get.ts';
import { WholeBody } from './whole-body.ts';

interface Route {
  readonly origin: string;
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
  readonly connections: number;
  readonly timeouts: S3Timeouts;
  readonly requesterPays: boolean;
}

export class QuickGet {
  readonly #options: QuickGetOptions;
  readonly #amzHeaders: Readonly<Record<string, string>>;
  readonly #waiting = new Map<AbortSignal, Set<WholeBody>>();
  readonly #closed = new AbortController();
  #route: Route | null = null;
  #opening: Promise<Pool> | null = null;
  #pool: Pool | null = null;

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
          this.#route = routeOf(args.request as SentRequest, this.#amzHeaders); // the SDK's HttpRequest
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'tamarinLearnRoute' },
    );
  }

  /** Connections that carry a request or an answer. */
  get inUse(): number {
    return this.#pool?.stats.running ?? 0;
  }

  /** Ends what is still on its way. */
  async close(): Promise<void> {
    this.#closed.abort();
    await (await this.#opening)?.destroy();
  }

  /** The whole body, checked; null: ask the SDK. */
  async fetch(object: LogObject, signal: AbortSignal): Promise<Buffer | null> {
    const route = this.#route;
    if (route === null) return null;
    this.#opening ??= openPool(route.origin, this.#options);
    this.#pool ??= await this.#opening;
    const path = route.basePath + encodeKeyPath(object.logKey);
    const signed = await this.#sign(route, path);
    signal.throwIfAborted();
    const waiting = this.#waitingFor(signal);
    const answer = new WholeBody({
      object,
      timeouts: this.#options.timeouts,
      onSettled: (settled) => waiting.delete(settled),
    });
    waiting.add(answer);
    const headers = { ...signed, 'if-match': object.etag };
    this.#pool.dispatch({ method: 'GET', path, headers }, answer);
    return answer.body;
  }

  async #sign({ host, signer }: Route, path: string): Promise<Record<string, string>> {
    if (signer === null) return { ...this.#amzHeaders, host };
    const { config } = this.#options.client;
    const by = await config.credentials(); // kept there until they are about to expire
    return signer.sign(path, by, Date.now() + config.systemClockOffset); // learned from S3
  }

  /** One listener for all: a listener a request costs as much as its signature. */
  #waitingFor(signal: AbortSignal): Set<WholeBody> {
    const known = this.#waiting.get(signal);
    if (known !== undefined) return known;
    const waiting = new Set<WholeBody>();
    this.#waiting.set(signal, waiting);
    const abort = (): void => {
      for (const answer of waiting) answer.abort(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true, signal: this.#closed.signal });
    return waiting;
  }
}

/** Loaded only once there is something to fetch: it costs 40 ms. */
async function openPool(
  origin: string,
  { connections, timeouts }: Pick<QuickGetOptions, 'connections' | 'timeouts'>,
): Promise<Pool> {
  const { Pool } = await import('undici');
  return new Pool(origin, {
    connections,
    connect: { timeout: timeouts.connectMs },
    headersTimeout: timeouts.answerMs,
    bodyTimeout: timeouts.stallMs,
  });
}

const SCOPE = /\/\d{8}\/([a-z0-9-]{1,64})\/s3\/aws4_request/;

/** Of a LIST request. Null: signed in a way that is not ours (SigV4A), the SDK goes on. */
function routeOf(
  { protocol, hostname, port, path, headers }: SentRequest,
  amzHeaders: Readonly<Record<string, string>>,
): Route | null {
  const { authorization, host = hostname } = headers;
  const region = authorization === undefined ? null : SCOPE.exec(authorization)?.[1];
  if (region === undefined) return null;
  return {
    origin: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`,
    host,
    basePath: path.endsWith('/') ? path : `${path}/`,
    signer: region === null ? null : new GetSigner({ host, region, amzHeaders }),
  };
}
