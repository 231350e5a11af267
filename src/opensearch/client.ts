/**
 * Connects to OpenSearch, and turns every way in which a request can fail into one TamarinError
 * that names the server and the cause. No other folder knows the client library.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { SERVER_BACK_OFF } from '../bulk/patience.ts';
import { backOffMs } from '../core/back-off.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import { againAfter, final, retry } from '../core/retry.ts';
import { type AwsSigning, makeAwsSigner } from './aws-signer.ts';
import { BulkSerializer } from './bulk-answer.ts';
import { type Client, type ClientOptions, errors, newClient } from './client-library.ts';
import { speaksTls } from './connection-failure.ts';
import { readCertificates } from './read-certificates.ts';
import { type AskedServer, mayPass, statusOf, toTamarinError } from './request-failure.ts';

export interface Connection {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly caFile: string | null;
  /** Absent: requests are not signed. */
  readonly aws?: AwsSigning | null;
}

export interface OpenSearch extends AskedServer {
  readonly client: Client;
  /** Such as `3.8.0`. */
  readonly version: string;
  /** An older server refuses part of our templates. */
  readonly major: number;
}

const REQUEST_TIMEOUT_MS = 60_000;
const CHECK_TIMEOUT_MS = 10_000;
/** Older servers lack index settings that exact answers need. */
const VERSION_MIN = { major: 2, minor: 19 };

/** @throws TamarinError `opensearch_unreachable`, `opensearch_denied`, `opensearch_unsupported` */
export async function connect(connection: Connection): Promise<OpenSearch> {
  const url = new URL(connection.url);
  const name = `${url.protocol}//${url.host}${url.pathname === '/' ? '' : url.pathname}`;
  const client = await makeClient(connection);
  const user =
    connection.username ?? (url.username === '' ? null : decodeURIComponent(url.username));
  const body = await readInfo(client, { name, user }, url).catch(async (error: unknown) => {
    await client.close();
    throw error;
  });
  const version = String(body.version?.number ?? '');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const isOpenSearch = body.version?.distribution === 'opensearch';
  const isNewEnough =
    major > VERSION_MIN.major || (major === VERSION_MIN.major && minor >= VERSION_MIN.minor);
  if (!isOpenSearch || !isNewEnough) {
    await client.close();
    const found = isOpenSearch ? `is OpenSearch ${version}` : 'is not OpenSearch';
    throw new TamarinError('opensearch_unsupported', `The server at ${name} ${found}.`, {
      hint: 'Tamarin needs OpenSearch 2.19 or newer: set OPENSEARCH_URL to one, or unset it to use the embedded engine.',
    });
  }
  return { client, name, user, version, major };
}

/** @throws TamarinError `config_invalid` */
async function makeClient(connection: Connection): Promise<Client> {
  try {
    return newClient(await clientOptions(connection));
  } catch (cause) {
    throw new TamarinError('config_invalid', `Cannot connect to OpenSearch: ${messageOf(cause)}.`, {
      cause,
      hint: 'Check OPENSEARCH_CA_FILE, and OPENSEARCH_URL: special characters in its password must be written as %XX.',
    });
  }
}

async function clientOptions(connection: Connection): Promise<ClientOptions> {
  const { caFile, aws = null } = connection;
  const auth = credentialsOf(connection);
  return {
    ...(aws === null ? {} : await makeAwsSigner(aws)),
    node: connection.url,
    Serializer: BulkSerializer,
    maxRetries: 3, // time-outs and 502 to 504 of small requests; bulks have their own retry
    requestTimeout: REQUEST_TIMEOUT_MS,
    ...(auth === null ? {} : { auth }),
    ...(caFile === null ? {} : { ssl: { ca: readCertificates(caFile) } }),
  };
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Those of the URL go first, as in the library's own client. @throws URIError */
function credentialsOf({ url, username, password }: Connection): Credentials | null {
  const inUrl = new URL(url);
  const [user, secret] = [inUrl.username, inUrl.password].map(decodeURIComponent);
  if (user && secret) return { username: user, password: secret };
  return username === null ? null : { username, password: password ?? '' };
}

interface Info {
  readonly version?: { readonly number?: string; readonly distribution?: string };
}

async function readInfo(client: Client, server: AskedServer, url: URL): Promise<Info> {
  try {
    const { body } = await client.info({}, { maxRetries: 0, requestTimeout: CHECK_TIMEOUT_MS });
    // A web server that answers with a page gives a string here.
    return typeof body === 'object' && body !== null ? (body as unknown as Info) : {}; // fields are checked by the caller
  } catch (error) {
    const status = statusOf(error);
    if (status !== null && status !== 401 && status !== 403 && status < 500) return {};
    if (error instanceof errors.DeserializationError) return {};
    const isPlain = status === null && url.protocol === 'http:';
    const cause =
      isPlain && (await speaksTls(url)) ? new Error('it speaks https', { cause: error }) : error;
    throw toTamarinError(server, 'report its version', cause);
  }
}

/** About 4 s of waiting in all, beside the three tries at once that the client makes by itself. */
const ATTEMPTS_MAX = 4;

export interface AttemptOptions {
  /** The error that a failure is, where it is one that no repetition would mend; null: not known. */
  readonly explain?: (error: unknown) => TamarinError | null;
  /** What is asked, for requests whose path does not say so. */
  readonly index?: string;
  /** Aborting it gives the request up. */
  readonly signal?: AbortSignal | undefined;
}

/** A request of the client library, which can be given up. */
type Request<T> = Promise<T> & { readonly abort?: () => void };

/** Runs a request, again where that may help, and names the server in whatever goes wrong. */
export async function attempt<T>(
  server: OpenSearch,
  what: string,
  request: (client: Client) => Request<T>,
  { explain, index, signal }: AttemptOptions = {},
): Promise<T> {
  const pause = (delayMs: number): Promise<void> =>
    sleep(delayMs, undefined, { signal }).catch(() => undefined); // who aborts is told by the next try
  return retry(async (count) => {
    signal?.throwIfAborted(); // before a request is sent that nobody would wait for
    try {
      return final(await runAbortable(request(server.client), signal));
    } catch (error) {
      signal?.throwIfAborted();
      const isLast = !mayPass(error) || count >= ATTEMPTS_MAX;
      const known = explain?.(error) ?? null;
      if (known !== null && (isLast || known.code !== 'opensearch_overloaded')) throw known;
      if (isLast) throw toTamarinError(server, what, error, index);
      return againAfter(backOffMs(count, SERVER_BACK_OFF, Math.random));
    }
  }, pause);
}

async function runAbortable<T>(running: Request<T>, signal: AbortSignal | undefined): Promise<T> {
  // The library's own result of `abort` would be taken for a promise that fails.
  const abort = (): void => {
    running.abort?.();
  };
  signal?.addEventListener('abort', abort, { once: true });
  try {
    return await running;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}
