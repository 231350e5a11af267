/**
 * Names from a file, for `--among`: one a line, or the keys of an S3 Inventory report, whose lines are
 * `"bucket","key",…` with URL-encoded keys. Gzip is undone.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { detach } from '../core/detach.ts';
import { messageOf, TamarinError } from '../core/error.ts';
import type { NameList } from '../questions/ask/name-list.ts';

const GZIP = Buffer.from([0x1f, 0x8b]);
/** No key of S3 is longer, and no user agent that it logs. */
const LINE_CHARACTERS_MAX = 65_536;
/** The first line tells which kind of file it is. */
const INVENTORY_LINE = /^"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]","((?:[^"]|"")*)"(?:,|$)/;

/** Nothing is read before it is opened. */
export const nameFile = (path: string): NameList => ({
  from: path,
  open: () => readNames(path),
});

/** @throws TamarinError `usage` for a file that cannot be read */
async function* readNames(path: string): AsyncGenerator<string> {
  let isInventory: boolean | null = null;
  try {
    for await (const line of linesOf(path)) {
      if (line === '') continue;
      isInventory ??= INVENTORY_LINE.test(line);
      yield detach(isInventory ? keyOf(line) : line);
    }
  } catch (cause) {
    if (cause instanceof TamarinError) throw cause;
    throw new TamarinError('usage', `--among ${path} cannot be read: ${messageOf(cause)}`, {
      cause,
    });
  }
}

function keyOf(line: string): string {
  const encoded = INVENTORY_LINE.exec(line)?.[1];
  if (encoded === undefined)
    throw new TamarinError('usage', `A line is not one of an S3 Inventory report: ${line.slice(0, 80)}`); // biome-ignore format: one error
  return decodeURIComponent(encoded.replaceAll('""', '"').replaceAll('+', ' '));
}

/** Split at LF alone: a key may hold any other sign. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of await contentOf(path)) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LINE_CHARACTERS_MAX)
      throw new TamarinError('usage', `--among ${path} has a line of over ${LINE_CHARACTERS_MAX} characters.`); // biome-ignore format: one error
    for (const line of lines) yield withoutReturn(line);
  }
  yield withoutReturn(rest + decoder.decode());
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);

async function contentOf(path: string): Promise<AsyncIterable<Buffer>> {
  const file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
  await file.close();
  const content = createReadStream(path);
  if (bytesRead < GZIP.length || !buffer.equals(GZIP)) return content;
  const unzipped = createGunzip();
  content.on('error', (error) => unzipped.destroy(error));
  return content.pipe(unzipped);
}
