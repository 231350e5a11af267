/** Folders and extension of a decoded key, copied from where they stand in it. */
import { ByteText, type ByteWriter } from '../core/byte-writer.ts';
import { memberStart } from './member-text.ts';

const SLASH = 0x2f;
const DOT = 0x2e;
const QUOTE = 0x22;
const EXTENSION_MAX = 16;
const FOLDERS_MAX = 4;
const LOWER_CASE = 0x20;

const FOLDERS = (['folder', 'folder2', 'folder3', 'folder4'] as const).map(
  (name) => new ByteText(memberStart(name)),
);
const EXTENSION = new ByteText(memberStart('extension'));

/** Where the slashes of a key stand, as far as they make folders. */
export class KeyParts {
  readonly #slashes = new Int32Array(FOLDERS_MAX);
  #folders = 0;
  #lastSlash = 0;
  #lastDot = 0;

  /** False: slashes at the start or in a row mean something else. */
  read(view: DataView, start: number, end: number): boolean {
    let folders = 0;
    let lastSlash = start - 1;
    let lastDot = -1;
    for (let at = start; at < end; at += 1) {
      const byte = view.getUint8(at);
      if (byte === DOT) lastDot = at;
      if (byte !== SLASH) continue;
      if (at === lastSlash + 1) return false;
      lastSlash = at;
      if (folders < FOLDERS_MAX) this.#slashes[folders] = at;
      folders += 1;
    }
    this.#folders = Math.min(folders, FOLDERS_MAX);
    this.#lastSlash = lastSlash;
    this.#lastDot = lastDot;
    return true;
  }

  /** Of the key that was read. */
  write(view: DataView, start: number, end: number, to: ByteWriter): void {
    for (let folder = 0; folder < this.#folders; folder += 1) {
      const name = FOLDERS[folder];
      if (name === undefined) return;
      to.text(name);
      to.copy(view, start, this.#slashes[folder] ?? start);
      to.byte(QUOTE);
    }
    // A name that starts with its only dot, such as `.htaccess`, is all name.
    if (this.#lastDot <= this.#lastSlash + 1 || !isExtension(view, this.#lastDot + 1, end)) return;
    to.text(EXTENSION);
    for (let at = this.#lastDot + 1; at < end; at += 1) to.byte(lowerCase(view.getUint8(at)));
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

/** Of a letter or a digit, whose bit of lower case is set. */
const lowerCase = (byte: number): number => byte | LOWER_CASE;
