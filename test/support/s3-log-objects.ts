/** Made log objects in every form in which they may lie in a bucket, and the ids of their records. */
import { gzipSync } from 'node:zlib';
import { expectedIds, type LogFile } from './expected-ids.ts';

/** As stored. The last four are faults of the object, not of the way. */
export const FORMS = [
  'plain',
  'gzip',
  'multi_member_gzip',
  'gzip_and_trailing_bytes',
  'no_final_newline',
  'empty',
] as const;
export type Form = (typeof FORMS)[number];

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const two = (value: number): string => String(value).padStart(2, '0');

function makeLine(time: Date, object: number, line: number, path: string): string {
  const stamp = `${two(time.getUTCDate())}/${MONTHS[time.getUTCMonth()]}/${time.getUTCFullYear()}:${time.toISOString().slice(11, 19)} +0000`;
  const id = (object * 1_000 + line).toString(16).toUpperCase().padStart(16, '0');
  return `79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be media [${stamp}] 192.0.2.${line % 250} - ${id} REST.GET.OBJECT ${path}${object}.mp3 "GET /${path}${object}.mp3 HTTP/1.1" 200 - ${line + 1} 100000 30 20 "-" "curl/8.5.0" - HOST - - - media.s3.amazonaws.com TLSv1.3 - -`;
}

/** `at`: delivery time of the first; each comes a second later. Keys are of the simple layout. */
export function makeLogObjects(about: {
  readonly count: number;
  readonly lines: number;
  readonly at: Date;
  readonly prefix: string;
  readonly form: (object: number) => Form;
  /** Of what was requested; a long one makes an object large without many lines. */
  readonly path?: string;
}): LogFile[] {
  return Array.from({ length: about.count }, (_, object) => {
    const delivered = new Date(about.at.getTime() + object * 1_000);
    const lines = Array.from(
      { length: about.lines },
      (_unused, line) => `${makeLine(delivered, object, line, about.path ?? 'shows/')}\n`,
    );
    const unique = (object + 0x1000_0000).toString(16).toUpperCase().padStart(16, '0');
    return {
      name: `${about.prefix}${delivered.toISOString().slice(0, 19).replace(/[T:]/g, '-')}-${unique}`,
      bytes: store(about.form(object), lines),
    };
  });
}

function store(form: Form, lines: readonly string[]): Buffer {
  const text = lines.join('');
  const middle = lines.length >> 1;
  switch (form) {
    case 'plain':
      return Buffer.from(text);
    case 'gzip':
      return gzipSync(text);
    case 'multi_member_gzip':
      return Buffer.concat([
        gzipSync(lines.slice(0, middle).join('')),
        gzipSync(lines.slice(middle).join('')),
      ]);
    case 'gzip_and_trailing_bytes':
      return Buffer.concat([gzipSync(text), Buffer.alloc(100)]);
    case 'no_final_newline':
      return Buffer.from(text.slice(0, -1));
    case 'empty':
      return Buffer.alloc(0);
    default:
      return form satisfies never;
  }
}

export const idsOf = (files: readonly LogFile[]): Set<string> => expectedIds(files, () => false);
