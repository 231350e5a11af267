/** The service of a session. */
import type { FastifyBaseLogger } from 'fastify';
import { ask } from '../app/ask.ts';
import type { Session } from '../app/session.ts';
import type { ServiceConfig } from '../config/config.ts';
import { readReadiness } from '../opensearch/service-readiness.ts';
import { Draining } from './service/draining.ts';
import type { Service } from './service/service.ts';

interface About {
  readonly session: Session;
  readonly config: ServiceConfig;
  readonly logger: FastifyBaseLogger;
  readonly now: () => number;
}

export function makeService({ session, config, logger, now }: About): Service {
  return {
    access: {
      token: config.token,
      allowedHosts: (config.allowedHosts ?? '').toLowerCase().split(',').filter(Boolean),
      trustedProxies: (config.trustProxy ?? '').split(',').filter(Boolean),
    },
    ask: (asks, signal) =>
      ask(
        asks,
        session,
        { signal, now },
        {
          onProgress: () => undefined, // nobody looks
          notice: (text) => logger.warn(text),
        },
      ),
    questionTimeoutMs: session.config.questionTimeoutMs,
    checkReadiness: async () => {
      const { isReachable, hasTemplates } = await readReadiness(
        session.server,
        session.templates.prefix,
      );
      return [
        { name: 'opensearch', ok: isReachable },
        { name: 'templates', ok: hasTemplates },
        { name: 'configuration', ok: true }, // a wrong one ended the start
      ];
    },
    draining: new Draining(),
    logger,
    now,
  };
}
