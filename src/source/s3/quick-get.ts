/**
 * Fetches small objects past the SDK, which costs more CPU a GET than all else that is done with the
 * object (npm run bench s3). The SDK fetches the first object: host, path and region are taken from
 * the request that it sent, so that its rules for endpoints and redirects hold here too. Any answer
 * that is no success and no server error is left to the SDK again, which knows what it means.
 */
import { type Agent, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { S3Client } from '@aws-sdk/client-s3';
import type { LogObject } from '../log/log-source.ts';
import { checkChecksum } from './check-checksum.ts';
import { BodyError, wholeBody } from './read-body.ts';
import type { S3Timeouts } from './s3-settings.ts';
import { encodeKeyPath, GetSigner } from './sign-get.ts';

interface Route {
  readonly isTls: boolean;
  readonly hostname: string;
  readonly port: number | undefined;
  readonly host: string;
  /** What stands before the key. */
  readonly basePath: string;
  /** Null: requests are not signed. */
  readonly region: string | null;
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
  readonly agents: { readonly http: Agent; readonly https: Agent };
  readonly timeouts: S3Timeouts;
  readonly requesterPays: boolean;
}

export class QuickGet {
  readonly #options: QuickGetOptions;
  readonly #signer = new GetSigner();
  #route: Route | null = null;

  constructor(options: QuickGetOptions) {
    this.#options = options;
    options.client.middlewareStack.add(
      (next, context) => async (args) => {
        const result = await next(args);
        const { Key } = args.input as { Key?: unknown }; // lists have none
        if (this.#route === null && context.commandName === 'GetObjectCommand')
          this.#route = routeOf(args.request as SentRequest, String(Key)); // the SDK's HttpRequest
        return result;
      },
      { step: 'deserialize', priority: 'low', name: 'tamarinLearnRoute' },
    );
  }

  /** The whole body, checked; null: ask the SDK. */
  async fetch(object: LogObject, signal: AbortSignal): Promise<Buffer | null> {
    const route = this.#route;
    if (route === null) return null;
    const response = await this.#send(route, object, signal);
    const { statusCode = 0 } = response;
    if (statusCode === 200) return this.#readWhole(response, object);
    response.destroy(); // with its socket: it may be a long page of a proxy
    if (statusCode < 500) return null;
    const error = new Error(response.statusMessage ?? '');
    throw Object.assign(error, { $metadata: { httpStatusCode: statusCode } });
  }

  async #readWhole(response: IncomingMessage, object: LogObject): Promise<Buffer> {
    const { sizeBytes } = object;
    const { stallMs } = this.#options.timeouts;
    const body = await wholeBody(response, { sizeBytes, stallMs });
    await checkChecksum(body, response.headers);
    return body;
  }

  async #send(route: Route, object: LogObject, signal: AbortSignal): Promise<IncomingMessage> {
    const { client, agents, timeouts, requesterPays } = this.#options;
    const path = route.basePath + encodeKeyPath(object.logKey);
    const amzHeaders = {
      'x-amz-checksum-mode': 'ENABLED',
      ...(requesterPays ? { 'x-amz-request-payer': 'requester' } : {}),
    };
    const nowMs = Date.now() + client.config.systemClockOffset; // the SDK learns it from S3
    const signed =
      route.region === null
        ? { ...amzHeaders, host: route.host }
        : this.#signer.sign(
            { host: route.host, path, region: route.region, amzHeaders },
            await client.config.credentials(),
            nowMs,
          );
    const send = route.isTls ? httpsRequest : httpRequest;
    return new Promise((resolve, reject) => {
      const request = send({
        agent: route.isTls ? agents.https : agents.http,
        hostname: route.hostname,
        ...(route.port === undefined ? {} : { port: route.port }),
        path,
        headers: { ...signed, 'if-match': object.etag },
        signal,
      });
      const late = (): void => {
        request.destroy(new BodyError(`no answer for ${timeouts.answerMs} ms`));
      };
      const timer = setTimeout(late, timeouts.answerMs);
      request.on('error', reject).on('close', () => clearTimeout(timer));
      request.on('response', (response) => {
        clearTimeout(timer);
        resolve(response);
      });
      request.end();
    });
  }
}

const SCOPE = /\/\d{8}\/([a-z0-9-]{1,64})\/s3\/aws4_request/;

function routeOf(sent: SentRequest, key: string): Route | null {
  const keyPath = encodeKeyPath(key);
  const authorization = sent.headers.authorization;
  const region = authorization === undefined ? null : SCOPE.exec(authorization)?.[1];
  // Signed in a way that is not ours (SigV4A), or a path written in another way: the SDK goes on.
  if (region === undefined || !sent.path.endsWith(`/${keyPath}`)) return null;
  return {
    isTls: sent.protocol === 'https:',
    hostname: sent.hostname,
    port: sent.port,
    host: sent.headers.host ?? sent.hostname,
    basePath: sent.path.slice(0, -keyPath.length),
    region,
  };
}
