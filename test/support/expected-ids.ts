/** Document ids computed from log objects by themselves: an independent second writing of the rule. */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';

export interface LogFile {
  readonly name: string;
  readonly bytes: Buffer;
}

const TIME = /\[(\d\d)\/(\w{3})\/(\d{4}):(\d\d:\d\d:\d\d) ([+-]\d{4})\]/;

/** The lines of a file as bytes, blank ones left out. */
export function linesOf({ bytes }: LogFile): Buffer[] {
  const text = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes) : bytes;
  return text
    .toString('latin1')
    .split('\n')
    .map((line) => Buffer.from(line.replace(/\r$/, ''), 'latin1'))
    .filter((line) => trimmed(line).length > 0);
}

/** Spaces and tabs at the ends are no part of a line's identity. */
const trimmed = (line: Buffer): Buffer =>
  Buffer.from(line.toString('latin1').replace(/^[ \t]+|[ \t]+$/g, ''), 'latin1');

/** `isBroken` tells the lines that are no records, from the plan of whoever wrote them. */
export function expectedIds(
  files: readonly LogFile[],
  isBroken: (line: string) => boolean,
): Set<string> {
  const ids = new Set<string>();
  for (const file of files) {
    const met = new Map<string, number>();
    for (const line of linesOf(file).map(trimmed)) {
      const text = line.toString('latin1');
      if (isBroken(line.toString('utf8'))) continue;
      const [, day, month, year, time, zone] = TIME.exec(text) ?? [];
      const seconds = Date.parse(`${day} ${month} ${year} ${time} ${zone}`) / 1_000;
      const hash = createHash('sha256').update(line);
      if (text.slice(text.indexOf(']')).split(' ')[3] === '-') {
        const ordinal = met.get(text) ?? 0;
        met.set(text, ordinal + 1);
        hash.update(`\n${file.name.split('/').pop()?.replace(/\.gz$/, '')}\n${ordinal}`);
      }
      ids.add(`${seconds.toString(36)}-${hash.digest().subarray(0, 9).toString('base64url')}`);
    }
  }
  return ids;
}
