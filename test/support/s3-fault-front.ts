/**
 * An HTTP server in front of an S3 that misbehaves as told: each fault is chosen by the test for a
 * request, fires once, and is counted, so that a test can prove that it met what it is about.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** Faults of the way. What lies in the store itself (empty, multi-member gzip) needs no front. */
export const FAULTS = [
  'internal_error',
  'slow_down',
  'denied',
  'expired_token',
  'not_found',
  'redirect',
  'reset_before_headers',
  'no_answer',
  'cut',
  'stall',
  'wrong_checksum',
  'short_length',
  'corrupt_byte',
  'truncated',
  'etag_changed',
  'page_fails',
  'repeated_key',
] as const;
export type Fault = (typeof FAULTS)[number];

interface Asked {
  readonly kind: 'list' | 'object';
  /** Of an object; of a list, the key it starts after. */
  readonly key: string;
  /** How often the same was asked before. */
  readonly before: number;
}

export interface FaultFront {
  readonly url: string;
  /** How often each fault was done. */
  readonly fired: Map<Fault, number>;
  readonly requests: { list: number; object: number };
  openSockets(): number;
  close(): Promise<void>;
}

export interface FrontOptions {
  readonly target: string;
  /** The fault of this request; null: none. */
  readonly choose: (asked: Asked) => Fault | null;
  /** From 0 to 1: where in a body something happens. */
  readonly random: () => number;
  /** Keys of a LIST answer, so that few keys make many pages. */
  readonly pageKeys?: number;
  /** Added to every GET of an object. */
  readonly latencyMs?: number;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export async function startFaultFront(options: FrontOptions): Promise<FaultFront> {
  const fired = new Map<Fault, number>();
  const requests = { list: 0, object: 0 };
  const asks = new Map<string, number>();
  const sockets = new Set<Socket>();
  let lastListed = '';
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const url = new URL(incoming.url ?? '/', options.target);
      const asked = readAsked(url, asks);
      requests[asked.kind] += 1;
      if (asked.kind === 'list' && options.pageKeys !== undefined)
        url.searchParams.set('max-keys', String(options.pageKeys));
      const fault = options.choose(asked);
      if (fault !== null && fits(fault, asked)) fired.set(fault, (fired.get(fault) ?? 0) + 1);
      const answer = await passOn(url, incoming);
      if (asked.kind === 'object' && options.latencyMs !== undefined)
        await new Promise((resolve) => setTimeout(resolve, options.latencyMs));
      if (fault === null || !fits(fault, asked)) send(outgoing, answer);
      else misbehave(fault, { outgoing, answer, lastListed, random: options.random });
      if (asked.kind === 'list') lastListed = lastContentsOf(answer.body.toString());
    })().catch(() => outgoing.destroy()); // the client went away
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `http://127.0.0.1:${port}`,
    fired,
    requests,
    openSockets: () => sockets.size,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readAsked(url: URL, asks: Map<string, number>): Asked {
  const isList = url.searchParams.has('list-type');
  const path = decodeURIComponent(url.pathname.split('/').slice(2).join('/'));
  const key = isList ? (url.searchParams.get('start-after') ?? '') : path;
  const before = asks.get(`${isList} ${key}`) ?? 0;
  asks.set(`${isList} ${key}`, before + 1);
  return { kind: isList ? 'list' : 'object', key, before };
}

const LIST_ONLY: readonly Fault[] = ['page_fails', 'repeated_key'];
const LIST_TOO: readonly Fault[] = ['internal_error', 'slow_down', 'reset_before_headers'];
const fits = (fault: Fault, { kind, key }: Asked): boolean =>
  kind === 'list'
    ? LIST_TOO.includes(fault) || (LIST_ONLY.includes(fault) && key !== '')
    : !LIST_ONLY.includes(fault);

async function passOn(url: URL, incoming: IncomingMessage): Promise<Answer> {
  const headers: Record<string, string> = {};
  for (const name of ['if-match', 'x-amz-checksum-mode', 'authorization', 'x-amz-date']) {
    const value = incoming.headers[name];
    if (typeof value === 'string') headers[name] = value;
  }
  const response = await fetch(url, { method: incoming.method ?? 'GET', headers });
  const body = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: Object.fromEntries(response.headers), body };
}

function send(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const { connection: _, 'keep-alive': __, 'transfer-encoding': ___, ...kept } = headers;
  const isHead = outgoing.req.method === 'HEAD';
  outgoing.writeHead(status, isHead ? kept : { ...kept, 'content-length': String(body.length) });
  outgoing.end(isHead ? undefined : body);
}

const ERRORS: Partial<Record<Fault, readonly [number, string]>> = {
  internal_error: [500, 'InternalError'],
  page_fails: [500, 'InternalError'],
  slow_down: [503, 'SlowDown'],
  denied: [403, 'AccessDenied'],
  expired_token: [400, 'ExpiredToken'],
  not_found: [404, 'NoSuchKey'],
  redirect: [301, 'PermanentRedirect'],
  etag_changed: [412, 'PreconditionFailed'],
};

interface Scene {
  readonly outgoing: ServerResponse;
  readonly answer: Answer;
  /** `<Contents>` that ended the listing before. */
  readonly lastListed: string;
  readonly random: () => number;
}

function misbehave(fault: Fault, { outgoing, answer, lastListed, random }: Scene): unknown {
  const [status, code] = ERRORS[fault] ?? [];
  if (status !== undefined) {
    const body = Buffer.from(`<Error><Code>${code}</Code><Message>as told</Message></Error>`);
    return send(outgoing, { status, headers: { 'content-type': 'application/xml' }, body });
  }
  const { headers, body } = answer;
  const place = Math.floor(random() * body.length);
  const { 'x-amz-checksum-crc32': checksum, ...unchecked } = headers;
  switch (fault) {
    case 'reset_before_headers':
      return void outgoing.destroy();
    case 'no_answer':
      return;
    case 'cut':
    case 'stall':
      outgoing.writeHead(200, { ...unchecked, 'content-length': String(body.length) });
      outgoing.write(body.subarray(0, place), () => {
        if (fault === 'cut') outgoing.destroy();
      });
      return;
    case 'wrong_checksum':
      return send(outgoing, { ...answer, headers: { ...headers, ...wrong(checksum) } });
    case 'short_length':
      return send(outgoing, { ...answer, headers: unchecked, body: body.subarray(0, place) });
    case 'truncated':
      return send(outgoing, { ...answer, headers: unchecked, body: body.subarray(0, -9) });
    case 'corrupt_byte': {
      const corrupt = Buffer.from(body);
      corrupt[place] = (corrupt[place] ?? 0) ^ 0x55;
      return send(outgoing, { ...answer, body: corrupt });
    }
    case 'repeated_key': {
      const xml = body.toString().replace('<Contents>', `${lastListed}<Contents>`);
      return send(outgoing, { ...answer, body: Buffer.from(xml) });
    }
    default:
      throw new Error(`${fault} is not played`);
  }
}

const wrong = (checksum: string | undefined): Record<string, string> =>
  checksum === undefined ? {} : { 'x-amz-checksum-crc32': Buffer.from('oops').toString('base64') };

const lastContentsOf = (xml: string): string => {
  const at = xml.lastIndexOf('<Contents>');
  return at < 0 ? '' : xml.slice(at, xml.indexOf('</Contents>', at) + '</Contents>'.length);
};
