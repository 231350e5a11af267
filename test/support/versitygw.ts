/**
 * versitygw, another writing of S3, with real signatures: a second opinion where it is installed
 * (`go install github.com/versity/versitygw/cmd/versitygw@v1.7.0`).
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

export interface Gateway {
  readonly url: string;
  stop(): Promise<void>;
}

/** Its binary in GOBIN, in Go's own folder or on PATH; null: it is not installed. */
export function findVersitygw(): string | null {
  const folders = [process.env.GOBIN ?? '', ...(process.env.PATH ?? '').split(':')];
  try {
    const goPath = execFileSync('go', ['env', 'GOPATH'], { encoding: 'utf8' }).trim();
    folders.push(join(goPath, 'bin'));
  } catch {
    // no Go: the other folders are looked at all the same
  }
  const found = folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, 'versitygw'));
  return found.find((file) => existsSync(file)) ?? null;
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
