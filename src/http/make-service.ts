/** The service of a session. */
import { ask } from '../app/ask.ts';
import type { Session } from '../app/session.ts';
import type { Config } from '../config/config.ts';
import { secretValues } from '../config/secret-values.ts';
import { readReadiness } from '../opensearch/service-readiness.ts';
import { makeTelemetry } from '../telemetry/telemetry.ts';
import { Draining } from './service/draining.ts';
import type { Service } from './service/service.ts';

interface ServiceOptions {
  readonly session: Session;
  readonly config: Config;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Takes one line of the log, with its LF. */
  readonly write: (line: string) => void;
  readonly now: () => number;
  /** `warn` where a person looks at what is said. */
  readonly logLevel: Config['logLevel'];
}

export function makeService({
  session,
  config,
  env,
  write,
  now,
  logLevel: level,
}: ServiceOptions): Service {
  const secrets = secretValues(config, env);
  const telemetry = makeTelemetry({ level, write, secrets, now });
  return {
    access: {
      token: config.token,
      allowedHosts: listOf(config.allowedHosts?.toLowerCase()),
      trustedProxies: listOf(config.trustProxy),
    },
    ask: (asks, signal) =>
      ask(
        asks,
        session,
        { signal, now },
        {
          onProgress: () => undefined, // nobody looks
          notice: (text) => telemetry.logger.warn(text),
        },
      ),
    questionTimeoutMs: config.questionTimeoutMs,
    checkReadiness: async () => {
      const { isReachable, hasTemplates } = await readReadiness(
        session.server,
        session.templates.prefix,
      );
      return [
        { name: 'opensearch', ok: isReachable },
        { name: 'templates', ok: hasTemplates },
        { name: 'configuration', ok: true }, // an invalid one ended the start
      ];
    },
    draining: new Draining(),
    telemetry,
    now,
  };
}

const listOf = (text: string | null | undefined): readonly string[] =>
  (text ?? '').split(',').filter((part) => part !== '');
