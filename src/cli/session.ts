/**
 * An open way to OpenSearch for one command: the server of OPENSEARCH_URL, or the embedded engine,
 * used if it runs and started if not. Closing it stops the engine unless another process uses it;
 * a command that has done its work stays done when that fails.
 */
import { type IndexNames, indexNames } from '../bulk/index-name.ts';
import { type Config, loadConfig } from '../config/config.ts';
import { messageOf } from '../core/error.ts';
import type { Engine } from '../engine/start-engine.ts';
import type { OpenSearch } from '../opensearch/client.ts';
import type { TemplateOptions } from '../opensearch/templates.ts';
import type { CommonFlags, Io } from './io.ts';
import { sayLine } from './status-line.ts';
import { type StopNotice, startStopNotice } from './stop-notice.ts';

export interface Session {
  readonly config: Config;
  readonly server: OpenSearch;
  readonly names: IndexNames;
  readonly templates: TemplateOptions;
  readonly stopNotice: StopNotice;
  /** null: OpenSearch is one that was named. */
  readonly engine: Engine | null;
  /** Says on stderr what a command is to say only once, however often it happens. */
  readonly toldOnce: (text: string) => void;
}

/** Records of the made samples never lie among real ones. */
const SAMPLES_SUFFIX = '-samples';

export function configOf(flags: CommonFlags, io: Io): Config {
  const {
    opensearch,
    dataDir,
    enginePort,
    indexPrefix,
    grain,
    giveUpAfter,
    timeout,
    region,
    endpoint,
  } = flags;
  return loadConfig({
    flags: {
      opensearchUrl: opensearch,
      dataDir,
      enginePort,
      indexPrefix,
      grain,
      giveUpAfterMs: giveUpAfter,
      questionTimeoutMs: timeout,
      s3Region: region,
      s3Endpoint: endpoint,
      s3PathStyle: flags.pathStyle === true ? 'true' : undefined,
    },
    env: io.env,
    file: flags.config ?? null,
  });
}

/** Runs a command with a session that is closed whatever happens. @throws TamarinError when no OpenSearch can be had */
export async function withSession<T>(
  flags: CommonFlags,
  io: Io,
  task: (session: Session) => Promise<T>,
): Promise<T> {
  const config = configOf(flags, io);
  const stopNotice = startStopNotice(flags, io);
  try {
    const engine = config.opensearchUrl === null ? await startOwnEngine(config, flags, io) : null;
    try {
      const server = await connectTo(engine?.url ?? config.opensearchUrl ?? '', config);
      try {
        return await task(makeSession({ config, server, engine, stopNotice }, flags, io));
      } finally {
        await server.client.close().catch((error) => sayLine(io, leftOpen(error)));
      }
    } finally {
      await engine?.release().catch((error) => sayLine(io, leftRunning(error)));
    }
  } finally {
    stopNotice.end();
  }
}

function makeSession(
  about: Pick<Session, 'config' | 'server' | 'engine' | 'stopNotice'>,
  { samples }: CommonFlags,
  io: Io,
): Session {
  const { config, engine } = about;
  const prefix = config.indexPrefix + (samples ? SAMPLES_SUFFIX : '');
  const replicas = config.replicas ?? (engine === null ? 1 : 0);
  return {
    ...about,
    names: indexNames(prefix, config.grain),
    templates: { prefix, replicas, grain: config.grain },
    toldOnce: sayOnce(io),
  };
}

function sayOnce(io: Io): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text)) return;
    told.add(text);
    sayLine(io, text);
  };
}

async function connectTo(url: string, config: Config): Promise<OpenSearch> {
  const { connect } = await import('../opensearch/client.ts'); // 90 ms: only for commands that need it
  return connect({
    url,
    username: config.opensearchUsername,
    password: config.opensearchPassword,
    caFile: config.opensearchCaFile,
  });
}

async function startOwnEngine(config: Config, flags: CommonFlags, io: Io): Promise<Engine> {
  const { startEngine } = await import('../engine/start-engine.ts'); // not needed with OPENSEARCH_URL
  const { dataDir, enginePort: port } = config;
  const { signal, env, atExit } = io;
  return startEngine({ dataDir, port, say: sayOf(flags, io), signal, env, atExit });
}

/** What the engine tells, in a command that may have a status line. */
export const sayOf = ({ quiet }: CommonFlags, io: Io): ((line: string) => void) =>
  quiet ? () => undefined : (line) => sayLine(io, line);

/** Notes, not errors: what the command was for is done, or has failed for a reason of its own. */
const leftOpen = (error: unknown): string =>
  `tamarin: the connection to OpenSearch could not be closed: ${messageOf(error)}`;

const leftRunning = (error: unknown): string =>
  `tamarin: the embedded OpenSearch goes on running, the next command will stop it: ${messageOf(error)}`;
