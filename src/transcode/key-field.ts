/**
 * The key of an ordinary line, copied from the line, or decoded as parse/decode-key.ts does it, where
 * no text that is made of it needs an escape and nothing in it may be secret.
 */
import { isUtf8 } from 'node:buffer';
import { ByteText, type ByteWriter } from '../core/byte-writer.ts';
import { decodeForm } from '../core/decode-form.ts';
import { CLASSES, ENCODED, PARAMETER, QUOTED } from './byte-class.ts';
import { KeyParts } from './key-parts.ts';
import { FIELD, type LineFields } from './line-fields.ts';
import { memberStart } from './member-text.ts';

const QUOTE = 0x22;
const APOSTROPHE = 0x27;
const ASCII_MAX = 0x7f;

const KEY = new ByteText(memberStart('key'));
const KEY_LOGGED = new ByteText(memberStart('key_logged'));

export class KeyField {
  readonly #parts = new KeyParts();
  readonly #decoded: Buffer;
  readonly #decodedView: DataView;
  /** Of the key that was read. */
  #view: DataView;
  #start = 0;
  #end = 0;
  #isDecoded = false;

  constructor(bytesMax: number) {
    this.#decoded = Buffer.allocUnsafeSlow(bytesMax);
    this.#decodedView = new DataView(this.#decoded.buffer);
    this.#view = this.#decodedView;
  }

  /** False: the key takes the readable way. `isEncodedOnce`: parse/decode-key.ts. */
  read(line: LineFields, isEncodedOnce: boolean): boolean {
    const classes = line.classes[FIELD.key] ?? 0;
    this.#isDecoded = (classes & ENCODED) !== 0;
    if (this.#isDecoded) {
      if (!this.#decode(line, isEncodedOnce)) return false;
    } else {
      if ((classes & PARAMETER) !== 0) return false;
      this.#view = line.view;
      this.#start = line.starts[FIELD.key] ?? 0;
      this.#end = line.ends[FIELD.key] ?? 0;
    }
    this.#parts.read(this.#view, this.#start, this.#end);
    return true;
  }

  write(line: LineFields, to: ByteWriter): void {
    to.text(KEY);
    to.copy(this.#view, this.#start, this.#end);
    to.byte(QUOTE);
    if (!this.#isDecoded) return;
    to.text(KEY_LOGGED);
    to.copy(line.view, line.starts[FIELD.key] ?? 0, line.ends[FIELD.key] ?? 0);
    to.byte(QUOTE);
  }

  writeParts(to: ByteWriter): void {
    this.#parts.write(this.#view, this.#end, to);
  }

  #decode({ view, starts, ends }: LineFields, isEncodedOnce: boolean): boolean {
    const decoded = this.#decoded;
    const start = starts[FIELD.key] ?? 0;
    let length = (ends[FIELD.key] ?? 0) - start;
    for (let at = 0; at < length; at += 1) decoded[at] = view.getUint8(start + at);
    length = decodeForm(decoded, length);
    if (!isEncodedOnce) length = decodeForm(decoded, length);
    this.#view = this.#decodedView;
    this.#start = 0;
    this.#end = length;
    return this.#isPlain(length);
  }

  /**
   * Nothing is left to decode, and there is no `=` and no quote: then the logged form says nothing
   * secret either, however it is encoded (parse/redact.ts).
   */
  #isPlain(length: number): boolean {
    const decoded = this.#decoded;
    let isAscii = true;
    for (let at = 0; at < length; at += 1) {
      const byte = decoded[at] ?? 0;
      const found = CLASSES[byte] ?? 0;
      if (byte > ASCII_MAX) isAscii = false;
      else if ((found & QUOTED) === 0 || (found & PARAMETER) !== 0 || byte === APOSTROPHE)
        return false;
    }
    return isAscii || isUtf8(decoded.subarray(0, length));
  }
}
