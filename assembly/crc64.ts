/**
 * CRC-64/NVME, a module of its own: eight bytes a step, each looked up for its place in the step. A step
 * waits for the one before; so four parts are summed side by side, and their sums put together.
 */
const POLYNOMIAL: u64 = 0x9a6c9329ac4bc9b5; // reversed
const STEP: usize = 8;
/** 256 remainders of eight bytes, for the last place of a step, the one before, and so on to the first. */
const TABLE_BYTES: usize = 256 * 8;
/** In the first page of the memory, which is free; as data of the module they would make it larger. */
const tables: usize = 4_096;
const POWERS: usize = 32;
/** x to the power of 8, 16, 32 and so on: what so many bytes behind it make of a sum. */
const powers: usize = tables + 8 * TABLE_BYTES;
const ONE: u64 = 1 << 63; // the highest bit is x to the power of 0
const result: usize = powers + POWERS * 8;
/** Shorter ones are summed sooner than parts are put together. */
const PARTED_MIN: usize = 1_024;

let sum: u64 = 0;

export function makeTables(): void {
  for (let byte: usize = 0; byte < 256; byte += 1) {
    let rest: u64 = byte;
    for (let place: usize = 0; place < STEP; place += 1) {
      for (let bit = 0; bit < 8; bit += 1) rest = (rest >> 1) ^ (POLYNOMIAL & (0 - (rest & 1)));
      store<u64>(tables + place * TABLE_BYTES + byte * 8, rest);
    }
  }
  let power = ONE >> 8;
  for (let at: usize = 0; at < POWERS; at += 1) {
    store<u64>(powers + at * 8, power);
    power = product(power, power);
  }
}

/** Of polynomials, modulo that of the checksum. */
function product(a: u64, b: u64): u64 {
  let sums: u64 = 0;
  let left = a;
  let shifted = b;
  for (let bit = 0; bit < 64; bit += 1) {
    sums ^= shifted & (0 - (left >> 63));
    left <<= 1;
    shifted = (shifted >> 1) ^ (POLYNOMIAL & (0 - (shifted & 1)));
  }
  return sums;
}

/** What so many bytes behind it make of a sum, as a factor. */
function factorOf(bytes: usize): u64 {
  let factor = ONE;
  for (let at: usize = 0; bytes >> at != 0; at += 1)
    if (((bytes >> at) & 1) == 1) factor = product(factor, load<u64>(powers + at * 8));
  return factor;
}

function remainder(place: usize, byte: u64): u64 {
  return load<u64>(tables + place * TABLE_BYTES + <usize>(byte & 0xff) * 8);
}

export function begin(): void {
  sum = ~0;
}

// @ts-ignore: decorator
@inline
function step(rest: u64, at: usize): u64 {
  const bytes = rest ^ load<u64>(at);
  return (
    remainder(7, bytes) ^ remainder(6, bytes >> 8) ^ remainder(5, bytes >> 16) ^ remainder(4, bytes >> 24) ^
    remainder(3, bytes >> 32) ^ remainder(2, bytes >> 40) ^ remainder(1, bytes >> 48) ^ remainder(0, bytes >> 56)
  );
}

export function add(start: usize, end: usize): void {
  let at = start;
  if (end - start >= PARTED_MIN) at = addParts(start, end);
  let rest = sum;
  for (; at + STEP <= end; at += STEP) rest = step(rest, at);
  for (; at < end; at += 1) rest = (rest >> 8) ^ remainder(0, rest ^ load<u8>(at));
  sum = rest;
}

/** Four parts of equal length. Returns where they end. */
function addParts(start: usize, end: usize): usize {
  const length = ((end - start) >> 2) & ~(STEP - 1);
  let first = sum;
  let second: u64 = 0;
  let third: u64 = 0;
  let fourth: u64 = 0;
  for (let at = start; at < start + length; at += STEP) {
    first = step(first, at);
    second = step(second, at + length);
    third = step(third, at + 2 * length);
    fourth = step(fourth, at + 3 * length);
  }
  const factor = factorOf(length);
  sum = product(product(product(first, factor) ^ second, factor) ^ third, factor) ^ fourth;
  return start + 4 * length;
}

/** Where the sum lies: eight bytes, the highest first. */
export function finish(): usize {
  store<u64>(result, bswap<u64>(~sum));
  return result;
}
