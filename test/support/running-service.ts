/** `tamarin serve` as a process of its own, on a free port. */

import { hasEnded, listen, until } from './live-run.ts';
import { type Run, startTamarin } from './run-tamarin.ts';

export interface RunningService {
  /** Without a slash at its end. */
  readonly url: string;
  readonly run: Run;
  /** On stderr, so far. */
  readonly said: () => string;
}

interface WithTeardown {
  teardown(task: () => Promise<void>): void;
}

/** It is stopped when the test ends. */
export async function startService(
  t: WithTeardown,
  env: Readonly<Record<string, string | undefined>>,
  args: readonly string[] = [],
): Promise<RunningService> {
  const run = startTamarin(['serve', ...args], env);
  t.teardown(async () => {
    run.child.kill('SIGTERM');
    await run.done;
  });
  const said = listen(run);
  const urlSaid = (): string | undefined => /Listening on (http:\S+);/.exec(said())?.[1];
  await until('the service listens', () => urlSaid() !== undefined || hasEnded(run));
  const url = urlSaid();
  if (url === undefined) throw new Error(`the service does not listen: ${said()}`);
  return { url, run, said };
}
