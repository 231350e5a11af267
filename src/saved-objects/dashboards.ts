/**
 * An OpenSearch Dashboards that answers. This room is the only one that talks to it; what it is given
 * comes from `dashboards/`, which is pure.
 */
import { getCACertificates } from 'node:tls';
import { messageOf, TamarinError } from '../core/error.ts';
import { VERSION } from '../core/version.ts';
import { speaksTls } from '../opensearch/connection-failure.ts';
import { readCertificates } from '../opensearch/read-certificates.ts';
import { readAddress, type User } from './dashboards-address.ts';
import { type AskedDashboards, firstCause, isPage, noAnswer, notDashboards, pageInstead, toDashboardsError } from './dashboards-failure.ts'; // biome-ignore format: one import
import { type Answer, sendRequest } from './send-request.ts';

export interface DashboardsConnection {
  /** May carry user:password@. */
  readonly url: string;
  /** Where the URL names none; null: nobody. */
  readonly user: User | null;
  readonly caFile: string | null;
  readonly tenant: string | null;
  readonly signal: AbortSignal;
  /** Of each request, for tests. */
  readonly timeoutMs?: number;
}

export interface Dashboards extends AskedDashboards {
  readonly tenant: string | null;
  /** Such as `3.3.0`. */
  readonly version: string;
  /** The JSON of an answer, an object or a list; null only where it may lack. @throws TamarinError */
  readonly ask: (asked: Asked) => Promise<unknown>;
}

interface Asked {
  /** Completes "refused to …" and "could not …". */
  readonly what: string;
  readonly method: 'GET' | 'POST';
  /** Below the base path. */
  readonly path: string;
  readonly type?: string;
  readonly body?: Buffer | string;
  /** It belongs to a plugin: 404 is an answer. */
  readonly mayLack?: true;
}

/** The version that dashboards were imported into and looked at. */
export const TRIED_WITH = '3.3.0';

/** An import writes some fifty documents, the first one may make their index. */
const TIMEOUT_MS = 60_000;
const STATUS_TIMEOUT_MS = 10_000;

/** @throws TamarinError `dashboards_unreachable`, `dashboards_denied`, `config_invalid` */
export async function connectDashboards(connection: DashboardsConnection): Promise<Dashboards> {
  const { base, user: own } = readAddress(connection.url);
  const { tenant, signal, timeoutMs = TIMEOUT_MS } = connection;
  const user = own ?? connection.user;
  const asked: AskedDashboards = { name: base, user: user?.name ?? null };
  const ca = connection.caFile === null ? null : trusted(connection.caFile);
  const headers = headersOf(user, tenant);
  const send = async ({ what, method, path, type, body }: Asked, ms: number): Promise<Answer> => {
    const more = type === undefined ? {} : { 'content-type': type };
    const url = new URL(base + path);
    try {
      return await sendRequest(url, { method, headers: { ...headers, ...more }, body: body ?? null, timeoutMs: ms, ca, signal }); // biome-ignore format: one call
    } catch (error) {
      signal.throwIfAborted();
      throw noAnswer(asked, what, await explain(error, url, ms));
    }
  };
  const what = 'tell its version';
  const status = await send(
    { what, method: 'GET', path: '/api/status' },
    Math.min(timeoutMs, STATUS_TIMEOUT_MS),
  );
  const version = versionIn(asked, what, status);
  const ask = async (request: Asked): Promise<unknown> => {
    const answer = await send(request, timeoutMs);
    if (isGood(answer)) return readJson(asked, answer);
    if (answer.status === 404 && request.mayLack === true) return null;
    throw toDashboardsError(asked, request.what, answer);
  };
  return { ...asked, tenant, version, ask };
}

/** Any value of osd-xsrf will do: it says that no web page sends the request. */
function headersOf(user: User | null, tenant: string | null): Readonly<Record<string, string>> {
  const basic = Buffer.from(`${user?.name}:${user?.password}`).toString('base64');
  return {
    ...{ 'osd-xsrf': 'tamarin', accept: 'application/json', 'user-agent': `tamarin/${VERSION}` },
    ...(user === null ? {} : { authorization: `Basic ${basic}` }),
    ...(tenant === null ? {} : { securitytenant: tenant }),
  };
}

/** Besides whom Node trusts: a proxy in front of Dashboards often has a public certificate. @throws TamarinError `config_invalid` */
function trusted(caFile: string): readonly string[] {
  try {
    return [...getCACertificates('default'), readCertificates(caFile)];
  } catch (cause) {
    throw new TamarinError(
      'config_invalid',
      `Cannot connect to OpenSearch Dashboards: ${messageOf(cause)}.`,
      { cause, hint: 'Check OPENSEARCH_CA_FILE.' },
    );
  }
}

/** In words that a user can do something with. */
async function explain(error: unknown, url: URL, timeoutMs: number): Promise<Error> {
  const cause = firstCause(error);
  if (cause.name === 'AbortError' || cause.name === 'TimeoutError')
    return new Error(`there was none within ${timeoutMs / 1_000} s`, { cause });
  const wasCut = /socket hang up|ECONNRESET/.test(`${cause.message}`);
  if (url.protocol === 'http:' && wasCut && (await speaksTls(url)))
    return new Error('it speaks https', { cause });
  return cause;
}

const isGood = ({ status }: Answer): boolean => status >= 200 && status < 300;

function versionIn(asked: AskedDashboards, what: string, answer: Answer): string {
  const { status, headers } = answer;
  if (headers['kbn-name'] !== undefined) throw notDashboards(asked, 'it is Kibana');
  const isOther = status >= 400 && status < 500 && status !== 401 && status !== 403;
  if (isOther) throw notDashboards(asked, `/api/status has HTTP status ${status}`);
  if (!isGood(answer)) throw toDashboardsError(asked, what, answer);
  const { version } = readJson(asked, answer) as { readonly version?: unknown }; // an object: readJson
  const number = (version as { readonly number?: unknown } | undefined)?.number; // checked below
  if (typeof number !== 'string') throw notDashboards(asked, '/api/status tells no version');
  return number;
}

function readJson(asked: AskedDashboards, { text }: Answer): object {
  if (isPage(text)) throw pageInstead(asked, text);
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json === 'object' && json !== null) return json;
  } catch {
    // told below
  }
  throw notDashboards(asked, 'its answer is no JSON');
}
