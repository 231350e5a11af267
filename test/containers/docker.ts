/** The Docker engine of this machine, if there is one, and its command line. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { request } from 'node:http';
import { findOnPath } from '../../src/engine/java/executable.ts';

const PING_MAX_MS = 1_000;
/** A build that fetches its base image and its packages. */
const COMMAND_MAX_MS = 600_000;
const OUTPUT_BYTES_MAX = 64 * 1024 ** 2;
const USUAL_SOCKET = '/var/run/docker.sock';

/** null: containers can be tested here. Else why not; a socket that never answers is no engine either. */
export async function whyNoContainers(): Promise<string | null> {
  if (findOnPath('docker', process.env) === undefined) return 'no docker on the PATH';
  const engine = process.env.DOCKER_HOST ?? `unix://${USUAL_SOCKET}`;
  const isThere = await answersPing(engine);
  return isThere ? null : `no Docker engine answers at ${engine} within ${PING_MAX_MS / 1_000} s`;
}

function answersPing(engine: string): Promise<boolean> {
  const url = URL.parse(engine);
  if (url === null || (url.protocol === 'unix:' && !existsSync(url.pathname)))
    return Promise.resolve(false);
  const where =
    url.protocol === 'unix:'
      ? { socketPath: url.pathname }
      : { host: url.hostname, port: url.port };
  return new Promise((resolve) => {
    const signal = AbortSignal.timeout(PING_MAX_MS);
    const asking = request({ ...where, path: '/_ping', signal }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asking.once('error', () => resolve(false));
    asking.end();
  });
}

export interface DockerResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `docker` to its end, with text on its stdin. */
export function tryDocker(
  args: readonly string[],
  stdin: string | Buffer = '',
): Promise<DockerResult> {
  return new Promise((resolve) => {
    const options = { timeout: COMMAND_MAX_MS, maxBuffer: OUTPUT_BYTES_MAX };
    const child = execFile('docker', args, options, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, stdout, stderr });
    });
    child.stdin?.on('error', () => undefined); // one that reads nothing has ended before
    child.stdin?.end(stdin);
  });
}

/** What it prints. @throws Error when it fails */
export async function docker(...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await tryDocker(args);
  if (code !== 0) throw new Error(`docker ${args.join(' ')}: exit code ${code}\n${stderr}`);
  return stdout.trim();
}
