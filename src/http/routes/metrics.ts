/** What Prometheus scrapes. */
import { Type } from 'typebox';
import { PROBLEM_RESPONSE } from '../schemas/problem.ts';
import type { App, Service } from '../service/service.ts';

export function metricsRoutes(app: App, { telemetry }: Service): void {
  app.get(
    '/metrics',
    {
      schema: {
        summary: 'Metrics in the text format of Prometheus',
        tags: ['operations'],
        response: {
          200: { description: 'Metrics', content: { 'text/plain': { schema: Type.String() } } },
          ...PROBLEM_RESPONSE,
        },
      },
    },
    async (_, reply) => reply.type(telemetry.metricsType).send(await telemetry.metricsText()),
  );
}
