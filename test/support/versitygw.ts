/**
 * versitygw, another writing of S3, with real signatures: a second opinion wherever Go is, which
 * builds it once, about a minute, into a cache outside the work tree.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Gateway {
  readonly url: string;
  stop(): Promise<void>;
}

const MODULE = 'github.com/versity/versitygw/cmd/versitygw@v1.7.0';
/** Its modules are fetched, and the tests beside it use the same cores. */
export const BUILD_LIMIT_MS = 600_000;
const CACHE = join(homedir(), '.cache', 'tamarin-tests', 'versitygw-1.7.0');

/** Its binary, built if need be; null: there is no Go. @throws Error when the build fails */
export function installVersitygw(): string | null {
  const binary = join(CACHE, 'versitygw');
  if (existsSync(binary)) return binary;
  if (spawnSync('go', ['version']).error !== undefined) return null;
  process.stderr.write('# building versitygw 1.7.0, about a minute, once\n');
  execFileSync('go', ['install', MODULE], {
    env: { ...process.env, GOBIN: CACHE },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: BUILD_LIMIT_MS,
  });
  return binary;
}

export async function startVersitygw(
  binary: string,
  folder: string,
  keys: { readonly access: string; readonly secret: string },
): Promise<Gateway> {
  mkdirSync(folder, { recursive: true });
  const port = await freePort();
  const child = spawn(
    binary,
    ['--port', `127.0.0.1:${port}`, '--quiet', '--keep-alive', 'posix', folder],
    {
      env: { ...process.env, ROOT_ACCESS_KEY: keys.access, ROOT_SECRET_KEY: keys.secret },
      stdio: 'ignore',
    },
  );
  const url = `http://127.0.0.1:${port}`;
  await waitFor(url, child);
  const ended = new Promise<void>((resolve) => child.on('close', () => resolve()));
  return {
    url,
    stop: () => {
      child.kill();
      return ended;
    },
  };
}

async function waitFor(url: string, child: ChildProcess): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (child.exitCode !== null) throw new Error(`versitygw ended with ${child.exitCode}`);
    const answer = await fetch(url).catch(() => null); // one attempt after the other
    if (answer !== null) return void (await answer.arrayBuffer());
    await delay(100);
  }
  throw new Error('versitygw did not start');
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
