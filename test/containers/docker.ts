/** The Docker engine of this machine, if there is one, and its command line. */
import { execFile } from 'node:child_process';
import { findDocker } from '../../src/engine/docker/find-docker.ts';

/** A build that fetches its base image and its packages. */
const COMMAND_MAX_MS = 600_000;
const OUTPUT_BYTES_MAX = 64 * 1024 ** 2;

/** null: containers can be tested here. Else why not. */
export async function whyNoContainers(): Promise<string | null> {
  const found = await findDocker(process.env);
  return typeof found === 'string' ? found : null;
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
