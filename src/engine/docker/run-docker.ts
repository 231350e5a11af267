/** Runs one command of Docker to its end. */
import { TamarinError } from '../../core/error.ts';
import { type RunResult, runProgram } from '../process/run-program.ts';
import type { Docker } from './find-docker.ts';

/** Most take a second; on a busy machine, and with `docker stop`, which waits, many more. */
const COMMAND_TIMEOUT_MS = 60_000;
const SAID_CHARACTERS_MAX = 500;

export interface RunDockerOptions {
  readonly signal?: AbortSignal | undefined;
  readonly timeoutMs?: number;
}

/** Its end may be a failure. */
export const tryDocker = (
  { client, host }: Docker,
  args: readonly string[],
  { signal, timeoutMs = COMMAND_TIMEOUT_MS }: RunDockerOptions = {},
): Promise<RunResult> =>
  runProgram({ program: client, args: ['--host', host, ...args], timeoutMs, signal }); // biome-ignore format: one line

/** What it prints. @throws TamarinError when it fails */
export async function runDocker(
  docker: Docker,
  args: readonly string[],
  options?: RunDockerOptions,
): Promise<string> {
  const result = await tryDocker(docker, args, options);
  if (result.exitCode === 0) return result.output;
  throw new TamarinError('engine_failed', `docker ${args[0]} failed: ${whatItSaid(result)}`, {
    hint: 'See what Docker says itself: docker info. Or name an OpenSearch that you have: OPENSEARCH_URL=http://host:9200',
  });
}

/** The end of it: Docker says last why it failed. */
export const whatItSaid = ({ output, ending }: RunResult): string =>
  output.trim().slice(-SAID_CHARACTERS_MAX) || ending;
