/** Builds the service without listening. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import helmet from '@fastify/helmet';
import fastify, {
  type FastifyBaseLogger,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { addGuard } from './auth/guard.ts';
import { addDocs } from './docs.ts';
import { addNotFound } from './not-found.ts';
import { answerClientError } from './problem/client-error.ts';
import { failureOf, PROBLEM_TYPE } from './problem/problem.ts';
import { blockRoutes } from './routes/blocks.ts';
import { healthRoutes } from './routes/health.ts';
import { homeRoutes } from './routes/home.ts';
import { metricsRoutes } from './routes/metrics.ts';
import { questionRoutes } from './routes/questions.ts';
import { sourceRoutes } from './routes/sources.ts';
import { syncRoutes } from './routes/sync.ts';
import type { App, RouteGroup, Service } from './service/service.ts';

/** A new group of routes is a file in routes/ and a row here. */
const ROUTE_GROUPS: readonly RouteGroup[] = [
  healthRoutes,
  metricsRoutes,
  homeRoutes,
  questionRoutes,
  blockRoutes,
  syncRoutes,
  sourceRoutes,
];

const BODY_BYTES_MAX = 65_536;
/** A request line may have 16 KiB; a client may be named by its whole user agent. */
const PATH_PART_LENGTH_MAX = 8_192;
/** A whole request has to come within this. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 15_000;
/** Node looks for late requests so often; at its usual 30 s a time-out might be three times as long. */
const CHECK_EVERY_MS = 5_000;
/** Above the 60 s after which load balancers close an idle connection, so that they close it first. */
const KEEP_ALIVE_TIMEOUT_MS = 72_000;
/** Beside the time of an answer, during which nothing is sent. */
const SILENCE_TIMEOUT_MS = 30_000;

export async function buildApp(
  service: Service,
  routeGroups: readonly RouteGroup[] = ROUTE_GROUPS,
): Promise<App> {
  const app: App = fastify({
    loggerInstance: service.telemetry.logger as FastifyBaseLogger, // its types name other methods than pino's
    logController: new LogController({ disableRequestLogging: true }), // a program may ask each second
    bodyLimit: BODY_BYTES_MAX,
    connectionTimeout: service.questionTimeoutMs + SILENCE_TIMEOUT_MS,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: CHECK_EVERY_MS },
    routerOptions: { maxParamLength: PATH_PART_LENGTH_MAX },
    trustProxy:
      service.access.trustedProxies.length > 0 ? [...service.access.trustedProxies] : false,
    genReqId: requestIdOf,
    return503OnClosing: false, // the guard answers so, as a problem
    // What is not known is refused, not dropped; a text is not taken for a number.
    // What makes validators a little faster makes a start 0.3 s slower: there are a few requests a second.
    ajv: { customOptions: { removeAdditional: false, coerceTypes: false, code: { optimize: false } } }, // biome-ignore format: one list
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => sendFailure(error, request, reply),
  });
  app.setSerializerCompiler(() => JSON.stringify); // as it is: a field that a schema lacks is not dropped
  app.setErrorHandler(sendFailure);
  addHooks(app, service);
  await app.register(helmet, HELMET);
  await addGuard(app, service);
  await addDocs(app, service);
  addNotFound(app);
  for (const addRoutes of routeGroups) addRoutes(app, service);
  await app.ready();
  return app;
}

const HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      'default-src': ["'none'"],
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
      'connect-src': ["'self'"],
      'form-action': ["'self'"],
      'base-uri': ["'none'"],
      'frame-ancestors': ["'none'"],
    },
  },
  hsts: false, // a matter of whoever speaks TLS
};

/** A caller's own id is taken where it can stand in a log as it is. */
function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID();
}

function addHooks(app: App, { draining, telemetry }: Service): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.raw.once('close', draining.begin());
    reply.header('x-request-id', request.id);
    reply.header('cache-control', 'no-store'); // addresses of persons, and numbers that grow
  });
  app.addHook('onResponse', async ({ routeOptions }, { statusCode: status, elapsedTime }) => {
    const seconds = elapsedTime / 1_000;
    telemetry.requestAnswered({ route: routeOptions.url ?? null, status, seconds });
  });
  app.addHook('onSend', async (_, reply) => {
    // Else a client that keeps its connection would hold the end up.
    if (draining.isDraining) reply.header('connection', 'close');
  });
}

function sendFailure(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const { problem, headers } = failureOf(error, request.id);
  if (problem.status >= 500 && !isExpected(problem.code))
    request.log.error({ err: error, code: problem.code }, 'a request failed');
  return reply
    .code(problem.status)
    .header('x-request-id', request.id)
    .headers(headers)
    .type(PROBLEM_TYPE)
    .send(JSON.stringify(problem));
}

const isExpected = (code: string): boolean => ['stopping', 'busy', 'not_ready'].includes(code);
