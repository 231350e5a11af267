/**
 * What was made of some bytes, by the field they stood in: up to three texts and a number. All caches are
 * one table and one heap; where it is full it starts again, and what is usual is soon back.
 */
import { copy, hashOf, isEqual } from './memory';

/** Of an entry: hash, field, length of the key, number, ends of the texts behind the key. */
const FIELD_AT: usize = 4;
const LENGTH_AT: usize = 8;
const NUMBER_AT: usize = 12;
const ENDS_AT: usize = 16;
const HEAD: usize = 28;
/** Few at first: a slot is found sooner in a table that fits into a cache of the processor. */
const SLOTS_FIRST: u32 = 1 << 12;
const SLOTS_MAX: u32 = 1 << 18;
const FIELDS: i32 = 32;
/** Chains are short; who makes long ones means harm, and gets no more than this. */
const PROBES_MAX: i32 = 64;

let slots: usize = 0;
/** One less than their number, a power of two. */
let slotMask: u32 = 0;
let heapStart: usize = 0;
let heap: usize = 0;
let entries: i32 = 0;
/** By field, the entry that was asked for last. */
const last = memory.data(FIELDS * 4);

/** What was looked for and is not there. */
export let missField: i32 = 0;
export let missStart: usize = 0;
export let missEnd: usize = 0;
let missHash: u32 = 0;

export function openCache(slotsAt: usize, heapAt: usize): void {
  slots = slotsAt;
  heapStart = heapAt;
  clearCache();
}

export function clearCache(): void {
  heap = heapStart;
  entries = 0;
  emptySlots(SLOTS_FIRST);
  memory.fill(last, 0, FIELDS * 4);
}

function emptySlots(count: u32): void {
  slotMask = count - 1;
  memory.fill(slots, 0, <usize>count * 4);
}

export function heapEnd(): usize {
  return heap;
}

/** The entry; 0: there is none. */
export function find(field: i32, start: usize, end: usize): usize {
  const length = <i32>(end - start);
  const recent = <usize>load<u32>(last + <usize>field * 4);
  if (recent != 0 && load<i32>(recent + LENGTH_AT) == length && isEqual(recent + HEAD, start, length))
    return recent;
  const hash = hashOf(start, length, field);
  let slot = hash & slotMask;
  for (let probe = 0; probe < PROBES_MAX; probe += 1) {
    const entry = <usize>load<u32>(slots + <usize>slot * 4);
    if (entry == 0) break;
    if (
      load<u32>(entry) == hash &&
      load<i32>(entry + FIELD_AT) == field &&
      load<i32>(entry + LENGTH_AT) == length &&
      isEqual(entry + HEAD, start, length)
    ) {
      store<u32>(last + <usize>field * 4, <u32>entry);
      return entry;
    }
    slot = (slot + 1) & slotMask;
  }
  missField = field;
  missStart = start;
  missEnd = end;
  missHash = hash;
  return 0;
}

/** Where the texts of the entry that is missing belong, one behind the other. */
export function textsAt(): usize {
  return heap + HEAD + (missEnd - missStart);
}

/** False: its place is too far away. */
function takeSlot(entry: usize): bool {
  let slot = load<u32>(entry) & slotMask;
  for (let probe = 0; probe < PROBES_MAX; probe += 1) {
    if (load<u32>(slots + <usize>slot * 4) == 0) {
      store<u32>(slots + <usize>slot * 4, <u32>entry);
      return true;
    }
    slot = (slot + 1) & slotMask;
  }
  return false;
}

/** Twice as many slots. */
function spread(): bool {
  emptySlots((slotMask + 1) * 2);
  for (let entry = heapStart; entry < heap; entry = endOfEntry(entry)) if (!takeSlot(entry)) return false;
  return true;
}

function endOfEntry(entry: usize): usize {
  const length = load<i32>(entry + LENGTH_AT) + load<i32>(entry + ENDS_AT + 8);
  return (entry + HEAD + <usize>length + 7) & ~7;
}

/** Lengths of its texts, which lie there. False: it belongs too far away; the cache has to be cleared. */
export function addEntry(first: i32, second: i32, third: i32, number: i32): bool {
  const length = missEnd - missStart;
  const entry = heap;
  store<u32>(entry, missHash);
  store<i32>(entry + FIELD_AT, missField);
  store<i32>(entry + LENGTH_AT, <i32>length);
  store<i32>(entry + NUMBER_AT, number);
  store<i32>(entry + ENDS_AT, first);
  store<i32>(entry + ENDS_AT + 4, first + second);
  store<i32>(entry + ENDS_AT + 8, first + second + third);
  memory.copy(entry + HEAD, missStart, length);
  heap = endOfEntry(entry);
  entries += 1;
  if (<u32>entries * 2 > slotMask && slotMask < SLOTS_MAX - 1) return spread();
  return takeSlot(entry);
}

export function numberOf(entry: usize): i32 {
  return load<i32>(entry + NUMBER_AT);
}

export function hasFirstText(entry: usize): bool {
  return load<i32>(entry + ENDS_AT) != 0;
}

export function writeText(entry: usize, text: i32): void {
  const texts = entry + HEAD + <usize>load<i32>(entry + LENGTH_AT);
  const start = text == 0 ? 0 : load<i32>(entry + ENDS_AT + <usize>(text - 1) * 4);
  copy(texts + <usize>start, texts + <usize>load<i32>(entry + ENDS_AT + <usize>text * 4));
}
