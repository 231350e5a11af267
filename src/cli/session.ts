/**
 * An open way to OpenSearch for one command: the server of OPENSEARCH_URL, or the embedded engine,
 * used if it runs and started if not. Closing it stops the engine unless another process uses it.
 */
import { type IndexNames, indexNames } from '../bulk/index-name.ts';
import { type Config, loadConfig } from '../config/config.ts';
import type { OpenSearch } from '../opensearch/client.ts';
import type { TemplateOptions } from '../opensearch/templates.ts';
import type { CommonFlags, Io } from './io.ts';
import { printable } from './printable.ts';

export interface Session {
  readonly config: Config;
  readonly server: OpenSearch;
  readonly names: IndexNames;
  readonly templates: TemplateOptions;
  /** Says on stderr what a command is to say only once, however often it happens. */
  readonly toldOnce: (text: string) => void;
  close(): Promise<void>;
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

/** @throws TamarinError when no OpenSearch can be had */
async function openSession(flags: CommonFlags, io: Io): Promise<Session> {
  const config = configOf(flags, io);
  const say = (line: string): void => (flags.quiet ? undefined : io.talk(`${line}\n`));
  const engine = config.opensearchUrl === null ? await startOwnEngine(config, io, say) : null;
  try {
    const { connect } = await import('../opensearch/client.ts'); // 90 ms: only for commands that need it
    const server = await connect({
      url: engine?.url ?? config.opensearchUrl ?? '',
      username: config.opensearchUsername,
      password: config.opensearchPassword,
      caFile: config.opensearchCaFile,
    });
    const prefix = config.indexPrefix + (flags.samples ? SAMPLES_SUFFIX : '');
    const replicas = config.replicas ?? (engine === null ? 1 : 0);
    return {
      config,
      server,
      names: indexNames(prefix, config.grain),
      templates: { prefix, replicas, grain: config.grain },
      toldOnce: sayOnce(io),
      close: async () => {
        await server.client.close();
        await engine?.release();
      },
    };
  } catch (error) {
    await engine?.release();
    throw error;
  }
}

function sayOnce({ talk }: Io): (text: string) => void {
  const told = new Set<string>();
  return (text) => {
    if (told.has(text)) return;
    told.add(text);
    talk(`${printable(text)}\n`);
  };
}

async function startOwnEngine(config: Config, io: Io, say: (line: string) => void) {
  const { startEngine } = await import('../engine/start-engine.ts'); // not needed with OPENSEARCH_URL
  const { dataDir, enginePort: port } = config;
  return startEngine({ dataDir, port, say, signal: io.signal, env: io.env });
}

/** Runs a command with a session that is closed whatever happens. */
export async function withSession<T>(
  flags: CommonFlags,
  io: Io,
  task: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await openSession(flags, io);
  try {
    return await task(session);
  } finally {
    await session.close();
  }
}
