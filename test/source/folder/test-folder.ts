/** Folders of log objects that a test makes, and what the source lists of them and reads. */
import { mkdirSync, realpathSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openFolderSource } from '../../../src/source/folder/folder-source.ts';
import type { LogObject, LogSource } from '../../../src/source/log/log-source.ts';

export const NOW_MS = Date.UTC(2026, 0, 17, 12);
export const OLD_SECONDS = NOW_MS / 1_000 - 3_600;
export const now = (): number => NOW_MS;
export const never = new AbortController().signal;

interface WithTestDir {
  testdir(): string;
}

/** Files by path, with their content, changed an hour before NOW_MS. */
export function makeFolder(
  t: WithTestDir,
  files: Readonly<Record<string, string | Buffer>>,
): string {
  const folder = realpathSync(t.testdir());
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    utimesSync(join(folder, path), OLD_SECONDS, OLD_SECONDS);
  }
  return folder;
}

export async function collect<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const all: Value[] = [];
  for await (const value of values) all.push(value);
  return all;
}

export async function listPages(path: string): Promise<(readonly LogObject[])[]> {
  return collect((await openFolderSource(path, now)).listPages(never));
}
export const list = async (path: string): Promise<LogObject[]> => (await listPages(path)).flat();
/** Of what is read. */
export const keys = async (path: string): Promise<string[]> =>
  (await list(path)).filter(({ notRead }) => notRead === null).map(({ logKey }) => logKey);
/** Of what cannot be read, why not, by key. */
export const reasons = async (path: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    (await list(path)).flatMap(({ logKey, notRead }) =>
      notRead?.kind === 'unreadable' ? [[logKey, notRead.reason]] : [],
    ),
  );

export async function read(source: LogSource, object: LogObject, signal = never): Promise<string> {
  const content = await collect(source.open(object, signal));
  return Buffer.concat(content.filter((part) => Buffer.isBuffer(part))).toString('latin1');
}
