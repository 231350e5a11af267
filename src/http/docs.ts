/** Describes all routes that are added after it, as OpenAPI 3.1, and as a page to try them from. */
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { VERSION } from '../core/version.ts';
import type { App } from './service/service.ts';

export async function addDocs(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Tamarin',
        description:
          'Answers about Amazon S3 server access logs. Every failure is a problem (RFC 9457).',
        version: VERSION,
      },
      servers: [{ url: '/' }],
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
      security: [{ token: [] }],
      tags: [
        { name: 'questions', description: 'As on the command line' },
        { name: 'operations', description: 'How the service is' },
      ],
    },
  });
  await app.register(swaggerUi, { routePrefix: '/docs', logLevel: 'warn' });
}
