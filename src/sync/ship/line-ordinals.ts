/**
 * How often each line without a request id was met in one log object: its ordinal is a part of its
 * identity. Most such lines are met once, and a log object may have millions, so they are kept by
 * hash in one table of 16 bytes a slot: a Map of strings takes 115 bytes a line.
 *
 * Two lines would be taken for one where the first 96 bits of their SHA-256 are equal. That is much
 * rarer than what the identity allows itself (72 bits): 2⁻⁹⁶ a pair, 2⁻⁵² for a table that is full.
 */
import { hash } from 'node:crypto';
import { formatCount } from '../../core/format.ts';
import { ContentError } from '../../source/content/content.ts';

/** In one log object, or in one member of an archive: 2²³ slots, 128 MiB, 192 while it is doubled. */
export const DISTINCT_LINES_MAX = 6_000_000;

/** Of a slot: three for the hash, one for how often the line was met; 0: the slot is free. */
const WORDS = 4;
const COUNT = 3;
const SLOTS_FIRST = 64;
/** In quarters; above it the table is doubled. */
const FULL_QUARTERS = 3;

export class LineOrdinals {
  readonly #distinctMax: number;
  #words: Uint32Array | null = null; // most log objects have no such line
  #distinct = 0;

  constructor(distinctMax: number) {
    this.#distinctMax = distinctMax;
  }

  /** 0 for the first of equal lines, then 1 and so on. `line` is latin-1. @throws ContentError `too_large` */
  next(line: string): number {
    const digest = hash('sha256', Buffer.from(line, 'latin1'), 'hex'); // a Buffer of it costs half more
    const wanted = [wordOf(digest, 0), wordOf(digest, 1), wordOf(digest, 2)] as const;
    let words = this.#words ?? new Uint32Array(SLOTS_FIRST * WORDS);
    if (this.#distinct * 4 >= (words.length / WORDS) * FULL_QUARTERS) words = doubled(words);
    this.#words = words;
    const at = findSlot(words, ...wanted);
    const met = words[at + COUNT] ?? 0;
    if (met === 0) {
      if (this.#distinct >= this.#distinctMax) throw tooMany(this.#distinctMax);
      this.#distinct += 1;
      words.set(wanted, at);
    }
    words[at + COUNT] = met + 1;
    return met;
  }

  /** Other lines come: those of another member, or all of them again. */
  clear(): void {
    this.#words = null; // to be made small again: an archive may have a million members
    this.#distinct = 0;
  }
}

const wordOf = (digest: string, at: number): number =>
  Number.parseInt(digest.slice(at * 8, at * 8 + 8), 16);

/** Where the slot of a hash begins, or the free one where it belongs. */
function findSlot(words: Uint32Array, first: number, second: number, third: number): number {
  const mask = words.length - 1; // a power of two
  let at = (first * WORDS) & mask;
  while (
    words[at + COUNT] !== 0 &&
    (words[at] !== first || words[at + 1] !== second || words[at + 2] !== third)
  )
    at = (at + WORDS) & mask;
  return at;
}

function doubled(words: Uint32Array): Uint32Array {
  const larger = new Uint32Array(words.length * 2);
  for (let from = 0; from < words.length; from += WORDS) {
    if (words[from + COUNT] === 0) continue;
    const to = findSlot(larger, words[from] ?? 0, words[from + 1] ?? 0, words[from + 2] ?? 0);
    larger.set(words.subarray(from, from + WORDS), to);
  }
  return larger;
}

const tooMany = (distinctMax: number): ContentError =>
  new ContentError(
    'too_large',
    `it has more than ${formatCount(distinctMax)} different lines without a request id, which are ` +
      'told apart by counting them in one file: split it (docs/reference.md, "How records are identified")',
  );
