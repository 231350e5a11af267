/** Copies, comparisons and hashes of pieces of linear memory. */

/** Where the next byte of the document goes. */
export let out: usize = 0;

export function startAt(at: usize): void {
  out = at;
}

export function byte(value: i32): void {
  store<u8>(out, <u8>value);
  out += 1;
}

/** Sixteen bytes at a time; up to fifteen too many are written, over which the next piece lies. */
export function copy(start: usize, end: usize): void {
  let to = out;
  out = to + (end - start);
  for (let at = start; at < end; at += 16) {
    v128.store(to, v128.load(at));
    to += 16;
  }
}

export function integer(value: u32): void {
  let digits = 1;
  for (let power: u64 = 10; power <= <u64>value; power *= 10) digits += 1;
  let rest = value;
  for (let at = out + digits - 1; at >= out; at -= 1) {
    const next = rest / 10;
    store<u8>(at, <u8>(0x30 + (rest - next * 10)));
    rest = next;
  }
  out += digits;
}

/** Up to fifteen bytes behind the ends are read. */
export function isEqual(a: usize, b: usize, length: i32): bool {
  let at: usize = 0;
  for (; <i32>at + 16 <= length; at += 16)
    if (v128.any_true(v128.xor(v128.load(a + at), v128.load(b + at)))) return false;
  const rest = length - <i32>at;
  const same = i8x16.bitmask(i8x16.eq(v128.load(a + at), v128.load(b + at)));
  return (~same & ((1 << rest) - 1)) == 0;
}

const FACTOR: u64 = 0xff51afd7ed558ccd;

/** `salt` tells apart the same bytes in different fields. */
export function hashOf(start: usize, length: i32, salt: i32): u32 {
  let hash: u64 = 0x9e3779b97f4a7c15 ^ (<u64>length << 8) ^ <u64>salt;
  const end = start + length;
  if (length < 8) {
    for (let at = start; at < end; at += 1) hash = (hash ^ load<u8>(at)) * FACTOR;
    return <u32>(hash ^ (hash >> 29));
  }
  // Two at a time: a product waits for the one before.
  let other: u64 = FACTOR;
  let at = start;
  for (; at + 16 <= end; at += 16) {
    hash = (hash ^ load<u64>(at)) * FACTOR;
    other = (other ^ load<u64>(at + 8)) * FACTOR;
    hash ^= hash >> 32;
    other ^= other >> 32;
  }
  if (at + 8 <= end) hash = (hash ^ load<u64>(at)) * FACTOR;
  hash ^= hash >> 32;
  hash = (hash ^ load<u64>(end - 8)) * FACTOR;
  hash = (hash ^ (hash >> 32) ^ other) * FACTOR;
  return <u32>(hash ^ (hash >> 29));
}
