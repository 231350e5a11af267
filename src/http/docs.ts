/** Describes all routes that are added after it, as OpenAPI 3.1, and as a page to try them from. */
import swagger, { type FastifyDynamicSwaggerOptions } from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { VERSION } from '../core/version.ts';
import type { App, Service } from './service/service.ts';

const TOKEN_REQUIRED = {
  components: { securitySchemes: { token: { type: 'http' as const, scheme: 'bearer' } } }, // as const: one of four types
  security: [{ token: [] }],
};

type Transform = NonNullable<FastifyDynamicSwaggerOptions['transformObject']>;

/** The plugin calls every body required; one that may be null may be left out. */
const withOptionalBodies: Transform = (described) => {
  if ('swaggerObject' in described) return described.swaggerObject; // of another version
  for (const path of Object.values(described.openapiObject.paths ?? {})) {
    const body = path?.post?.requestBody;
    if (body !== undefined && 'content' in body)
      body.required = !JSON.stringify(body.content).includes('{"type":"null"}');
  }
  return described.openapiObject;
};

export async function addDocs(app: App, { access }: Service): Promise<void> {
  const asksForToken = access.token !== null;
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
      ...(asksForToken ? TOKEN_REQUIRED : {}),
      tags: [
        { name: 'questions', description: 'As on the command line' },
        { name: 'syncs', description: 'What brings the logs in, and from where' },
        { name: 'operations', description: 'How the service is' },
      ],
    },
    transformObject: withOptionalBodies,
  });
  await app.register(swaggerUi, { routePrefix: '/docs', logLevel: 'warn' });
}
