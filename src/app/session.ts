/**
 * An open way to OpenSearch for a piece of work: the server of OPENSEARCH_URL, or the embedded engine,
 * used if it runs and started if not. Leaving it stops the engine unless another process uses it;
 * work that is done stays done when that fails.
 */
import { type IndexNames, indexNames } from '../bulk/index-name.ts';
import { type Config, type ServerConfig, type WorkConfig, workConfig } from '../config/config.ts';
import { messageOf } from '../core/error.ts';
import type { Engine } from '../engine/start-engine.ts';
import type { AwsSigning } from '../opensearch/aws-signer.ts';
import type { OpenSearch } from '../opensearch/client.ts';
import type { TemplateOptions } from '../opensearch/templates.ts';
import type { Surroundings } from './surroundings.ts';

export interface Session {
  readonly config: WorkConfig;
  readonly server: OpenSearch;
  readonly names: IndexNames;
  readonly templates: TemplateOptions;
  /** The sources that answers wait for, by their ids; null: all that were ever synced. */
  readonly countedSources: () => Promise<readonly string[] | null>;
  /** null: OpenSearch is one that was named. */
  readonly engine: Engine | null;
}

/** Records of the made samples never lie among real ones. */
export const fullPrefix = (indexPrefix: string, isSamples: boolean): string =>
  indexPrefix + (isSamples ? '-samples' : '');

export interface SessionOptions {
  readonly config: Config;
  /** Works on the index of the sample logs. */
  readonly isSamples: boolean;
  /** What the engine tells while it starts. */
  readonly say: (line: string) => void;
  /** What could not be left behind as it should be: no error, the work is done. */
  readonly note: (line: string) => void;
  readonly surroundings: Surroundings;
}

/** Runs a task with a session that is left whatever happens. @throws TamarinError when no OpenSearch can be had */
export async function withServer<T>(
  options: SessionOptions,
  task: (session: Session) => Promise<T>,
): Promise<T> {
  const { config, note } = options;
  const engine = config.opensearchUrl === null ? await startOwnEngine(options) : null;
  try {
    const server = await connectTo(engine?.url ?? config.opensearchUrl ?? '', config);
    try {
      return await task(makeSession(options, server, engine));
    } finally {
      await server.client.close().catch((error) => note(leftOpen(error)));
    }
  } finally {
    await engine?.release().catch((error) => note(leftRunning(error)));
  }
}

function makeSession(
  { config, isSamples, surroundings }: SessionOptions,
  server: OpenSearch,
  engine: Engine | null,
): Session {
  const prefix = fullPrefix(config.indexPrefix, isSamples);
  const replicas = config.replicas ?? (engine === null ? 1 : 0);
  return {
    config: workConfig(config),
    server,
    engine,
    names: indexNames(prefix, config.grain),
    templates: { prefix, replicas, grain: config.grain },
    // The sample logs are no source of the configuration.
    countedSources: async () => {
      if (isSamples || config.sources.length === 0) return null;
      const { countedSources } = await import('./counted-sources.ts'); // with all readers of files: only where there are any
      return countedSources(config, surroundings.env);
    },
  };
}

async function connectTo(url: string, config: ServerConfig): Promise<OpenSearch> {
  const { connect } = await import('../opensearch/client.ts'); // 90 ms: only for work that needs it
  return connect({
    url,
    username: config.opensearchUsername,
    password: config.opensearchPassword,
    caFile: config.opensearchCaFile,
    aws: awsSigning(config),
  });
}

const awsSigning = ({
  opensearchAwsRegion: region,
  opensearchAwsService: service,
}: ServerConfig): AwsSigning | null => (region === null ? null : { region, service });

async function startOwnEngine({ config, say, surroundings }: SessionOptions): Promise<Engine> {
  const { startEngine } = await import('../engine/start-engine.ts'); // not needed with OPENSEARCH_URL
  const { dataDir, enginePort: port, engineImage: image } = config;
  const { signal, env, atExit } = surroundings;
  return startEngine({ dataDir, port, image, say, signal, env, atExit });
}

const leftOpen = (error: unknown): string =>
  `tamarin: the connection to OpenSearch could not be closed: ${messageOf(error)}`;

const leftRunning = (error: unknown): string =>
  `tamarin: the embedded OpenSearch is still running; the next command will stop it: ${messageOf(error)}`;
