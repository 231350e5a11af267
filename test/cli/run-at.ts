/** Runs a command line against an OpenSearch, or one in memory, and keeps what it says. */
import type { Io } from '../../src/cli/io.ts';
import { runCommandLine } from '../../src/cli/program.ts';
import { TamarinError } from '../../src/core/error.ts';
import { type MemoryServer, serveMemory } from '../questions/memory-server.ts';
import { RECORDS } from '../questions/small-worlds.ts';
import { fakeIo } from './fake-io.ts';

export interface Outcome {
  readonly code: number | string;
  readonly printed: string;
  readonly talked: string;
}

export async function runAt(url: string, args: readonly string[], about: Partial<Io> = {}) {
  const { io, printed, talked } = fakeIo({ env: { OPENSEARCH_URL: url }, ...about });
  const error: { hint: string } = { hint: '' };
  const code = await runCommandLine(args, io).catch((thrown: unknown) => {
    if (!(thrown instanceof TamarinError)) return `thrown: ${thrown}`;
    error.hint = `${thrown.message} ${thrown.hint}`;
    return thrown.code;
  });
  return { code, printed: printed.join(''), talked: talked.join('') + error.hint };
}

/** Asks four records in memory. */
export async function asking(
  t: { after(task: () => Promise<void>): void },
  args: readonly string[],
  about: Partial<Io> = {},
): Promise<Outcome & { readonly server: MemoryServer }> {
  const server = await serveMemory(RECORDS);
  t.after(server.close);
  const prefix = ['--index-prefix', 'i'];
  return { ...(await runAt(server.url, [...args, ...prefix], about)), server };
}
