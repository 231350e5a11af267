/** The service of a session. */
import { type AskHooks, ask } from '../app/ask.ts';
import { askPlan } from '../app/block-plans.ts';
import type { OpenableSource } from '../app/openable-source.ts';
import { Syncing, type SyncingOptions } from '../app/service/syncing.ts';
import type { Session } from '../app/session.ts';
import type { Surroundings } from '../app/surroundings.ts';
import type { Config } from '../config/config.ts';
import { secretValues } from '../config/secret-values.ts';
import { readReadiness } from '../opensearch/service-readiness.ts';
import { makeTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { Draining } from './service/draining.ts';
import type { Service, Syncs } from './service/service.ts';

interface ServiceOptions {
  readonly session: Session;
  readonly config: Config;
  /** Those that callers may sync. */
  readonly sources: readonly OpenableSource[];
  readonly surroundings: Surroundings;
  /** Takes one line of the log, with its LF. */
  readonly write: (line: string) => void;
  /** `warn` where a person looks at what is said. */
  readonly logLevel: Config['logLevel'];
}

export interface MadeService {
  readonly service: Service;
  /** To be begun once the service listens. */
  readonly syncing: Syncing;
}

export function makeService(options: ServiceOptions): MadeService {
  const { session, config, sources, surroundings, write, logLevel: level } = options;
  const { env, now } = surroundings;
  const secrets = secretValues(config, env);
  const telemetry = makeTelemetry({ level, write, secrets, now });
  const syncing = makeSyncing({ session, sources, surroundings }, telemetry);
  const hooks: AskHooks = {
    onProgress: () => undefined, // nobody looks
    notice: (text) => telemetry.logger.warn(text),
  };
  const service: Service = {
    access: {
      token: config.token,
      allowedHosts: listOf(config.allowedHosts?.toLowerCase()),
      trustedProxies: listOf(config.trustProxy),
    },
    ask: (asks, signal) => ask(asks, session, { signal, now }, hooks),
    stream: (asks, signal) => ask(asks, session, { signal, now }, hooks),
    planBlocks: async (request, signal) =>
      ask(askPlan(request, session.config, null), session, { signal, now }, hooks),
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
    syncs: syncsOf(syncing),
    draining: new Draining(),
    telemetry,
    now,
  };
  return { service, syncing };
}

function makeSyncing(
  about: Pick<SyncingOptions, 'session' | 'sources' | 'surroundings'>,
  telemetry: Telemetry,
): Syncing {
  return new Syncing({
    ...about,
    watcher: {
      begin: (alias, tally) => telemetry.watchSync(alias, tally),
      notice: (source, text) => telemetry.logger.warn({ source }, text),
    },
    noteNewestRecord: (alias, timeMs) => telemetry.noteNewestRecord(alias, timeMs),
  });
}

const syncsOf = (syncing: Syncing): Syncs => ({
  start: (request) => syncing.service.start(request),
  read: (id) => syncing.service.read(id),
  list: (page) => syncing.service.list(page),
  watch: (id, signal) => syncing.service.watch(id, signal),
  cancel: (id) => syncing.service.cancel(id),
  sources: () => syncing.sources(),
});

const listOf = (text: string | null | undefined): readonly string[] =>
  (text ?? '').split(',').filter((part) => part !== '');
