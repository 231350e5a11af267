/**
 * The part of OpenSearch Dashboards that takes and shows saved objects, in memory, as a real 3.3.0
 * answers: 200 also for an import that failed, 400 without its header, another tenant where the named
 * one does not exist.
 */
import { createServer, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ReadObject } from '../dashboards/read-objects.ts';

export interface DashboardsOptions {
  readonly basePath?: string;
  readonly version?: string;
  /** By name; without it everybody may do everything, as without the security plugin. */
  readonly passwords?: Readonly<Record<string, string>>;
  /** Of the only user, by name, whether they may be written to. */
  readonly tenants?: Readonly<Record<string, boolean>>;
  /** Types that it does not know. */
  readonly unsupported?: readonly string[];
  /** It keeps what it has, whatever it is told. */
  readonly neverOverwrites?: true;
  /** It says that so many fewer were imported than it imported. */
  readonly hidden?: number;
  /** What it answers to everything, in place of all this. */
  readonly always?: Partial<Answer>;
  /** What it answers to every import. */
  readonly importing?: Partial<Answer>;
  readonly tls?: { readonly key: string; readonly cert: string };
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly delayMs: number;
}

export interface StubDashboards {
  /** With its base path. */
  readonly url: string;
  /** Method and path of every request. */
  readonly requests: readonly string[];
  /** By `type:id`; of a tenant, `global` unless it is named. */
  objects(tenant?: string): Map<string, ReadObject>;
}

type Objects = Map<string, ReadObject>;
const NOT_FOUND = { statusCode: 404, error: 'Not Found', message: 'Not Found' };
const problem = (status: number, error: string, message: string): Partial<Answer> => ({
  status,
  body: { statusCode: status, error, message },
});

export async function serveDashboards(
  t: { after(task: () => void): void },
  options: DashboardsOptions = {},
): Promise<StubDashboards> {
  const { basePath = '', tls } = options;
  const requests: string[] = [];
  const byTenant = new Map<string, Objects>();
  const objects = (tenant = 'global'): Objects => {
    const found = byTenant.get(tenant) ?? new Map();
    byTenant.set(tenant, found);
    return found;
  };
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  server.on('request', async (request: IncomingMessage, response) => {
    requests.push(`${request.method} ${request.url}`);
    const body = await buffer(request);
    const answer = options.always ?? (await answerTo(request, body, { options, objects }));
    if (answer.delayMs !== undefined) await sleep(answer.delayMs, undefined, { ref: false });
    const isText = typeof answer.body === 'string';
    response.writeHead(answer.status ?? 200, {
      'content-type': isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8',
      ...answer.headers,
    });
    response.end(isText ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo; // it listens on TCP
  const url = `http${tls === undefined ? '' : 's'}://127.0.0.1:${port}${basePath}`;
  return { url, requests, objects };
}

interface World {
  readonly options: DashboardsOptions;
  readonly objects: (tenant?: string) => Objects;
}

async function answerTo(
  { method, url = '', headers }: IncomingMessage,
  body: Buffer,
  { options, objects }: World,
): Promise<Partial<Answer>> {
  const { basePath = '', passwords, tenants, version = '3.3.0' } = options;
  if (!url.startsWith(`${basePath}/api/`)) return { status: 404, body: NOT_FOUND };
  if (passwords !== undefined && !knows(passwords, headers.authorization))
    return problem(401, 'Unauthorized', 'Authentication required');
  const path = url.slice(basePath.length);
  if (path === '/api/status')
    return { body: { name: 'stub', version: { number: version }, status: { overall: { state: 'green' } } } }; // biome-ignore format: one answer
  if (path === '/api/v1/auth/authinfo' && tenants !== undefined) return { body: { tenants } };
  if (method === 'POST' && headers['osd-xsrf'] === undefined)
    return problem(400, 'Bad Request', 'Request must contain the osd-xsrf header.');
  const tenant = String(headers.securitytenant ?? 'global');
  const isKnown = tenants === undefined || tenant in tenants || tenant === 'private';
  const own = objects(isKnown ? tenant : 'global');
  if (path === '/api/saved_objects/_bulk_get') return { body: bulkGet(body, own) };
  const overwrites = /^\/api\/saved_objects\/_import\?overwrite=true$/.test(path);
  if (!overwrites && path !== '/api/saved_objects/_import') return { status: 404, body: NOT_FOUND };
  if (options.importing !== undefined) return options.importing;
  const form = await new Response(body, {
    headers: { 'content-type': headers['content-type'] ?? '' },
  }).formData();
  const file = form.get('file');
  if (!(file instanceof File)) return problem(400, 'Bad Request', 'expected a file');
  const extension = /\.[^.]*$/.exec(file.name)?.[0] ?? '';
  if (extension !== '.ndjson')
    return problem(400, 'Bad Request', `Invalid file extension ${extension}`);
  return importFile(await file.text(), own, { ...options, overwrites });
}

function knows(passwords: Readonly<Record<string, string>>, authorization = ''): boolean {
  const [name = '', ...rest] =
    `${Buffer.from(authorization.replace(/^Basic /, ''), 'base64')}`.split(':');
  return passwords[name] === rest.join(':');
}

const keyOf = ({ type, id }: { readonly type: string; readonly id: string }): string =>
  `${type}:${id}`;

function bulkGet(body: Buffer, own: Objects): object {
  const asked: readonly { readonly type: string; readonly id: string }[] = JSON.parse(`${body}`);
  const error = { statusCode: 404, error: 'Not Found', message: 'Saved object not found' };
  return { saved_objects: asked.map((each) => own.get(keyOf(each)) ?? { ...each, error }) };
}

type ImportOptions = DashboardsOptions & { readonly overwrites: boolean };

function importFile(text: string, own: Objects, options: ImportOptions): Partial<Answer> {
  const given = text.trimEnd().split('\n').map((line): ReadObject => JSON.parse(line)); // biome-ignore format: one call
  const keys = given.map(keyOf);
  const twice = keys.filter((key, at) => keys.indexOf(key) !== at);
  if (twice.length > 0)
    return problem(400, 'Bad Request', `Non-unique import objects detected: [${twice}]`);
  const errors = given.flatMap((object) => {
    const error = errorOf(object, own, { ...options, keys });
    return error === null ? [] : [{ id: object.id, type: object.type, meta: {}, error }];
  });
  const bad = new Set(errors.map(keyOf));
  const good = given.filter((object) => !bad.has(keyOf(object)));
  for (const object of good) own.set(keyOf(object), object);
  const successCount = good.length - (options.hidden ?? 0);
  const success = errors.length === 0;
  return { body: { success, successCount, ...(success ? {} : { errors }) } };
}

function errorOf(
  object: ReadObject,
  own: Objects,
  options: ImportOptions & { readonly keys: readonly string[] },
): object | null {
  const { unsupported = [], neverOverwrites = false, overwrites, keys } = options;
  if (unsupported.includes(object.type)) return { type: 'unsupported_type' };
  const mayReplace = overwrites && !neverOverwrites;
  if (own.has(keyOf(object)) && !mayReplace) return { type: 'conflict' };
  // Other types are not looked at: a dashboard without its panels is imported, and broken.
  const references = object.references
    .filter(({ type }) => type === 'index-pattern' || type === 'search')
    .filter((reference) => !own.has(keyOf(reference)) && !keys.includes(keyOf(reference)))
    .map(({ type, id }) => ({ type, id }));
  return references.length === 0 ? null : { type: 'missing_references', references };
}
