/** Starts stand-ins.ts in a process of its own. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface StandIns {
  readonly urls: { readonly s3: string; readonly slowS3: string; readonly openSearch: string };
  stop(): void;
}

/** `objects`: so many are in its bucket. */
export async function startStandIns(objects: number): Promise<StandIns> {
  const script = fileURLToPath(new URL('./stand-ins.ts', import.meta.url));
  const child = spawn(process.execPath, [script, String(objects)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  return { urls: JSON.parse(String(line)), stop: () => child.stdin.end() };
}
