/**
 * Pure: the 512 bytes before each member of a tar archive, in the forms that are met: v7, ustar, GNU
 * and pax. What it means for reading is in read-tar.ts.
 */
export const TAR_BLOCK_BYTES = 512;

export interface TarHeader {
  /**
   * `file`: its bytes are a log object's. `long_name`, `pax`: its bytes are about the next member.
   * `other`: passed over. `partial`: a part of a file, as sparse and multi-volume archives have it.
   */
  readonly kind: 'file' | 'long_name' | 'pax' | 'other' | 'partial';
  readonly name: string;
  readonly sizeBytes: number;
}

/** Links, devices, folders and pipes have no bytes, whatever size some programs write for them. */
const WITHOUT_BYTES = '123456';
const REGULAR = '\x000' + '7';

/** Null: this is no header. Its checksum tells. */
export function readTarHeader(block: Buffer): TarHeader | null {
  const checksum = readNumber(block, 148, 8);
  if (checksum === null || checksum !== sumOf(block)) return null;
  const sizeBytes = readNumber(block, 124, 12);
  if (sizeBytes === null) return null;
  const type = block.toString('latin1', 156, 157);
  const name = readName(block);
  return {
    kind: kindOf(type, name),
    name,
    sizeBytes: WITHOUT_BYTES.includes(type) ? 0 : sizeBytes,
  };
}

function kindOf(type: string, name: string): TarHeader['kind'] {
  if (type === 'L') return 'long_name';
  if (type === 'x' || type === 'X') return 'pax';
  if (type === 'S' || type === 'M') return 'partial';
  // v7 has no type for folders: their names end in a slash.
  if (REGULAR.includes(type)) return name.endsWith('/') ? 'other' : 'file';
  // POSIX: a type that is not known is a file; the upper-case letters and g are known to be none.
  return WITHOUT_BYTES.includes(type) || /[A-Zg]/.test(type) ? 'other' : 'file';
}

/** ustar splits long names in two; GNU uses that place for other things. */
function readName(block: Buffer): string {
  const name = readText(block, 0, 100);
  const isUstar = block.toString('latin1', 257, 263) === 'ustar\0';
  const prefix = isUstar ? readText(block, 345, 155) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Up to the first NUL. */
export function readText(bytes: Buffer, from: number, length: number): string {
  const field = bytes.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

const OCTAL = /^[0-7]*$/;

/** Octal digits, or the number itself behind a first byte of 0x80. Null: neither. */
function readNumber(block: Buffer, from: number, length: number): number | null {
  if (block[from] === 0x80) {
    let value = 0;
    for (const byte of block.subarray(from + 1, from + length)) value = value * 256 + byte;
    return Number.isSafeInteger(value) ? value : null;
  }
  const digits = block
    .toString('latin1', from, from + length)
    .replaceAll('\0', ' ')
    .trim();
  return OCTAL.test(digits) ? Number.parseInt(`0${digits}`, 8) : null;
}

/** Of all bytes, those of the checksum taken as blanks. An archive's end, all NUL, has none. */
function sumOf(block: Buffer): number {
  let sum = 8 * 0x20;
  for (let at = 0; at < TAR_BLOCK_BYTES; at += 1) if (at < 148 || at >= 156) sum += block[at] ?? 0;
  return sum;
}
