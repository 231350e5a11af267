/** `tamarin serve`: the questions over HTTP, until it is stopped. */
import { once } from 'node:events';
import { isIP } from 'node:net';
import { addressedSource, configuredSources, type OpenableSource } from '../app/openable-source.ts';
import { prepareService } from '../app/prepare-service.ts';
import type { Session as AppSession } from '../app/session.ts';
import type { Config, ServiceConfig } from '../config/config.ts';
import { TamarinError } from '../core/error.ts';
import type { Listening } from '../http/server.ts';
import type { CommonFlags, Io } from './io.ts';
import { withKeptSession } from './kept-session.ts';
import { SAMPLE_LOGS } from './sample-logs.ts';
import { configOf, sayOf } from './session.ts';

export async function serveCommand(flags: CommonFlags, io: Io): Promise<number> {
  const config = configOf(flags, io);
  refuseOpenService(config); // before OpenSearch is started for nothing
  return withKeptSession(flags, io, async (session, io) => {
    await prepareService(session, session.toldOnce);
    const sources = flags.samples
      ? [addressedSource(SAMPLE_LOGS, config, io.env, 'samples')]
      : configuredSources(config, io.env);
    const listening = await serve(session, { config, sources, logLevel: config.logLevel }, io);
    sayOf(flags, io)(`Listening on ${listening.url}; its routes are at ${listening.url}/docs`);
    await stopped(io.signal);
    await listening.stop();
    return 0;
  });
}

interface ServeOptions {
  readonly config: Config;
  readonly sources: readonly OpenableSource[];
  readonly logLevel: Config['logLevel'];
}

/** @throws TamarinError `port_taken` */
export async function serve(
  session: AppSession,
  options: ServeOptions,
  io: Io,
): Promise<Listening> {
  const { makeService } = await import('../http/make-service.ts'); // 400 ms: only for who serves
  const { listen } = await import('../http/server.ts'); // the same
  const made = makeService({ ...options, session, surroundings: io, write: io.writeMessage });
  const { url, stop } = await listen(made.service, options.config);
  made.syncing.begin();
  return { url, stop: async () => void (await Promise.all([stop(), made.syncing.stop()])) };
}

/** Who can reach it can read the logs. @throws TamarinError `config_invalid` */
export function refuseOpenService({ host, token }: ServiceConfig): void {
  if (token !== null || isLoopback(host)) return;
  throw new TamarinError(
    'config_invalid',
    `Other machines may reach ${host}, and no token is asked of them.`,
    { hint: 'Set TAMARIN_TOKEN or TAMARIN_TOKEN_FILE, or take --host 127.0.0.1.' },
  );
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));

/** Resolves when the command is to stop. */
export async function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const keepAlive = setInterval(() => undefined, 60_000);
  await once(signal, 'abort');
  clearInterval(keepAlive);
}
