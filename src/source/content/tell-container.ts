/**
 * Pure: what a file is, told by its first bytes and never by its name: tools rename log files, and
 * S3 stores some with `Content-Encoding` and no suffix.
 */
import { readTarHeader, TAR_BLOCK_BYTES } from './tar-header.ts';

export type Container =
  | { readonly kind: 'gzip' | 'zstd' | 'tar' | 'plain' }
  /** Known, but not read here: what it is, and how to unpack it. */
  | { readonly kind: 'unreadable'; readonly reason: string };

/** At most this much has to be seen: a tar header. */
export const HEAD_BYTES_MAX = TAR_BLOCK_BYTES;

interface Magic {
  /** A character a byte. */
  readonly starts: readonly string[];
  /** Further bytes, at the fifth. */
  readonly fifth?: string;
  readonly container: Container;
}

const unpack = (what: string, command: string, verb = 'unpack'): Container => ({
  kind: 'unreadable',
  reason: `it is ${what}: ${verb} it (${command}) and sync the result`,
});
const rewrite = (what: string): Container => ({
  kind: 'unreadable',
  reason: `it is ${what}, made by another program: sync the log objects that S3 delivered, or turn its rows back into log lines`,
});

// biome-ignore format: a table, one row a kind of file
const MAGICS: readonly Magic[] = [
  { starts: ['\x1f\x8b'], container: { kind: 'gzip' } },
  // A frame, or one that is skipped: parallel programs begin with it.
  { starts: ['\x28\xb5\x2f\xfd', ...Array.from({ length: 16 }, (_, at) => `${String.fromCharCode(0x50 + at)}\x2a\x4d\x18`)], container: { kind: 'zstd' } },
  { starts: ['BZh'], fifth: '1AY&SY', container: unpack('a bzip2 file', 'bunzip2') },
  { starts: ['\xfd7zXZ\0'], container: unpack('an xz file', 'unxz') },
  { starts: ['PK\x03\x04', 'PK\x05\x06', 'PK\x07\x08'], container: unpack('a zip archive', 'unzip') },
  { starts: ['7z\xbc\xaf\x27\x1c'], container: unpack('a 7z archive', '7z x') },
  { starts: ['Rar!\x1a\x07'], container: unpack('a RAR archive', 'unrar x') },
  { starts: ['\x04\x22\x4d\x18'], container: unpack('an lz4 file', 'lz4 -d') },
  { starts: ['\xff\x06\0\0sNaPpY'], container: unpack('a snappy file', 'snzip -d') },
  { starts: ['\x1f\x9d'], container: unpack('a compress (.Z) file', 'gzip -d') },
  { starts: ['LZIP'], container: unpack('an lzip file', 'lzip -d') },
  { starts: ['PAR1'], container: rewrite('a Parquet file') },
  { starts: ['Obj\x01'], container: rewrite('an Avro file') },
];

/** `isAll`: nothing follows. Null: more bytes are needed to tell. */
export function tellContainer(head: Buffer, isAll: boolean): Container | null {
  const start = head.toString('latin1', 0, 10);
  for (const { starts, fifth = '', container } of MAGICS)
    if (starts.some((magic) => start.startsWith(magic)) && start.startsWith(fifth, 4))
      return container;
  if (!isAll && head.length < HEAD_BYTES_MAX) return isText(head) ? { kind: 'plain' } : null;
  if (head.length >= TAR_BLOCK_BYTES && readTarHeader(head) !== null) return { kind: 'tar' };
  return isUtf16(head)
    ? unpack('UTF-16 text', 'iconv -f UTF-16 -t UTF-8', 'convert')
    : { kind: 'plain' };
}

/** A line end and no NUL before it: a stream of lines is not held back until there are 512 bytes. */
function isText(head: Buffer): boolean {
  const lineEnd = head.indexOf(0x0a);
  return lineEnd >= 0 && !head.subarray(0, lineEnd).includes(0);
}

/** Pairs of an ASCII character and NUL that prove it without a byte order mark. */
const UTF16_PAIRS = 8;

function isUtf16(head: Buffer): boolean {
  const mark = head.toString('latin1', 0, 2);
  const isMarked = mark === '\xff\xfe' || mark === '\xfe\xff';
  const from = isMarked ? 2 : 0;
  const pairs = isMarked ? 1 : UTF16_PAIRS;
  if (head.length < from + 2 * pairs) return false;
  const isPair = (low: number, high: number): boolean =>
    low !== undefined && low > 0 && low < 0x80 && high === 0;
  return [0, 1].some((lowAt) =>
    Array.from({ length: pairs }, (_, pair) => from + 2 * pair).every((at) =>
      isPair(head[at + lowAt] ?? 0, head[at + 1 - lowAt] ?? 1),
    ),
  );
}
