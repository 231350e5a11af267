/** The key of an ordinary line, its folders and extension: src/parse/decode-key.ts, src/enrich/key-parts.ts. */
import { find, writeText } from './cache';
import { C_ENCODED, C_PARAMETER, C_QUOTED, isOf } from './classes';
import { endOf, FOLDERS, has, KEY, startOf } from './fields';
import { byte, copy } from './memory';
import { K_EXTENSION, K_KEY, K_KEY_LOGGED, text } from './texts';

const QUOTE: i32 = 0x22;
const APOSTROPHE: i32 = 0x27;
const SLASH: i32 = 0x2f;
const DOT: i32 = 0x2e;
const PERCENT: i32 = 0x25;
const PLUS: i32 = 0x2b;
const SPACE: i32 = 0x20;
const EXTENSION_MAX: usize = 16;
const LOWER_CASE: i32 = 0x20;

/** No line is longer that comes here. */
const DECODED_MAX: usize = 2_048;
const decoded = memory.data(2_064); // sixteen more: so many are read at once
let start: usize = 0;
let end: usize = 0;
let isDecoded: bool = false;
let nameStart: usize = 0;
let lastDot: usize = 0;
let folders: usize = 0;

function hexDigit(digit: i32): i32 {
  if (digit >= 0x30 && digit <= 0x39) return digit - 0x30;
  const lower = digit | LOWER_CASE;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/** core/decode-form.ts, in place. */
function decodeForm(length: usize): usize {
  let to: usize = 0;
  for (let from: usize = 0; from < length; from += 1) {
    const b = <i32>load<u8>(decoded + from);
    const high = b == PERCENT && from + 2 < length ? hexDigit(load<u8>(decoded + from + 1)) : -1;
    const low = high == -1 ? -1 : hexDigit(load<u8>(decoded + from + 2));
    if (low != -1) {
      store<u8>(decoded + to, <u8>(high * 16 + low));
      from += 2;
    } else store<u8>(decoded + to, <u8>(b == PLUS ? SPACE : b));
    to += 1;
  }
  return to;
}

/** Well-formed, as RFC 3629 has it: no overlong form, no surrogate, nothing above U+10FFFF. */
function isUtf8(from: usize, to: usize): bool {
  let at = from;
  while (at < to) {
    const b = <u32>load<u8>(at);
    if (b < 0x80) {
      at += 1;
      continue;
    }
    let more = 0;
    let low: u32 = 0x80;
    let high: u32 = 0xbf;
    if (b >= 0xc2 && b <= 0xdf) more = 1;
    else if (b >= 0xe0 && b <= 0xef) {
      more = 2;
      if (b == 0xe0) low = 0xa0;
      if (b == 0xed) high = 0x9f;
    } else if (b >= 0xf0 && b <= 0xf4) {
      more = 3;
      if (b == 0xf0) low = 0x90;
      if (b == 0xf4) high = 0x8f;
    } else return false;
    if (at + <usize>more >= to) return false;
    const second = <u32>load<u8>(at + 1);
    if (second < low || second > high) return false;
    for (let next = 2; next <= more; next += 1)
      if ((load<u8>(at + <usize>next) & 0xc0) != 0x80) return false;
    at += 1 + <usize>more;
  }
  return true;
}

function isPlain(length: usize): bool {
  let isAscii = true;
  for (let at: usize = 0; at < length; at += 1) {
    const b = <i32>load<u8>(decoded + at);
    if (b > 0x7f) {
      isAscii = false;
      continue;
    }
    if (!isOf(b, C_QUOTED) || isOf(b, C_PARAMETER) || b == APOSTROPHE) return false;
  }
  return isAscii || isUtf8(decoded, decoded + length);
}

function decode(isEncodedOnce: bool): bool {
  const from = startOf(KEY);
  let length = endOf(KEY) - from;
  if (length > DECODED_MAX) return false;
  memory.copy(decoded, from, length);
  length = decodeForm(length);
  if (!isEncodedOnce) length = decodeForm(length);
  start = decoded;
  end = decoded + length;
  return isPlain(length);
}

/** False: it takes the readable way. */
export function readKey(isEncodedOnce: bool): bool {
  isDecoded = has(KEY, C_ENCODED);
  if (isDecoded) {
    if (!decode(isEncodedOnce)) return false;
  } else {
    if (has(KEY, C_PARAMETER)) return false;
    start = startOf(KEY);
    end = endOf(KEY);
  }
  let at = end;
  lastDot = 0;
  for (; at > start; at -= 1) {
    const b = <i32>load<u8>(at - 1);
    if (b == SLASH) break;
    if (b == DOT && lastDot == 0) lastDot = at - 1;
  }
  nameStart = at;
  return true;
}

/** Of the key that was read; false: its folders are missing in the cache. */
export function findFolders(): bool {
  folders = 0;
  if (nameStart == start) return true;
  folders = find(FOLDERS, start, nameStart);
  return folders != 0;
}

export function writeKey(): void {
  text(K_KEY);
  copy(start, end);
  byte(QUOTE);
  if (!isDecoded) return;
  text(K_KEY_LOGGED);
  copy(startOf(KEY), endOf(KEY));
  byte(QUOTE);
}

function isExtension(from: usize): bool {
  if (end == from || end - from > EXTENSION_MAX) return false;
  for (let at = from; at < end; at += 1) {
    const b = <i32>load<u8>(at);
    const letter = b | LOWER_CASE;
    if (!(b >= 0x30 && b <= 0x39) && !(letter >= 0x61 && letter <= 0x7a)) return false;
  }
  return true;
}

export function writeKeyParts(): void {
  if (folders != 0) writeText(folders, 0);
  if (lastDot <= nameStart || !isExtension(lastDot + 1)) return;
  text(K_EXTENSION);
  for (let at = lastDot + 1; at < end; at += 1) byte(<i32>load<u8>(at) | LOWER_CASE);
  byte(QUOTE);
}
