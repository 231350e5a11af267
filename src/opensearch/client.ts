/**
 * Connects to OpenSearch, and turns every way in which a request can fail into one TamarinError
 * that names the server and the cause. No other folder knows the client library.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client, errors } from '@opensearch-project/opensearch';
import { retryDelayMs } from '../bulk/retry.ts';
import { messageOf, TamarinError } from '../core/error.ts';

export interface Connection {
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly caFile: string | null;
}

export interface OpenSearch {
  readonly client: Client;
  /** The URL without user and password. */
  readonly name: string;
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
  const client = makeClient(connection);
  const body = await readInfo(client, name).catch(async (error: unknown) => {
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
    const found = isOpenSearch ? `is OpenSearch ${version}` : 'is no OpenSearch';
    throw new TamarinError('opensearch_unsupported', `The server at ${name} ${found}.`, {
      hint: 'Tamarin needs OpenSearch 2.19 or newer: set OPENSEARCH_URL to one, or leave it out to run the embedded engine.',
    });
  }
  return { client, name, version, major };
}

/** @throws TamarinError `config_invalid` */
function makeClient(connection: Connection): Client {
  try {
    return newClient(connection);
  } catch (cause) {
    throw new TamarinError('config_invalid', `Cannot connect to OpenSearch: ${messageOf(cause)}.`, {
      cause,
      hint: 'Check OPENSEARCH_CA_FILE, and OPENSEARCH_URL: special characters of a password in it are written as %XX.',
    });
  }
}

function newClient(connection: Connection): Client {
  const { username, password, caFile } = connection;
  return new Client({
    node: connection.url,
    maxRetries: 3, // time-outs and 502 to 504 of small requests; bulks have their own retry
    requestTimeout: REQUEST_TIMEOUT_MS,
    ...(username === null ? {} : { auth: { username, password: password ?? '' } }),
    ...(caFile === null ? {} : { ssl: { ca: readFileSync(caFile, 'utf8') } }),
  });
}

interface Info {
  readonly version?: { readonly number?: string; readonly distribution?: string };
}

async function readInfo(client: Client, name: string): Promise<Info> {
  try {
    const { body } = await client.info({}, { maxRetries: 0, requestTimeout: CHECK_TIMEOUT_MS });
    // A web server that answers with a page gives a string here.
    return typeof body === 'object' && body !== null ? (body as unknown as Info) : {}; // fields are checked by the caller
  } catch (error) {
    const status = statusOf(error);
    if (status !== null && status !== 401 && status !== 403 && status < 500) return {};
    if (error instanceof errors.DeserializationError) return {};
    throw toTamarinError(name, 'ask for its version', error);
  }
}

/** HTTP status of a failed request; null where there was no answer. */
export function statusOf(error: unknown): number | null {
  return error instanceof errors.ResponseError ? (error.statusCode ?? null) : null;
}

interface ErrorCause {
  readonly type?: string;
  readonly reason?: string;
}
interface ErrorBody extends ErrorCause {
  readonly root_cause?: readonly ErrorCause[];
  readonly caused_by?: ErrorCause;
}

/** `type: reason` of an OpenSearch error body, else the message. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof errors.ResponseError)) return messageOf(error);
  const details: unknown = error.body?.error;
  if (typeof details !== 'object' || details === null) return `HTTP status ${error.statusCode}`;
  const { root_cause: roots, caused_by: cause, ...outer } = details as ErrorBody; // the shape of every OpenSearch error
  // "all shards failed" says nothing; what failed on a shard does, or, where none is to blame, the cause.
  const { type, reason } = roots?.[0] ?? cause ?? outer;
  return `${type ?? 'error'}: ${reason ?? `HTTP status ${error.statusCode}`}`;
}

/** OpenSSL's own words for the commonest mistake help nobody. */
function connectionReason(error: unknown): string {
  const [first = ''] = messageOf(error).split('\n');
  return /wrong version number|packet length too long/i.test(first)
    ? 'it speaks http://, not https://'
    : first;
}

/** `what` completes "Cannot …": "read the ledger". */
function toTamarinError(server: string, what: string, error: unknown): TamarinError {
  if (error instanceof TamarinError) return error;
  const status = statusOf(error);
  if (status === 401 || status === 403) {
    return new TamarinError(
      'opensearch_denied',
      `OpenSearch at ${server} refused to ${what}: ${reasonOf(error)}.`,
      {
        cause: error,
        hint: 'Check OPENSEARCH_USERNAME and OPENSEARCH_PASSWORD, and the permissions in README.md.',
      },
    );
  }
  if (status !== null) {
    return new TamarinError(
      'opensearch_failed',
      `OpenSearch at ${server} could not ${what}: ${reasonOf(error)}.`,
      { cause: error },
    );
  }
  return new TamarinError(
    'opensearch_unreachable',
    `No answer from OpenSearch at ${server} to ${what}: ${connectionReason(error)}.`,
    {
      cause: error,
      hint: 'Check that it runs and that OPENSEARCH_URL is right, or leave OPENSEARCH_URL out to run the embedded engine.',
    },
  );
}

/** About 4 s of waiting in all, beside the three tries at once that the client makes by itself. */
const ATTEMPTS_MAX = 4;

/** The server is busy, restarts, or was out of reach for a moment. */
function mayPass(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== null) return status === 429 || status === 503;
  return error instanceof errors.ConnectionError || error instanceof errors.TimeoutError;
}

export interface AttemptOptions {
  /** The error that a failure is, where it is one that no repetition would mend; null: not known. */
  readonly explain?: (error: unknown) => TamarinError | null;
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
  { explain, signal }: AttemptOptions = {},
): Promise<T> {
  for (let attemptNumber = 1; ; attemptNumber += 1) {
    signal?.throwIfAborted(); // before a request is sent that nobody would wait for
    try {
      return await runAbortable(request(server.client), signal); // one try after the other
    } catch (error) {
      signal?.throwIfAborted();
      const isLast = !mayPass(error) || attemptNumber >= ATTEMPTS_MAX;
      const known = explain?.(error) ?? null;
      if (known !== null && (isLast || known.code !== 'opensearch_overloaded')) throw known;
      if (isLast) throw toTamarinError(server.name, what, error);
      const pauseMs = retryDelayMs(attemptNumber, Math.random);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined); // the pause is what helps
    }
  }
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
