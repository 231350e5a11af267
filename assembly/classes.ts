/**
 * Classes of bytes, as bits: src/transcode/byte-class.ts has the meanings. Sixteen bytes are looked up at
 * once: a class is a table of sixteen rows, one for each low half of a byte, of eight bits, one for each
 * high half of ASCII. Up to fifteen bytes behind the end are read.
 */

export const C_TOKEN: i32 = 1;
export const C_KEY: i32 = 2;
export const C_QUOTED: i32 = 4;
export const C_HOST_ID: i32 = 8;
export const C_ENCODED: i32 = 16;
export const C_PARAMETER: i32 = 32;
export const C_QUESTION_MARK: i32 = 64;
export const C_AGENT: i32 = 128;

const CLASSES: i32 = 8;
const AT_ONCE: usize = 16;
const ASCII: i32 = 0x80;
const LOW_HALF: i32 = 0x0f;

const classes = memory.data(256);
const tables = memory.data(8 * 16);

export function setClass(byte: i32, bits: i32): void {
  store<u8>(classes + <usize>byte, <u8>bits);
  if (byte >= ASCII) return; // of no class
  for (let number = 0; number < CLASSES; number += 1) {
    const row = tables + <usize>number * AT_ONCE + <usize>(byte & LOW_HALF);
    if (((bits >> number) & 1) == 1) store<u8>(row, <u8>(<i32>load<u8>(row) | (1 << (byte >> 4))));
  }
}

export function isOf(byte: i32, bits: i32): bool {
  return ((<i32>load<u8>(classes + <usize>byte)) & bits) != 0;
}

/** Of sixteen bytes those that are not of the class, as bits from the lowest. */
// @ts-ignore: decorator
@inline
function othersAt(place: usize, table: v128): i32 {
  const bytes = v128.load(place);
  const half = i8x16.splat(<i8>LOW_HALF);
  const rows = i8x16.swizzle(table, v128.and(bytes, half));
  const bit = i8x16.swizzle(i8x16(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0), v128.and(i16x8.shr_u(bytes, 4), half));
  return i8x16.bitmask(i8x16.eq(v128.and(rows, bit), i8x16.splat(0)));
}

/** Where the first byte stands that is not of the class; `end`: all are. */
export function endOfRun(start: usize, end: usize, bits: i32): usize {
  const table = v128.load(tables + <usize>ctz(bits) * AT_ONCE);
  for (let place = start; place < end; place += AT_ONCE) {
    const others = othersAt(place, table);
    if (others != 0) {
      const found = place + <usize>ctz(others);
      return found < end ? found : end;
    }
  }
  return end;
}

/** Is one byte or more of the class. */
export function holds(start: usize, end: usize, bits: i32): bool {
  const table = v128.load(tables + <usize>ctz(bits) * AT_ONCE);
  for (let place = start; place < end; place += AT_ONCE) {
    let found = ~othersAt(place, table) & 0xffff;
    if (end - place < AT_ONCE) found &= (1 << <i32>(end - place)) - 1;
    if (found != 0) return true;
  }
  return false;
}
