/** A sync is a resource: it is begun, looked at, followed and cancelled. */
import { Readable } from 'node:stream';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { PLAIN_PASS } from '../../app/service/start-request.ts';
import { ISO_TIME_WANTED, readIsoTime } from '../../core/iso-time.ts';
import type { SyncOptions } from '../../sync/run/sync-run.ts';
import { callerGone } from '../asking/caller-gone.ts';
import { RequestError } from '../problem/request-error.ts';
import { closed } from '../schemas/answer-parts.ts';
import { PROBLEM_RESPONSE } from '../schemas/problem.ts';
import { linksOf, Sync, SyncPage, toSync } from '../schemas/syncs.ts';
import type { App, Service } from '../service/service.ts';
import { eventId, eventTexts } from './sync-events.ts';

const PAGE_MAX = 100;
const PAGE_USUAL = 20;
const KEY_LENGTH_MAX = 255;
/** Each holds a connection, and looks at its sync up to four times a second. */
const STREAMS_MAX = 100;

const StartBody = closed({
  source: Type.Optional(
    Type.String({ maxLength: 100, description: 'Alias; needed where there are several' }),
  ),
  from: Type.Optional(
    Type.String({ maxLength: 40, description: 'Log objects delivered at this time or later' }),
  ),
  to: Type.Optional(
    Type.String({ maxLength: 40, description: 'Log objects delivered before this time' }),
  ),
  dryRun: Type.Optional(Type.Boolean({ description: 'Only says what would be read' })),
  full: Type.Optional(Type.Boolean({ description: 'Reads what is done already, too' })),
  overwrite: Type.Optional(Type.Boolean({ description: 'The same, and rewrites records' })),
});
const StartQuery = closed({
  queue: Type.Optional(
    Type.Enum(['true', 'false'], { description: 'While one runs: one more pass after it' }),
  ),
});
const StartHeaders = Type.Object({
  'idempotency-key': Type.Optional(Type.String({ minLength: 1, maxLength: KEY_LENGTH_MAX })),
});
const ListQuery = closed({
  limit: Type.Optional(Type.String({ pattern: `^([1-9]\\d?|${PAGE_MAX})$` })),
  after: Type.Optional(
    Type.String({ pattern: '^\\d{1,15}$', description: '`next` of the page before' }),
  ),
});
const OneSync = closed({ id: Type.String({ maxLength: 100 }) });

const SYNC_RESPONSE = (description: string) => ({
  description,
  content: { 'application/json': { schema: Sync } },
});

export function syncRoutes(app: App, service: Service): void {
  addStart(app, service);
  addReads(app, service);
  addEvents(app, service);
}

function addStart(app: App, { syncs }: Service): void {
  app.post(
    '/sync',
    {
      schema: {
        summary: 'Starts a sync',
        description: 'One runs per source at a time, whoever started it.',
        tags: ['syncs'],
        body: Type.Union([StartBody, Type.Null()]),
        querystring: StartQuery,
        headers: StartHeaders,
        response: {
          202: SYNC_RESPONSE('It has started, or one more pass is queued behind this one'),
          409: SYNC_RESPONSE('This one is running'),
          ...PROBLEM_RESPONSE,
        },
      },
    },
    async (request, reply) => {
      const body = request.body ?? {};
      const isQueued = request.query.queue === 'true';
      const outcome = await syncs.start({
        alias: body.source ?? null,
        options: isQueued ? plainOptions(body) : optionsOf(body),
        trigger: 'http',
        idempotencyKey: request.headers['idempotency-key'] ?? null,
        isQueued,
      });
      if (outcome.kind === 'other_request') throw new RequestError('key_reused');
      const { kind, sync } = outcome;
      return reply
        .code(kind === 'running' ? 409 : 202)
        .header('location', linksOf(sync.syncId).self)
        .send(toSync(sync));
    },
  );
}

function addReads(app: App, { syncs }: Service): void {
  app.get(
    '/sync',
    {
      schema: {
        summary: 'Syncs, newest first',
        tags: ['syncs'],
        querystring: ListQuery,
        response: { 200: SyncPage, ...PROBLEM_RESPONSE },
      },
    },
    async ({ query: { limit, after } }) => {
      const beforeMs = after === undefined ? null : Number(after);
      const page = await syncs.list({ beforeMs, limit: Number(limit ?? PAGE_USUAL) });
      return { syncs: page.syncs.map(toSync), next: page.next === null ? null : String(page.next) };
    },
  );
  app.get(
    '/sync/:id',
    {
      schema: {
        summary: 'A sync: how far it is, or how it ended',
        tags: ['syncs'],
        params: OneSync,
        response: { 200: Sync, ...PROBLEM_RESPONSE },
      },
    },
    async ({ params: { id } }) => toSync(found(await syncs.read(id))),
  );
  app.delete(
    '/sync/:id',
    {
      schema: {
        summary: 'Cancels a sync, wherever it runs',
        description: 'What is under way is finished and counted; it ends within seconds.',
        tags: ['syncs'],
        params: OneSync,
        response: {
          200: SYNC_RESPONSE('It had ended before'),
          202: SYNC_RESPONSE('It is asked to end'),
          ...PROBLEM_RESPONSE,
        },
      },
    },
    async ({ params: { id } }, reply) => {
      const sync = found(await syncs.cancel(id));
      return reply.code(sync.state === 'running' ? 202 : 200).send(toSync(sync));
    },
  );
}

function addEvents(app: App, { syncs, draining }: Service): void {
  let streams = 0;
  app.get(
    '/sync/:id/events',
    {
      schema: {
        summary: 'The states of a sync as server-sent events, four a second at most',
        description: 'Each event is the sync as `GET /sync/{id}` shows it; the last one is final.',
        tags: ['syncs'],
        params: OneSync,
        response: {
          200: {
            description: 'Events',
            content: { 'text/event-stream': { schema: Type.String() } },
          },
          204: { description: 'It has ended, and the client has seen that', type: 'null' },
          ...PROBLEM_RESPONSE,
        },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const view = found(await syncs.read(id));
      const seenId = seenBy(request);
      if (view.state !== 'running' && seenId === eventId(view)) return reply.code(204).send(null);
      if (streams >= STREAMS_MAX) throw new RequestError('busy', { detail: 'Too many streams of events are open.' }); // biome-ignore format: one refusal
      streams += 1;
      reply.raw.once('close', () => {
        streams -= 1;
      });
      const signal = AbortSignal.any([draining.signal, callerGone(reply.raw)]);
      const texts = eventTexts(syncs.watch(id, signal), { seenId, signal });
      return reply
        .type('text/event-stream; charset=utf-8')
        .header('x-accel-buffering', 'no') // of nginx
        .send(Readable.from(texts) as never); // a stream of the text that the schema tells
    },
  );
}

function found<T>(sync: T | null): T {
  if (sync === null)
    throw new RequestError('not_found', { detail: 'There is no sync of this id.' });
  return sync;
}

function seenBy({ headers }: Pick<FastifyRequest, 'headers'>): string | null {
  const seen = headers['last-event-id'];
  return typeof seen === 'string' ? seen : null;
}

type Body = Static<typeof StartBody>;

function optionsOf({
  from,
  to,
  dryRun = false,
  full = false,
  overwrite = false,
}: Body): SyncOptions {
  return {
    dryRun,
    full: full || overwrite,
    overwrite,
    fromMs: timeOf('from', from),
    toMs: timeOf('to', to),
  };
}

/** @throws RequestError */
function plainOptions({ source: _, ...others }: Body): SyncOptions {
  if (Object.keys(others).length > 0)
    throw new RequestError('bad_request', { detail: 'What is queued is a plain pass: it takes no other options.' }); // biome-ignore format: one refusal
  return PLAIN_PASS;
}

/** @throws RequestError */
function timeOf(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const iso = readIsoTime(text);
  if (iso === null)
    throw new RequestError('bad_request', { detail: `"${name}" is no time. ${ISO_TIME_WANTED}` });
  return Date.parse(iso);
}
