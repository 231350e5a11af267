/** Whether the process lives, and whether it can do its work. Asked by machines, without a token. */
import { Type } from 'typebox';
import { RequestError } from '../problem/request-error.ts';
import { PROBLEM_RESPONSE } from '../schemas/problem.ts';
import type { App, ReadinessCheck, Service } from '../service/service.ts';

/** Anybody may ask: OpenSearch is asked at most this often. */
const CHECK_EVERY_MS = 1_000;

const Live = Type.Object({ status: Type.Literal('alive') }, { additionalProperties: false });
const Ready = Type.Object(
  {
    status: Type.Literal('ready'),
    checks: Type.Array(Type.String(), { description: 'What was found as it should be' }),
  },
  { additionalProperties: false },
);

export function healthRoutes(app: App, service: Service): void {
  const { draining, checkReadiness, now } = service;
  const readiness = remembered(checkReadiness, now);
  app.get(
    '/livez',
    {
      schema: {
        summary: 'Whether the process lives',
        tags: ['operations'],
        security: [],
        response: { 200: Live, ...PROBLEM_RESPONSE },
      },
    },
    async () => ({ status: 'alive' }) as const,
  );
  app.get(
    '/readyz',
    {
      schema: {
        summary: 'Whether OpenSearch, index templates and configuration are as they should be',
        tags: ['operations'],
        security: [],
        response: { 200: Ready, ...PROBLEM_RESPONSE },
      },
    },
    async () => {
      if (draining.isDraining) throw new RequestError('stopping');
      const checks = await readiness();
      const bad = checks.filter(({ ok }) => !ok).map(({ name }) => name);
      if (bad.length > 0)
        throw new RequestError('not_ready', { detail: `Not as it should be: ${bad.join(', ')}.` });
      return { status: 'ready', checks: checks.map(({ name }) => name) } as const;
    },
  );
}

/** The same answer for everybody who asks within a second. */
function remembered(
  check: Service['checkReadiness'],
  now: () => number,
): () => Promise<readonly ReadinessCheck[]> {
  let last: { readonly atMs: number; readonly checks: Promise<readonly ReadinessCheck[]> } | null =
    null;
  return () => {
    if (last === null || now() - last.atMs >= CHECK_EVERY_MS)
      last = { atMs: now(), checks: check() };
    return last.checks;
  };
}
