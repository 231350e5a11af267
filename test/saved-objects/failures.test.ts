/**
 * Goal: whatever keeps `setup` from Dashboards, one sentence names the address and the cause, and the
 * next says what to do.
 */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import t, { type Test } from 'tap';
import { connectDashboards } from '../../src/saved-objects/dashboards.ts';
import { firstCause } from '../../src/saved-objects/dashboards-failure.ts';
import { importObjects } from '../../src/saved-objects/import-objects.ts';
import { type Outcome, runAt } from '../cli/run-at.ts';
import { serveMemory } from '../questions/memory-server.ts';
import { type DashboardsOptions, serveDashboards } from '../support/dashboards-server.ts';
import { OBJECT_COUNT } from './object-count.ts';

interface Case {
  readonly name: string;
  readonly options: DashboardsOptions;
  readonly code: string;
  /** URL is that of the server. */
  readonly says: string;
  readonly hint: RegExp;
  /** What the user adds to the address. */
  readonly path?: string;
}

const always = (status: number, body: unknown, headers = {}): DashboardsOptions => ({
  always: { status, body, headers },
});
const importing = (status: number, body: unknown, headers = {}): DashboardsOptions => ({
  importing: { status, body, headers },
});
const LOGIN = '<!DOCTYPE html><html><head><title> Sign in </title></head></html>';
const FORBIDDEN = { statusCode: 403, error: 'Forbidden', message: 'no permissions for [x]' };
const [UNREACHABLE, DENIED, FAILED] = ['dashboards_unreachable', 'dashboards_denied', 'dashboards_failed']; // biome-ignore format: one row

// biome-ignore format: a table, one row a failure
const CASES: readonly Case[] = [
  { name: 'a login page', options: always(200, LOGIN), code: UNREACHABLE, says: 'The server at URL answers with the web page "Sign in" instead of data.', hint: /base path.*dashboards export/ },
  { name: 'a page without a title', options: always(200, '<html><body>'), code: UNREACHABLE, says: 'The server at URL answers with a web page instead of data.', hint: /--dashboards-url/ },
  { name: 'a redirect to a login', options: always(302, '', { location: '/app/login?nextUrl=%2F' }), code: DENIED, says: 'URL sends to a login page: /app/login?nextUrl=%2F.', hint: /user and a password.*dashboards export/ },
  { name: 'a redirect elsewhere', options: always(301, '', { location: 'https://logs.example/' }), code: UNREACHABLE, says: 'URL redirects to https://logs.example/; passwords are not sent on.', hint: /TAMARIN_DASHBOARDS_URL.* address that it leads to/ },
  { name: 'its base path left out', options: { basePath: '/kept' }, path: '/..', code: UNREACHABLE, says: 'The server at ROOT is not OpenSearch Dashboards: /api/status has HTTP status 404.', hint: /base path.*5601.*9200/ },
  { name: 'OpenSearch in place of Dashboards', options: always(400, { error: 'no handler found' }), code: UNREACHABLE, says: 'The server at URL is not OpenSearch Dashboards: /api/status has HTTP status 400.', hint: /5601; OpenSearch itself has 9200/ },
  { name: 'Kibana', options: always(200, { version: { number: '8.15.0' } }, { 'kbn-name': 'kibana' }), code: UNREACHABLE, says: 'The server at URL is not OpenSearch Dashboards: it is Kibana.', hint: /--dashboards-url/ },
  { name: 'another JSON service', options: always(200, { ok: true }), code: UNREACHABLE, says: 'The server at URL is not OpenSearch Dashboards: /api/status tells no version.', hint: /--dashboards-url/ },
  { name: 'a server that says hello', options: always(200, 'hello'), code: UNREACHABLE, says: 'The server at URL is not OpenSearch Dashboards: its answer is no JSON.', hint: /--dashboards-url/ },
  { name: 'nobody may look', options: always(403, FORBIDDEN), code: DENIED, says: 'OpenSearch Dashboards at URL refused to tell its version: no permissions for [x].', hint: /kibana_user/ },
  { name: 'a start', options: always(503, 'OpenSearch Dashboards server is not ready yet'), code: UNREACHABLE, says: 'OpenSearch Dashboards at URL is not ready to tell its version: OpenSearch Dashboards server is not ready yet.', hint: /try again in a minute/ },
  { name: 'a proxy without its server', options: always(502, '<html><title>Bad Gateway</title>'), code: UNREACHABLE, says: 'OpenSearch Dashboards at URL is not ready to tell its version: HTTP status 502.', hint: /try again/ },
  { name: 'an error', options: always(500, { message: 'An internal server error occurred.' }), code: FAILED, says: 'OpenSearch Dashboards at URL could not tell its version: An internal server error occurred.', hint: /log/ },
  { name: 'no right to import', options: importing(403, FORBIDDEN), code: DENIED, says: 'OpenSearch Dashboards at URL refused to import the dashboards: no permissions for [x].', hint: /write access.*kibana_user.*--dashboards-tenant/ },
  { name: 'a proxy that lets only small bodies through', options: importing(413, '<html>'), code: FAILED, says: 'OpenSearch Dashboards at URL could not import the dashboards: HTTP status 413.', hint: /proxy.* 1 MB/ },
  { name: 'a newer migration than it knows', options: importing(422, { message: 'Document "x" has property "dashboard" which belongs to a more recent version' }), code: FAILED, says: 'OpenSearch Dashboards at URL could not import the dashboards: Document "x" has property "dashboard" which belongs to a more recent version.', hint: /log/ },
  { name: 'a login page in place of the import', options: importing(200, LOGIN), code: UNREACHABLE, says: 'The server at URL answers with the web page "Sign in" instead of data.', hint: /dashboards export/ },
  { name: 'an answer that says nothing', options: importing(200, {}), code: FAILED, says: 'OpenSearch Dashboards at URL imported 0 of ALL objects.', hint: /run the command again/ },
];

/** What is said, whatever the number of objects is today: `ALL-1 of ALL`. */
const counted = (said: string): string =>
  [2, 1, 0].reduce(
    (text, less) =>
      text.replaceAll(` ${OBJECT_COUNT - less} `, less === 0 ? ' ALL ' : ` ALL-${less} `),
    said,
  );

async function setup(t: Test, url: string): Promise<Outcome> {
  const server = await serveMemory([]);
  t.after(server.close);
  return runAt(server.url, ['setup', '--dashboards-url', url]);
}

for (const { name, options, code: wanted, says, hint, path = '' } of CASES) {
  t.test(`${name}: ${wanted}, and what to do`, async (t) => {
    const { url } = await serveDashboards(t, options);
    const { code, talked } = await setup(t, url + path);
    t.equal(code, wanted, talked);
    const sentence = says.replace('URL', url).replace('ROOT', new URL(url).origin);
    t.ok(counted(talked).startsWith(`${sentence} `), talked);
    t.match(counted(talked).slice(sentence.length), hint);
  });
}

t.test('nothing listens, or the connection is cut', async (t) => {
  const refused = await setup(t, 'http://127.0.0.1:1');
  t.equal(refused.code, 'dashboards_unreachable');
  t.match(refused.talked, /^No answer from OpenSearch Dashboards at http:\/\/127\.0\.0\.1:1 to tell its version: connect ECONNREFUSED 127\.0\.0\.1:1\. Check that it is running/); // biome-ignore format: one line
  for (const cut of [(socket: Socket) => socket.destroy(), cutInTheMiddle]) {
    const server = createServer(cut).listen(0, '127.0.0.1');
    t.after(() => server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo; // it listens on TCP
    const { code, talked } = await setup(t, `http://127.0.0.1:${port}`);
    t.match([code, talked], ['dashboards_unreachable', /(?:hang up|ECONNRESET|aborted)\. Check/]);
  }
});

/** The head of the answer has come before the connection is reset. */
function cutInTheMiddle(socket: Socket): void {
  socket.once('data', () => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{');
    setTimeout(() => socket.resetAndDestroy(), 30);
  });
}

t.test('an answer without an end is not kept in memory', async (t) => {
  const { url } = await serveDashboards(t, always(200, ' '.repeat(33 * 1024 * 1024)));
  t.match((await setup(t, url)).talked, /: the answer is over 33554432 bytes\./);
});

t.test('of a host with several addresses, the first failure is told', async (t) => {
  const each = ['::1', '127.0.0.1'].map((address) => new Error(`connect ECONNREFUSED ${address}`));
  t.equal(firstCause(new AggregateError(each)).message, 'connect ECONNREFUSED ::1');
});

/** Straight to the server: with a short limit, or without the command that would hide what is asked. */
const connect = (url: string, more: { timeoutMs?: number; signal?: AbortSignal } = {}) =>
  connectDashboards({
    ...{ url, user: null, caFile: null, tenant: null, signal: new AbortController().signal },
    ...more,
  });

t.test(
  'an answer that takes too long is given up, at once when the command is stopped',
  async (t) => {
    const { url } = await serveDashboards(t, { always: { body: {}, delayMs: 60_000 } });
    await t.rejects(connect(url, { timeoutMs: 40 }), {
      code: 'dashboards_unreachable',
      message: `No answer from OpenSearch Dashboards at ${url} to tell its version: there was none within 0.04 s.`,
    });
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(new Error('stopped')), 40);
    await t.rejects(connect(url, { signal: stopping.signal }), { message: 'stopped' });
  },
);

interface Refusal {
  readonly name: string;
  readonly options: DashboardsOptions;
  readonly says: RegExp;
}

// biome-ignore format: a table, one row a kind of error
const REFUSALS: readonly Refusal[] = [
  { name: 'a type that it does not know', options: { unsupported: ['visualization'] }, says: /^OpenSearch Dashboards at \S+ imported \d+ of ALL objects\.(\n {2}visualization tamarin-\S+: objects of this type are not supported){10}\n {2}and \d+ more .*version and its plugins/ },
  { name: 'an object that is there and stays', options: { neverOverwrites: true }, says: /imported 0 of ALL objects\.\n {2}index-pattern tamarin-records: another one with its id is there, and was not overwritten\n[\s\S]*an import overwrites what it left/ },
  { name: 'fewer than were sent, without an error', options: { hidden: 2 }, says: /^OpenSearch Dashboards at \S+ imported ALL-2 of ALL objects\. / },
  { name: 'an error in words', options: importing(200, { success: false, successCount: OBJECT_COUNT - 1, errors: [{ id: 'x', type: 'search', error: { type: 'unknown', message: 'disk full', statusCode: 500 } }] }), says: /imported ALL-1 of ALL objects\.\n {2}search x: disk full / },
  { name: 'success that names an error', options: importing(200, { success: true, successCount: OBJECT_COUNT, errors: [{ id: 'x', type: 'dashboard', error: { type: 'ambiguous_conflict' } }] }), says: /\n {2}dashboard x: several that are there could be meant / },
  { name: 'no success without an error', options: importing(200, { success: false, successCount: OBJECT_COUNT }), says: /imported ALL of ALL objects, but says that it failed\. / },
];

for (const { name, options, says } of REFUSALS) {
  t.test(`HTTP 200 is no success: ${name}`, async (t) => {
    const { url, objects } = await serveDashboards(t, options);
    if (options.neverOverwrites) await setup(t, url);
    const { code, talked } = await setup(t, url);
    t.equal(code, 'dashboards_failed');
    t.match(counted(talked), says);
    t.equal(options.unsupported === undefined || objects().size > 0, true, 'the others are there');
  });
}

const SEARCH = { id: 's', type: 'search', attributes: {}, references: [{ name: 'index', type: 'index-pattern', id: 'gone' }] }; // biome-ignore format: one object

t.test(
  'a reference that leads nowhere is named; an object that comes twice is refused',
  async (t) => {
    const { url } = await serveDashboards(t);
    const dashboards = await connect(url);
    const line = `${JSON.stringify(SEARCH)}\n`;
    await t.rejects(importObjects(dashboards, line), {
      code: 'dashboards_failed',
      message:
        /imported 0 of 1 objects\.\n {2}search s: it needs index-pattern gone, which is not there$/,
    });
    await t.rejects(importObjects(dashboards, line + line), {
      message:
        /could not import the dashboards: Non-unique import objects detected: \[search:s\]\.$/,
    });
  },
);

t.test('the server of these tests is as strict as a real one', async (t) => {
  const { url } = await serveDashboards(t);
  const send = async (headers: Record<string, string>, name: string) => {
    const body = new FormData();
    body.append('file', new Blob([JSON.stringify(SEARCH)]), name);
    const response = await fetch(`${url}/api/saved_objects/_import`, { method: 'POST', headers, body }); // biome-ignore format: one call
    const { message } = (await response.json()) as { readonly message?: string }; // as it answers
    return [response.status, message];
  };
  const header = { 'osd-xsrf': 'x' };
  t.strictSame(await send({}, 'a.ndjson'), [400, 'Request must contain the osd-xsrf header.']);
  t.strictSame(await send(header, 'a.json'), [400, 'Invalid file extension .json']);
  t.strictSame(await send(header, 'a.ndjson'), [200, undefined]);
});
