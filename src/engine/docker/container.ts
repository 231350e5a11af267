/** The container of an engine: made anew for each start, removed at each end; what lasts is its volume. */
import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { TamarinError } from '../../core/error.ts';
import type { EngineContainer } from '../process/engine-record.ts';
import type { RunResult } from '../process/run-program.ts';
import { runDocker, tryDocker, whatItSaid } from './run-docker.ts';

const DATA_FOLDER = '/usr/share/opensearch/data';
/**
 * A stop takes 0.3 s; only the shell that starts OpenSearch in the image hears no signal. Nothing acknowledged is
 * lost when it has to be killed.
 */
const STOP_WAIT_S = 5;
const REMOVAL_WAIT_MS = 10_000;
const POLL_INTERVAL_MS = 100;

export interface ContainerOptions {
  readonly image: string;
  /** On 127.0.0.1. */
  readonly port: number;
  readonly volume: string;
  readonly dataDirPath: string;
  readonly heapGigabytes: number;
  readonly environment: Readonly<Record<string, string>>;
}

/** Not yet started. One of that name that was left behind is none of anybody's any more. */
export async function createContainer(
  container: EngineContainer,
  { image, port, volume, dataDirPath, heapGigabytes, environment }: ContainerOptions,
): Promise<void> {
  const label = ['--label', `tamarin.data-dir=${dataDirPath}`];
  await remove(container);
  await runDocker(container, ['volume', 'create', ...label, volume]);
  const variables = Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`]); // biome-ignore format: one line
  const place = ['--name', container.name, '--publish', `127.0.0.1:${port}:9200`, '--volume', `${volume}:${DATA_FOLDER}`]; // biome-ignore format: one line
  // As much beyond the heap as a Java process of that heap takes, and page cache.
  const limits = ['--memory', `${heapGigabytes + 1}g`, '--security-opt', 'no-new-privileges'];
  await runDocker(container, ['create', ...place, ...label, ...limits, ...variables, image]); // biome-ignore format: one line
}

/** Of the client that starts it and lives as long as it, with its output. */
export const attachedStart = ({ host, name }: EngineContainer): readonly string[] => ['--host', host, 'start', '--attach', name]; // biome-ignore format: one line

/** @throws TamarinError when it is still there */
export async function stopContainer(container: EngineContainer): Promise<void> {
  await tryDocker(container, ['stop', '-t', String(STOP_WAIT_S), container.name]);
  const removed = await remove(container);
  if (removed.exitCode === 0 || /no such container/i.test(removed.output)) return;
  throw new TamarinError(
    'engine_failed',
    `The engine (container ${container.name}) does not stop: ${whatItSaid(removed)}`,
    { hint: `Stop it yourself: docker rm --force ${container.name}` },
  );
}

/** One that another command removes at the moment is waited for: until then its name is taken. */
async function remove(container: EngineContainer): Promise<RunResult> {
  const deadline = Date.now() + REMOVAL_WAIT_MS;
  for (;;) {
    const removed = await tryDocker(container, removal(container.name));
    if (!/already in progress/.test(removed.output) || Date.now() > deadline) return removed;
    await sleep(POLL_INTERVAL_MS); // polls the end of one container
  }
}

/** Without waiting for it. */
export function killContainer({ client, host, name }: EngineContainer): void {
  const child = spawn(client, ['--host', host, ...removal(name)], { detached: true, stdio: 'ignore' }); // biome-ignore format: one line
  child.on('error', () => undefined); // this process is ending, and nobody can do more
  child.unref();
}

/** With volumes that have no name, not with ours. */
const removal = (name: string): readonly string[] => ['rm', '--force', '--volumes', name];
