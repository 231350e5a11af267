/** A gz file of realistic lines, as an hour ago it was downloaded: what is written to now is looked at more closely. */
import { utimesSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { realisticLine } from './realistic-lines.ts';

const DOWNLOADED = Date.now() / 1_000 - 3_600;

/** `from`: its first line, of all that there are. */
export function writeLogFile(path: string, from: number, count: number): void {
  const text = Array.from({ length: count }, (_, at) => `${realisticLine(from + at)}\n`).join('');
  writeFileSync(path, gzipSync(text));
  utimesSync(path, DOWNLOADED, DOWNLOADED);
}
