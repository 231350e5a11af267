/**
 * Randomness that is the same on every machine: a small generator (sfc32) seeded by a name. Every
 * actor owns its stream, so that a change to one of them leaves the lines of all others alone.
 */
const HEX = '0123456789ABCDEF';
const BASE_36 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

export interface Random {
  /** At least 0, below 1. */
  next(): number;
  /** A whole number, both ends included. */
  int(min: number, max: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A new list in another order. */
  shuffle<T>(list: readonly T[]): T[];
  bytes(count: number): Buffer;
  hex(length: number): string;
  base36(length: number): string;
}

export function randomFor(name: string): Random {
  const next = makeGenerator(name);
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(list: readonly T[]): T => {
    const chosen = list[int(0, list.length - 1)];
    if (chosen === undefined) throw new Error('Cannot pick from an empty list');
    return chosen;
  };
  const token = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet[int(0, alphabet.length - 1)]).join('');
  return {
    next,
    int,
    pick,
    chance: (probability) => next() < probability,
    shuffle: (list) =>
      list
        .map((value) => ({ value, order: next() }))
        .sort((a, b) => a.order - b.order)
        .map(({ value }) => value),
    bytes: (count) => Buffer.from(Array.from({ length: count }, () => int(0, 255))),
    hex: (length) => token(HEX, length),
    base36: (length) => token(BASE_36, length),
  };
}

/** sfc32, chosen because it needs only 32-bit integer steps: no engine can round them apart. */
function makeGenerator(name: string): () => number {
  let [a, b, c, counter] = [hash(`${name}/a`), hash(`${name}/b`), hash(`${name}/c`), 1];
  const step = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
  // The first outputs still show the seed.
  for (let warmUp = 0; warmUp < 16; warmUp += 1) step();
  return step;
}

/** FNV-1a. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const byte of Buffer.from(text)) value = Math.imul(value ^ byte, 0x01000193);
  return value | 0;
}
