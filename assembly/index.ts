/**
 * The document of an ordinary line, as src/transcode/line-encoder.ts asks for it. What has to be made by
 * the readable code is asked for by its bytes, and kept.
 */
import { addEntry, clearCache, find, hasFirstText, heapEnd, missEnd, missField, missStart, numberOf, openCache, textsAt, writeText } from './cache';
import { C_PARAMETER, C_QUESTION_MARK } from './classes';
import * as F from './fields';
import { findFolders, readKey, writeKey, writeKeyParts } from './key';
import { byte, copy, integer, out, startAt } from './memory';
import * as T from './texts';
import { readPublicIpv4, writeAddress, writeNetwork } from './address';

export { setPrivate } from './address';
export { addEntry, clearCache, heapEnd, openCache, textsAt } from './cache';
export { setClass } from './classes';
export { hashOf } from './memory'; // a test looks for what collides
export { setText } from './texts';

const REFUSED: i32 = 0;
const MISSING: i32 = -1;

const IS_DOWNLOAD: i32 = 1;
const IS_ENCODED_ONCE: i32 = 2;
const LETTER_H: i32 = 0x68;
const DATE_LENGTH: usize = 11;
const QUOTE: i32 = 0x22;

/** Made by the caller: is this piece free of secrets, whatever they are called. */
declare function isSecretFree(start: usize, end: usize): bool;
declare function isHostIdFree(start: usize, end: usize): bool;

export function missingField(): i32 {
  return missField;
}
export function missingStart(): usize {
  return missStart;
}
export function missingEnd(): usize {
  return missEnd;
}

let keepHostId: bool = false;
let knowsAddresses: bool = false;
/** `isKnown`: files or ranges may say more of any address than its bytes do. */
export function configure(isKept: bool, isKnown: bool): void {
  keepHostId = isKept;
  knowsAddresses = isKnown;
}

/** Of the line that was encoded last: the number of its day, and the second of the day. */
const time = memory.data(8);
/** Where they lie: to read them there costs less than a call. */
export function timeAt(): usize {
  return time;
}

function twoDigits(at: usize): i32 {
  const tens = <i32>load<u8>(at) - 0x30;
  const ones = <i32>load<u8>(at + 1) - 0x30;
  return <u32>tens <= 9 && <u32>ones <= 9 ? tens * 10 + ones : 99;
}
/** `:hh:mm:ss +0000`; -1: something else. */
function secondsOfDay(at: usize): i32 {
  if (load<u8>(at) != 0x3a || load<u8>(at + 3) != 0x3a || load<u8>(at + 6) != 0x3a) return -1;
  if (load<u8>(at + 9) != 0x20 || load<u8>(at + 10) != 0x2b || load<u32>(at + 11) != 0x30303030) return -1;
  const hours = twoDigits(at + 1);
  const minutes = twoDigits(at + 4);
  const seconds = twoDigits(at + 7);
  return hours < 24 && minutes < 60 && seconds < 60 ? hours * 3600 + minutes * 60 + seconds : -1;
}

function copyField(field: i32, before: i32): void {
  T.text(before);
  copy(F.startOf(field), F.endOf(field));
  byte(QUOTE);
}
/** The first text of an entry; where there is none, the field stands in the document as in the line. */
function writeField(entry: usize, field: i32, before: i32): void {
  if (hasFirstText(entry)) writeText(entry, 0);
  else copyField(field, before);
}
function copyNumber(field: i32, before: i32): void {
  if (F.isNull(field)) return;
  T.text(before);
  copy(F.startOf(field), F.endOf(field));
}
function numberIn(field: i32): u64 {
  let value: u64 = 0;
  for (let at = F.startOf(field); at < F.endOf(field); at += 1)
    value = value * 10 + <u64>(load<u8>(at) - 0x30);
  return value;
}

/** So many bytes times two million are below 2^64. */
const PPM_BYTES_MAX: u64 = 9_000_000_000_000;
const WHOLE_PPM: u64 = 1_000_000;
/** False: the numbers are too large for here. */
function writePpm(): bool {
  if (F.isNull(F.HTTP_STATUS)) return true;
  const status = numberIn(F.HTTP_STATUS);
  if ((status != 200 && status != 206) || F.isNull(F.OBJECT_SIZE)) return true;
  const size = numberIn(F.OBJECT_SIZE);
  const sent: u64 = F.isNull(F.BYTES_SENT) ? 0 : numberIn(F.BYTES_SENT);
  if (size == 0 || sent >= size) {
    T.text(T.K_WHOLE_DOWNLOAD);
    return true;
  }
  if (sent > PPM_BYTES_MAX) return false;
  T.text(T.K_DOWNLOAD_PPM);
  integer(<u32>((2 * sent * WHOLE_PPM + size) / (2 * size)));
  return true;
}

function hostEnd(): usize {
  const end = F.endOf(F.REFERRER);
  let at = F.startOf(F.REFERRER) + 8;
  for (; at < end; at += 1) {
    const b = load<u8>(at);
    if (b == 0x2f || b == 0x3f || b == 0x23) return at;
  }
  return end;
}
function isPlainUri(): bool {
  if (F.has(F.REQUEST_URI, C_QUESTION_MARK)) return false;
  return !F.has(F.REQUEST_URI, C_PARAMETER) || isSecretFree(F.startOf(F.REQUEST_URI), F.endOf(F.REQUEST_URI));
}
function isPlainReferrer(): bool {
  if (load<u8>(F.startOf(F.REFERRER)) != LETTER_H) return false;
  return (
    !F.has(F.REFERRER, C_PARAMETER) ||
    isSecretFree(F.startOf(F.REFERRER), F.endOf(F.REFERRER))
  );
}

/** No address or requester; an address of which nothing is known. */
const NOTHING: i32 = -1;
const UNKNOWN: i32 = -2;
/** What an origin is made of: numbers of address, requester and tail. */
const signs = memory.data(12);

/** Bytes that were written at `to`; REFUSED, or MISSING: an entry is asked for, then the same line again. */
export function encode(start: usize, end: usize, to: usize, lineNumber: u32): i32 {
  if (!F.readFields(start, end)) return REFUSED;
  if (F.endsInValue && !isHostIdFree(F.startOf(F.HOST_ID), F.endOf(F.HOST_ID))) return REFUSED;
  const date = F.startOf(F.TIME);
  const dayEntry = find(F.TIME, date, date + DATE_LENGTH);
  if (dayEntry == 0) return MISSING;
  const day = numberOf(dayEntry);
  const second = secondsOfDay(date + DATE_LENGTH);
  if (day < 0 || second < 0) return REFUSED;
  store<i32>(time, day);
  store<i32>(time + 4, second);
  const tail = find(F.TAIL, F.startOf(F.TAIL), F.endOf(F.TAIL));
  if (tail == 0) return MISSING;
  if (numberOf(tail) < 0) return REFUSED;
  const head = find(F.HEADS, F.startOf(F.BUCKET_OWNER), F.endOf(F.BUCKET));
  if (head == 0) return MISSING;
  let address: usize = 0;
  const hasAddress = !F.isNull(F.REMOTE_IP);
  const isPublic = hasAddress && !knowsAddresses && readPublicIpv4();
  if (hasAddress && !isPublic) {
    address = find(F.REMOTE_IP, F.startOf(F.REMOTE_IP), F.endOf(F.REMOTE_IP));
    if (address == 0) return MISSING;
  }
  let requester: usize = 0;
  if (!F.isNull(F.REQUESTER)) {
    requester = find(F.REQUESTER, F.startOf(F.REQUESTER), F.endOf(F.REQUESTER));
    if (requester == 0) return MISSING;
  }
  if (requester != 0 && numberOf(requester) < 0) return REFUSED;
  let agent: usize = 0;
  if (!F.isNull(F.USER_AGENT)) {
    agent = find(F.USER_AGENT, F.startOf(F.USER_AGENT), F.endOf(F.USER_AGENT));
    if (agent == 0) return MISSING;
  }
  const operation = find(F.OPERATION, F.startOf(F.OPERATION), F.endOf(F.OPERATION));
  if (operation == 0) return MISSING;
  const kind = numberOf(operation);
  const isOnce = (kind & IS_ENCODED_ONCE) != 0;
  const hasKey = !F.isNull(F.KEY);
  let key: usize = 0;
  if (hasKey) {
    if (readKey(isOnce)) {
      if (!findFolders()) return MISSING;
    } else {
      key = find(isOnce ? F.KEYS_ENCODED_ONCE : F.KEY, F.startOf(F.KEY), F.endOf(F.KEY));
      if (key == 0) return MISSING;
    }
  }
  const hasUri = !F.isNull(F.REQUEST_URI);
  let uri: usize = 0;
  if (hasUri && !isPlainUri()) {
    uri = find(F.REQUEST_URI, F.startOf(F.REQUEST_URI), F.endOf(F.REQUEST_URI));
    if (uri == 0) return MISSING;
  }
  const hasReferrer = !F.isNull(F.REFERRER);
  let referrer: usize = 0;
  let host: usize = 0;
  if (hasReferrer) {
    if (isPlainReferrer()) {
      host = find(F.REFERRER_HOSTS, F.startOf(F.REFERRER), hostEnd());
      if (host == 0) return MISSING;
    } else {
      referrer = find(F.REFERRER, F.startOf(F.REFERRER), F.endOf(F.REFERRER));
      if (referrer == 0) return MISSING;
    }
  }
  store<i32>(signs, address != 0 ? numberOf(address) : isPublic ? UNKNOWN : NOTHING);
  store<i32>(signs + 4, requester == 0 ? NOTHING : numberOf(requester));
  store<i32>(signs + 8, numberOf(tail));
  const origin = find(F.ORIGINS, signs, signs + 12);
  if (origin == 0) return MISSING;

  startAt(to);
  writeText(dayEntry, 0);
  copy(date + DATE_LENGTH + 1, date + DATE_LENGTH + 9);
  T.text(T.K_AFTER_TIME);
  writeText(head, 0);
  if (address != 0) writeField(address, F.REMOTE_IP, T.K_REMOTE_IP);
  else if (isPublic) writeAddress();
  if (requester != 0) writeField(requester, F.REQUESTER, T.K_REQUESTER);
  copyField(F.REQUEST_ID, T.K_REQUEST_ID);
  writeText(operation, 0);
  if (key != 0) writeText(key, 0);
  else if (hasKey) writeKey();
  if (uri != 0) writeText(uri, 0);
  else if (hasUri) {
    copyField(F.REQUEST_URI, T.K_REQUEST_URI);
    T.text(T.K_HTTP_METHOD);
    copy(F.startOf(F.REQUEST_URI), F.methodEnd);
    byte(QUOTE);
    T.text(T.K_HTTP_VERSION);
    copy(F.endOf(F.REQUEST_URI) - 8, F.endOf(F.REQUEST_URI));
    byte(QUOTE);
  }
  copyNumber(F.HTTP_STATUS, T.K_HTTP_STATUS);
  if (!F.isNull(F.ERROR_CODE)) copyField(F.ERROR_CODE, T.K_ERROR_CODE);
  copyNumber(F.BYTES_SENT, T.K_BYTES_SENT);
  copyNumber(F.OBJECT_SIZE, T.K_OBJECT_SIZE);
  copyNumber(F.TOTAL_TIME, T.K_TOTAL_TIME);
  copyNumber(F.TURN_AROUND_TIME, T.K_TURN_AROUND_TIME);
  if (referrer != 0) writeText(referrer, 0);
  else if (hasReferrer) copyField(F.REFERRER, T.K_REFERRER);
  if (agent != 0) writeField(agent, F.USER_AGENT, T.K_USER_AGENT);
  if (!F.isNull(F.VERSION_ID)) copyField(F.VERSION_ID, T.K_VERSION_ID);
  if (keepHostId && !F.isNull(F.HOST_ID)) copyField(F.HOST_ID, T.K_HOST_ID);
  writeText(tail, 0);

  if (uri != 0) writeText(uri, 1);
  if (requester != 0) writeText(requester, 1);
  if (address != 0) writeText(address, 1);
  else if (isPublic) writeNetwork();
  writeText(origin, 0);
  if (key != 0) writeText(key, 1);
  else if (hasKey) writeKeyParts();
  if (referrer != 0) writeText(referrer, 1);
  else if (host != 0) writeText(host, 0);
  if (agent != 0) writeText(agent, 1);
  if ((kind & IS_DOWNLOAD) != 0 && !writePpm()) return REFUSED;
  if (address != 0) writeText(address, 2);
  T.text(T.K_BEFORE_LINE);
  integer(lineNumber);
  T.text(T.K_AFTER_LINE);
  return <i32>(out - to);
}
