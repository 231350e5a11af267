/** Tar archives written by hand, in the forms that are met; an independent second writing of them. */
export interface TarFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Of the header; `0` is a file. */
  readonly type?: string;
}

export type TarForm = 'v7' | 'ustar' | 'gnu' | 'pax';

const BLOCK = 512;
const END = Buffer.alloc(2 * BLOCK);

export function makeTar(files: readonly TarFile[], form: TarForm = 'ustar'): Buffer {
  return Buffer.concat([...files.flatMap((file) => entryOf(file, form)), END]);
}

function entryOf({ name, bytes, type = '0' }: TarFile, form: TarForm): Buffer[] {
  const isLong = Buffer.byteLength(name) > 100;
  const entry = [headerOf(name, bytes.length, type, form), padded(bytes)];
  if (!isLong || form === 'v7' || form === 'ustar') return entry;
  const text = form === 'gnu' ? `${name}\0` : paxRecord('path', name);
  const about = Buffer.from(text);
  const kind = form === 'gnu' ? 'L' : 'x';
  return [headerOf('@long', about.length, kind, form), padded(about), ...entry];
}

export function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  if (String(length).length > String(bytes).length) length = bytes + String(length).length;
  return `${length}${rest}`;
}

export function headerOf(name: string, size: number, type: string, form: TarForm): Buffer {
  const header = Buffer.alloc(BLOCK);
  const cut = form === 'ustar' && name.length > 100 ? name.indexOf('/', name.length - 101) : -1;
  header.write(name.slice(cut + 1), 0, 100);
  header.write('0000644\0', 100);
  header.write(`${size.toString(8).padStart(11, '0')} `, 124);
  header.write('15100000000 ', 136);
  header.write(type, 156);
  if (form === 'ustar' || form === 'pax') header.write('ustar\x0000', 257);
  if (form === 'gnu') header.write('ustar  \0', 257);
  if (cut > 0) header.write(name.slice(0, cut), 345, 155);
  return withChecksum(header);
}

export function withChecksum(header: Buffer): Buffer {
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((BLOCK - (bytes.length % BLOCK)) % BLOCK)]);
}
