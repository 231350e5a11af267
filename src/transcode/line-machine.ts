/**
 * The WebAssembly of assembly/, and its memory: where the texts, the lines, a document and the cache lie.
 * What it does not know yet it asks for, line by line.
 */
import { WebAssembly } from '../core/web-assembly.ts';
import { PRIVATE } from '../enrich/origin-of.ts';
import { CLASSES } from './byte-class.ts';
import type { Entry } from './line-texts.ts';
import { LINE_WASM } from './line-wasm.ts';

const PAGE_BYTES = 65_536;
const MIB = 1_024 * 1_024;
/** Below lies what the compiler placed: assembly/ has less than a page of it. */
const TEXTS = PAGE_BYTES;
const INPUT = 4 * PAGE_BYTES;
/** A slice of a log object, or a line. */
export const INPUT_BYTES = 512 * 1_024;
const OUTPUT = INPUT + INPUT_BYTES + PAGE_BYTES;
const OUTPUT_BYTES = 256 * 1_024;
const SLOTS = OUTPUT + OUTPUT_BYTES;
const SLOT_BYTES = MIB;
const HEAP = SLOTS + SLOT_BYTES;
/** Sixteen bytes are read and copied at once, up to fifteen too many. */
const SLACK_BYTES = 64;
/** UTF-8 needs at most three bytes for a UTF-16 unit. */
const UTF8_BYTES_PER_UNIT_MAX = 3;
/** What the entries of one line take at most: they have to be there all at once. */
const LINE_ENTRIES_BYTES = 256 * 1_024;
const MISSING = -1;

interface Exports {
  openCache(slots: number, heap: number): void;
  clearCache(): void;
  heapEnd(): number;
  setClass(byte: number, bits: number): void;
  setText(index: number, start: number, end: number): void;
  setPrivate(octet: number): void;
  configure(keepHostId: boolean, knowsAddresses: boolean): void;
  encode(start: number, end: number, to: number, lineNumber: number): number;
  missingField(): number;
  missingStart(): number;
  missingEnd(): number;
  textsAt(): number;
  addEntry(first: number, second: number, third: number, number: number): number;
  timeAt(): number;
}

export interface MachineOptions {
  readonly keepHostId: boolean;
  /** Files or ranges say more of an address than its bytes do. */
  readonly knowsAddresses: boolean;
  /** Pieces of memory, as they lie there. */
  readonly isSecretFree: (view: DataView, start: number, end: number) => boolean;
  readonly isHostIdFree: (text: string) => boolean;
  /** Makes what is missing of a field; `bytes` are valid during the call. */
  readonly make: (field: number, bytes: Buffer) => Entry;
  /** The cache starts again: all numbers are void. */
  readonly onClear: () => void;
  /** Bytes that the cache may take; at least what a line needs. */
  readonly cacheBytesMax: number;
}

let compiled: object | null = null;

export class LineMachine {
  readonly #options: MachineOptions;
  readonly #memory = new WebAssembly.Memory({ initial: Math.ceil((HEAP + MIB) / PAGE_BYTES) });
  readonly #exports: Exports;
  #bytes = Buffer.from(this.#memory.buffer);
  #view = new DataView(this.#memory.buffer);
  readonly #timeAt: number;
  #textsEnd = TEXTS;

  constructor(options: MachineOptions) {
    this.#options = options;
    compiled ??= new WebAssembly.Module(Buffer.from(LINE_WASM, 'base64'));
    const index = {
      isSecretFree: (start: number, end: number) => options.isSecretFree(this.#view, start, end),
      isHostIdFree: (start: number, end: number) =>
        options.isHostIdFree(this.#bytes.toString('latin1', start, end)),
    };
    const { exports } = new WebAssembly.Instance(compiled, { env: { memory: this.#memory }, index }); // biome-ignore format: one line
    this.#exports = exports as Exports; // assembly/index.ts
    this.#timeAt = this.#exports.timeAt();
    for (const [byte, bits] of CLASSES.entries()) this.#exports.setClass(byte, bits);
    for (const network of PRIVATE)
      if (!network.includes(':')) this.#exports.setPrivate(Number.parseInt(network, 10));
    this.#exports.configure(options.keepHostId, options.knowsAddresses);
    this.#exports.openCache(SLOTS, HEAP);
  }

  /** Texts that stay, by their number in assembly/texts.ts. */
  setTexts(first: number, texts: readonly string[]): void {
    for (const [at, text] of texts.entries()) {
      const start = this.#textsEnd;
      this.#textsEnd += this.#bytes.write(text, start, 'utf8') + SLACK_BYTES;
      this.#exports.setText(first + at, start, this.#textsEnd - SLACK_BYTES);
    }
  }

  /** Texts that change, behind those that stay. @throws RangeError where they are too long */
  replaceTexts(first: number, texts: readonly string[]): void {
    let start = this.#textsEnd;
    for (const [at, text] of texts.entries()) {
      if (start + text.length * UTF8_BYTES_PER_UNIT_MAX + SLACK_BYTES > INPUT) throw new RangeError(`a text has ${text.length} characters`); // biome-ignore format: one line
      const end = start + this.#bytes.write(text, start, 'utf8');
      this.#exports.setText(first + at, start, end);
      start = end + SLACK_BYTES;
    }
  }

  /** From now on these bytes lie at `inputAt`. @throws RangeError where there are more than INPUT_BYTES */
  load(bytes: Buffer, start: number, end: number): void {
    if (end - start > INPUT_BYTES) throw new RangeError(`${end - start} bytes are too many`);
    bytes.copy(this.#bytes, INPUT, start, end);
  }

  /** Length of the document, which lies in `bytes` at `documentAt`; 0: it takes the readable way. */
  encode(start: number, end: number, lineNumber: number): number {
    for (;;) {
      const length = this.#exports.encode(start, end, OUTPUT, lineNumber);
      if (length !== MISSING) return length;
      this.#fill();
    }
  }

  get bytes(): Buffer {
    return this.#bytes;
  }

  readonly inputAt = INPUT;
  readonly documentAt = OUTPUT;

  /** Of the line that was encoded last. */
  get day(): number {
    return this.#view.getInt32(this.#timeAt, true);
  }

  get second(): number {
    return this.#view.getInt32(this.#timeAt + 4, true);
  }

  #fill(): void {
    const { missingField, missingStart, missingEnd, textsAt, addEntry } = this.#exports;
    const [start, end] = [missingStart(), missingEnd()];
    const heapMax = Math.max(this.#options.cacheBytesMax, LINE_ENTRIES_BYTES);
    if (this.#exports.heapEnd() - HEAP > heapMax) {
      this.#clear(); // before anything is made: it may be given a number
      return; // the line asks again, from its first field
    }
    const { texts, number } = this.#options.make(missingField(), this.#bytes.subarray(start, end));
    const units = texts.reduce((sum, text) => sum + text.length, end - start);
    this.#makeRoom(this.#exports.heapEnd() + units * UTF8_BYTES_PER_UNIT_MAX + 2 * SLACK_BYTES);
    let at = textsAt();
    const lengths = [0, 0, 0];
    for (const [text, written] of texts.entries()) {
      lengths[text] = this.#bytes.write(written, at, 'utf8');
      at += lengths[text] ?? 0;
    }
    if (addEntry(lengths[0] ?? 0, lengths[1] ?? 0, lengths[2] ?? 0, number) === 0) this.#clear();
  }

  #clear(): void {
    this.#exports.clearCache();
    this.#options.onClear();
  }

  #makeRoom(bytes: number): void {
    const missing = bytes - this.#bytes.length;
    if (missing <= 0) return;
    this.#memory.grow(Math.ceil(Math.max(missing, MIB) / PAGE_BYTES));
    this.#bytes = Buffer.from(this.#memory.buffer);
    this.#view = new DataView(this.#memory.buffer);
  }
}
