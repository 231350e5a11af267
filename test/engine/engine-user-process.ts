/** Runs engine-user.ts as another process and reads what it reports. */
import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const PROGRAM = fileURLToPath(new URL('./engine-user.ts', import.meta.url));

export interface UpReport {
  readonly url: string;
  readonly version: string;
  readonly started: boolean;
}

export class EngineUserProcess {
  readonly up: Promise<UpReport>;
  /** Resolves when the program says that it starts an engine. */
  readonly starting: Promise<void>;
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #exited: Promise<unknown>;

  constructor(dataDir: string, env: NodeJS.ProcessEnv = process.env) {
    this.#child = spawn(process.execPath, [PROGRAM, dataDir], {
      stdio: ['pipe', 'pipe', 'inherit'],
      env,
    });
    this.#exited = once(this.#child, 'exit');
    const lines = createInterface({ input: this.#child.stdout });
    this.up = new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        const report: { event: string } & UpReport = JSON.parse(line);
        if (report.event === 'up') resolve(report);
      });
      lines.once('close', () => reject(new Error('engine-user.ts ended before it was up')));
    });
    this.up.catch(() => undefined); // a test that kills the program does not wait for it
    this.starting = new Promise((resolve) => {
      lines.on('line', (line) => line.includes('starting OpenSearch') && resolve());
    });
  }

  async release(): Promise<void> {
    this.#child.stdin.write('release\n');
    await this.#exited;
  }

  /** It ends by itself, without a release. */
  async exit(): Promise<void> {
    this.#child.stdin.write('exit\n');
    await this.#exited;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#exited;
  }
}
