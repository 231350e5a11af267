/** Folders and extension of a decoded key, from its bytes. */
import { ByteText, type ByteWriter } from '../core/byte-writer.ts';
import { foldersOf } from '../enrich/key-parts.ts';
import { ByteCache } from './byte-cache.ts';
import { foldersText, memberStart } from './member-text.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
const QUOTE = 0x22;
const EXTENSION_MAX = 16;
const LOWER_CASE = 0x20;
const NONE = -1;

const FOLDERS_REMEMBERED_MAX = 16_384;
const FOLDERS_BYTES_MAX = 8 * 1_024 * 1_024;
const EXTENSION = new ByteText(memberStart('extension'));

export class KeyParts {
  /** By all of the key up to its last slash: nothing behind it makes a folder. */
  readonly #folders = new ByteCache(FOLDERS_REMEMBERED_MAX, FOLDERS_BYTES_MAX);
  #entry = NONE;
  #nameStart = 0;
  #lastDot = NONE;

  read(view: DataView, start: number, end: number): void {
    let at = end;
    let lastDot = NONE;
    for (; at > start; at -= 1) {
      const byte = view.getUint8(at - 1);
      if (byte === SLASH) break;
      if (byte === DOT && lastDot === NONE) lastDot = at - 1;
    }
    this.#nameStart = at;
    this.#lastDot = lastDot;
    this.#entry = at === start ? NONE : this.#entryOf(view, start, at);
  }

  #entryOf(view: DataView, start: number, end: number): number {
    const known = this.#folders.find(view, start, end);
    if (known >= 0) return known;
    const path = Buffer.from(view.buffer, view.byteOffset + start, end - start).toString('utf8');
    return this.#folders.add(view, start, end, [foldersText(foldersOf(path))], undefined);
  }

  /** Of the key that was read. */
  write(view: DataView, end: number, to: ByteWriter): void {
    if (this.#entry !== NONE) this.#folders.write(this.#entry, 0, to);
    const start = this.#lastDot + 1;
    // A name that starts with its only dot, such as `.htaccess`, is all name.
    if (this.#lastDot <= this.#nameStart || !isExtension(view, start, end)) return;
    to.text(EXTENSION);
    for (let at = start; at < end; at += 1) to.byte(view.getUint8(at) | LOWER_CASE); // letters and digits
    to.byte(QUOTE);
  }
}

function isExtension(view: DataView, start: number, end: number): boolean {
  if (end === start || end - start > EXTENSION_MAX) return false;
  for (let at = start; at < end; at += 1) {
    const byte = view.getUint8(at);
    const isDigit = byte >= 0x30 && byte <= 0x39;
    const letter = byte | LOWER_CASE;
    if (!isDigit && !(letter >= 0x61 && letter <= 0x7a)) return false;
  }
  return true;
}
