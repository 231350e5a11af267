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

/** By words of eight bytes; up to seven too many are written, over which the next piece lies. */
export function copy(start: usize, end: usize): void {
  let to = out;
  out = to + (end - start);
  for (let at = start; at < end; at += 8) {
    store<u64>(to, load<u64>(at));
    to += 8;
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

export function isEqual(a: usize, b: usize, length: i32): bool {
  if (length < 8) {
    for (let at = 0; at < length; at += 1)
      if (load<u8>(a + at) != load<u8>(b + at)) return false;
    return true;
  }
  const last = length - 8;
  for (let at = 0; at < last; at += 8)
    if (load<u64>(a + at) != load<u64>(b + at)) return false;
  return load<u64>(a + last) == load<u64>(b + last);
}

/** `salt` tells apart the same bytes in different fields. */
export function hashOf(start: usize, length: i32, salt: i32): u32 {
  let hash: u64 = 0x9e3779b97f4a7c15 ^ (<u64>length << 8) ^ <u64>salt;
  const end = start + length;
  if (length < 8) {
    for (let at = start; at < end; at += 1) hash = (hash ^ load<u8>(at)) * 0xff51afd7ed558ccd;
  } else {
    for (let at = start; at + 8 <= end; at += 8) {
      hash = (hash ^ load<u64>(at)) * 0xff51afd7ed558ccd;
      hash ^= hash >> 32;
    }
    hash = (hash ^ load<u64>(end - 8)) * 0xff51afd7ed558ccd;
  }
  return <u32>(hash ^ (hash >> 29));
}
