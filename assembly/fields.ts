/** Where each field of an ordinary line starts and ends: the grammar of src/parse/split-ordinary-line.ts. */
import { C_AGENT, C_HOST_ID, C_KEY, C_QUOTED, C_TOKEN, endOfRun, holds } from './classes';

export const BUCKET_OWNER: i32 = 1;
export const BUCKET: i32 = 2;
export const TIME: i32 = 3;
export const REMOTE_IP: i32 = 4;
export const REQUESTER: i32 = 5;
export const REQUEST_ID: i32 = 6;
export const OPERATION: i32 = 7;
export const KEY: i32 = 8;
export const REQUEST_URI: i32 = 9;
export const HTTP_STATUS: i32 = 10;
export const ERROR_CODE: i32 = 11;
export const BYTES_SENT: i32 = 12;
export const OBJECT_SIZE: i32 = 13;
export const TOTAL_TIME: i32 = 14;
export const TURN_AROUND_TIME: i32 = 15;
export const REFERRER: i32 = 16;
export const USER_AGENT: i32 = 17;
export const VERSION_ID: i32 = 18;
export const HOST_ID: i32 = 19;
export const TAIL: i32 = 20;
/** What is looked up and is no field of the line: owner and bucket together. */
export const HEADS: i32 = 21;
export const REFERRER_HOSTS: i32 = 22;
export const ORIGINS: i32 = 23;
export const FOLDERS: i32 = 24;
/** KEY, for operations whose keys are encoded once. */
export const KEYS_ENCODED_ONCE: i32 = 25;

const SPACE: i32 = 0x20;
const QUOTE: i32 = 0x22;
const DASH: i32 = 0x2d;
const EQUALS: i32 = 0x3d;
const OPENING_BRACKET: i32 = 0x5b;
const CLOSING_BRACKET: i32 = 0x5d;
const TIME_LENGTH: usize = 26;
const METHOD_MAX: usize = 32;

const starts = memory.data(21 * 4);
const ends = memory.data(21 * 4);
let at: usize = 0;
let lineEnd: usize = 0;
export let methodEnd: usize = 0;
export let endsInValue: bool = false;

export function startOf(field: i32): usize {
  return <usize>load<u32>(starts + <usize>field * 4);
}
export function endOf(field: i32): usize {
  return <usize>load<u32>(ends + <usize>field * 4);
}
/** Is one byte of the field of the class. */
export function has(field: i32, bits: i32): bool {
  return holds(startOf(field), endOf(field), bits);
}
export function isNull(field: i32): bool {
  const start = startOf(field);
  return endOf(field) == start + 1 && load<u8>(start) == DASH;
}
function set(field: i32, start: usize, end: usize): void {
  store<u32>(starts + <usize>field * 4, <u32>start);
  store<u32>(ends + <usize>field * 4, <u32>end);
}

/** The byte that comes next; -1 at the end. */
function next(): i32 {
  return at < lineEnd ? <i32>load<u8>(at) : -1;
}
function space(): bool {
  if (next() != SPACE) return false;
  at += 1;
  return true;
}
/** One byte or more of the class. */
function run(field: i32, allowed: i32): bool {
  const start = at;
  at = endOfRun(start, lineEnd, allowed);
  set(field, start, at);
  return at > start;
}
function token(field: i32): bool {
  return run(field, C_TOKEN) && space();
}
function quoted(field: i32): bool {
  if (next() == DASH) {
    set(field, at, at + 1);
    at += 1;
    return true;
  }
  if (next() != QUOTE) return false;
  at += 1;
  if (!run(field, C_QUOTED) || next() != QUOTE) return false;
  at += 1;
  return true;
}
function number(field: i32, digitsMin: i32, digitsMax: i32): bool {
  if (!run(field, C_TOKEN)) return false;
  if (isNull(field)) return space();
  const start = startOf(field);
  const end = endOf(field);
  const digits = <i32>(end - start);
  if (digits < digitsMin || digits > digitsMax) return false;
  for (let place = start; place < end; place += 1)
    if (<u32>(<i32>load<u8>(place) - 0x30) > 9) return false;
  return (digits == 1 || load<u8>(start) != 0x30) && space();
}
function time(): bool {
  const start = at + 1;
  const end = start + TIME_LENGTH;
  if (end >= lineEnd || next() != OPENING_BRACKET || load<u8>(end) != CLOSING_BRACKET) return false;
  set(TIME, start, end);
  at = end + 1;
  return space();
}
/** ` Origin Access Identity ` behind `user/CloudFront`. */
const IDENTITY_START = memory.data<u8>([117, 115, 101, 114, 47, 67, 108, 111, 117, 100, 70, 114, 111, 110, 116]);
const IDENTITY_MIDDLE = memory.data<u8>([32, 79, 114, 105, 103, 105, 110, 32, 65, 99, 99, 101, 115, 115, 32, 73, 100, 101, 110, 116, 105, 116, 121, 32]);
function stands(text: usize, length: usize, from: usize, lineStart: usize): bool {
  if (from < lineStart || from + length > lineEnd) return false;
  for (let place: usize = 0; place < length; place += 1)
    if (load<u8>(from + place) != load<u8>(text + place)) return false;
  return true;
}
function requester(lineStart: usize): bool {
  if (!run(REQUESTER, C_TOKEN)) return false;
  const start = startOf(REQUESTER);
  if (stands(IDENTITY_START, 15, at - 15, lineStart) && stands(IDENTITY_MIDDLE, 24, at, lineStart)) {
    at += 24;
    if (!run(REQUESTER, C_TOKEN)) return false;
    set(REQUESTER, start, at);
  }
  return space();
}
function isDigit(place: usize): bool {
  return <u32>(<i32>load<u8>(place) - 0x30) <= 9;
}
function requestLine(): bool {
  if (next() != QUOTE) return false;
  const start = at + 1;
  let method = start;
  while (method < lineEnd && <u32>(<i32>load<u8>(method) - 0x41) < 26) method += 1;
  if (method == start || method - start > METHOD_MAX) return false;
  at = method;
  if (!space() || !run(REQUEST_URI, C_KEY) || !space()) return false;
  // HTTP/d.d"
  if (at + 9 > lineEnd || load<u32>(at) != 0x50545448 || load<u8>(at + 4) != 0x2f) return false;
  if (!isDigit(at + 5) || load<u8>(at + 6) != 0x2e || !isDigit(at + 7) || load<u8>(at + 8) != QUOTE)
    return false;
  methodEnd = method;
  set(REQUEST_URI, start, at + 8);
  at += 9;
  return true;
}
function request(): bool {
  const start = at;
  if (requestLine()) return space();
  at = start;
  return quoted(REQUEST_URI) && isNull(REQUEST_URI) && space();
}
function tail(): bool {
  if (!space() || !token(VERSION_ID) || !run(HOST_ID, C_HOST_ID)) return false;
  let equals = 0;
  for (; equals < 2 && next() == EQUALS; equals += 1) at += 1;
  endsInValue = equals == 2;
  store<u32>(ends + <usize>HOST_ID * 4, <u32>at);
  set(TAIL, at, lineEnd);
  return at == lineEnd || next() == SPACE;
}
function agentWithQuotes(start: usize): bool {
  let last = lineEnd - 1;
  while (last > start && load<u8>(last) != QUOTE) last -= 1;
  if (last <= start + 1 || load<u8>(start) != QUOTE) return false;
  at = start + 1;
  if (!run(USER_AGENT, C_AGENT) || at <= last) return false;
  set(USER_AGENT, start + 1, last);
  at = last + 1;
  return true;
}
function hasWholeTail(): bool {
  let tokens = 0;
  for (let place = startOf(TAIL); place < lineEnd; place += 1)
    if (load<u8>(place) == SPACE) tokens += 1;
  return tokens >= 4;
}
function agent(): bool {
  const start = at;
  if (quoted(USER_AGENT) && tail()) return true;
  return agentWithQuotes(start) && tail() && hasWholeTail();
}

/** False: the line has another form. */
export function readFields(start: usize, end: usize): bool {
  at = start;
  lineEnd = end;
  return (
    token(BUCKET_OWNER) &&
    token(BUCKET) &&
    time() &&
    token(REMOTE_IP) &&
    requester(start) &&
    token(REQUEST_ID) &&
    !isNull(REQUEST_ID) &&
    token(OPERATION) &&
    run(KEY, C_KEY) &&
    space() &&
    request() &&
    number(HTTP_STATUS, 3, 3) &&
    token(ERROR_CODE) &&
    number(BYTES_SENT, 1, 15) &&
    number(OBJECT_SIZE, 1, 15) &&
    number(TOTAL_TIME, 1, 9) &&
    number(TURN_AROUND_TIME, 1, 9) &&
    quoted(REFERRER) &&
    space() &&
    agent()
  );
}
