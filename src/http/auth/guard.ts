/** Who may ask at all: looked at before a route, in this order. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import { RequestError } from '../problem/request-error.ts';
import type { App, Service } from '../service/service.ts';
import { isOwnHost, isOwnOrigin } from './check-origin.ts';
import { tokenChecker } from './check-token.ts';
import { FailedAttempts } from './failed-attempts.ts';

/** Asked by who runs the service, by address and without a token; they tell nothing about the logs. */
const PROBES: readonly string[] = ['/livez', '/readyz'];

/** Wide: it stops a loop that went wild, no honest use. */
const REQUESTS_MAX = 5_000;
const REQUESTS_WINDOW_MS = 10_000;
const CALLERS_MAX = 10_000;

const CHANGES_NOTHING: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

export async function addGuard(app: App, { access, draining, now }: Service): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    max: REQUESTS_MAX,
    timeWindow: REQUESTS_WINDOW_MS,
    cache: CALLERS_MAX,
  });
  const limitRequests = app.rateLimit();
  const checkToken = access.token === null ? null : tokenChecker(access.token);
  const failed = new FailedAttempts(now);

  app.addHook('onRequest', async function guard(request, reply) {
    if (isProbe(request)) return;
    await limitRequests.call(app, request, reply);
    const { host, origin } = request.headers;
    if (!isOwnHost(host, access.allowedHosts)) throw new RequestError('unknown_host');
    if (
      !CHANGES_NOTHING.includes(request.method) &&
      !isOwnOrigin(origin, host, access.allowedHosts)
    )
      throw new RequestError('foreign_origin');
    if (checkToken !== null) requireToken(request, { checkToken, failed });
    if (draining.isDraining) throw new RequestError('stopping');
  });
}

const isProbe = (request: FastifyRequest): boolean =>
  PROBES.includes(request.routeOptions.url ?? '');

interface TokenGuard {
  readonly checkToken: ReturnType<typeof tokenChecker>;
  readonly failed: FailedAttempts;
}

/** @throws RequestError */
function requireToken({ ip, raw }: FastifyRequest, { checkToken, failed }: TokenGuard): void {
  const wait = failed.waitSeconds(ip);
  if (wait > 0)
    throw new RequestError('too_many_failures', { headers: { 'retry-after': String(wait) } });
  const result = checkToken(raw);
  if (result === 'right') return;
  if (result === 'wrong') failed.note(ip); // without a token nobody guesses
  throw new RequestError(`token_${result}`, { headers: { 'www-authenticate': 'Bearer' } });
}
