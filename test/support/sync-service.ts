/** A service of syncs in the test process, over the OpenSearch of the tests. */
import { setTimeout as delay } from 'node:timers/promises';
import { addressedSource, type OpenableSource } from '../../src/app/openable-source.ts';
import { SyncService } from '../../src/app/service/sync-service.ts';
import { type Session, withServer } from '../../src/app/session.ts';
import type { Surroundings } from '../../src/app/surroundings.ts';
import { loadConfig } from '../../src/config/config.ts';
import { testEngineUrl } from './opensearch.ts';

interface Teardown {
  teardown(task: () => Promise<void>): unknown;
}

export interface TestServiceOptions {
  readonly prefix: string;
  /** Paths or S3 URLs, by alias. */
  readonly sources: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface TestService {
  readonly service: SyncService;
  readonly session: Session;
  /** What each sync of it ended with, by alias; null: well. */
  readonly ends: readonly (readonly [string, unknown])[];
  /** As a signal would. */
  stop(): Promise<void>;
}

export async function startTestService(
  t: Teardown,
  options: TestServiceOptions,
): Promise<TestService> {
  const { prefix, sources } = options;
  const env = { TAMARIN_INDEX_PREFIX: prefix, OPENSEARCH_URL: testEngineUrl(), ...options.env };
  const config = loadConfig({ flags: {}, env, file: null });
  const stopping = new AbortController();
  const surroundings: Surroundings = {
    env,
    signal: stopping.signal,
    atExit: () => () => undefined,
    now: Date.now,
    random: Math.random,
    sleep: (delayMs, end) => {
      const signal = end === undefined ? stopping.signal : AbortSignal.any([stopping.signal, end]);
      return delay(delayMs, undefined, { signal }).catch(() => undefined);
    },
  };
  const opened = Promise.withResolvers<Session>();
  const closing = Promise.withResolvers<void>();
  const quiet = (): void => undefined;
  const about = { config, isSamples: false, say: quiet, note: quiet, surroundings };
  const closed = withServer(about, async (session) => {
    opened.resolve(session);
    await closing.promise;
  });
  const session = await opened.promise;
  const ends: (readonly [string, unknown])[] = [];
  const service = new SyncService({
    session,
    sources: Object.entries(sources).map(
      ([alias, address]): OpenableSource => ({
        ...addressedSource(address, session.config, env),
        alias,
      }),
    ),
    surroundings,
    watcher: {
      begin: (alias) => ({ events: { bulkAnswered: quiet }, done: () => ends.push([alias, null]), failed: (error) => ends.push([alias, error]) }), // biome-ignore format: one object
      notice: quiet,
    },
  });
  const stop = async (): Promise<void> => {
    stopping.abort('SIGTERM');
    await service.ended();
    closing.resolve();
    await closed;
  };
  t.teardown(stop);
  return { service, session, ends, stop };
}
