/** Finds Docker: its client on the PATH, and an engine of this machine that answers. */
import { findOnPath } from '../process/executable.ts';
import { runProgram } from '../process/run-program.ts';
import { answersPing, isOfThisMachine, PING_MAX_MS } from './ping.ts';

/** It only reads a file. */
const CONTEXT_TIMEOUT_MS = 5_000;
const USUAL_HOST = 'unix:///var/run/docker.sock';

export interface Docker {
  /** Path of the program `docker`. */
  readonly client: string;
  /** As in DOCKER_HOST. */
  readonly host: string;
}

/** Or, as the end of a sentence, why there is none. */
export async function findDocker(env: NodeJS.ProcessEnv): Promise<Docker | string> {
  const client = findOnPath('docker', env);
  if (client === undefined) return 'there is no docker on the PATH';
  const host = env.DOCKER_HOST || (await hostOfContext(client, env)) || USUAL_HOST;
  if (!isOfThisMachine(host)) return `${host} is no Docker engine of this machine`;
  if (await answersPing(host)) return { client, host };
  return `no Docker engine answers at ${host} within ${PING_MAX_MS / 1_000} s`;
}

/** Docker Desktop and Docker without root have theirs elsewhere, and say so in a context. */
async function hostOfContext(client: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const args = ['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'];
  const options = { program: client, args, env, timeoutMs: CONTEXT_TIMEOUT_MS, signal: undefined };
  const { exitCode, output } = await runProgram(options);
  return exitCode === 0 ? /^[a-z]+:\/\/\S+/m.exec(output)?.[0] : undefined;
}
