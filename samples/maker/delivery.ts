/**
 * How lines reach the log bucket: minutes to hours after the event, in no order, sometimes twice, in
 * log objects of every size. Decides which line lies in which log object.
 */
import type { BrokenLine } from './broken-lines.ts';
import { writeLine } from './line-writer.ts';
import { DAY_S, HOUR_S, MINUTE_S, PERIOD_DAYS, PERIOD_FROM_S, PERIOD_TO_S } from './period.ts';
import { type Random, randomFor } from './prng.ts';
import type { PlannedRequest } from './request.ts';

const OBJECTS_A_DAY = 6;
/** Every so many log objects, a small one comes along, which stays uncompressed. */
const SMALL_OBJECT_EVERY = 8;
const SMALL_OBJECT_LINES = 12;
const DUPLICATES_ELSEWHERE = 140;
const DUPLICATES_INSIDE = 12;

export interface LogObjectPlan {
  readonly deliveredS: number;
  readonly lines: readonly string[];
  readonly isSmall: boolean;
}

export interface Delivery {
  readonly objects: readonly LogObjectPlan[];
  /** Lines that were delivered again. */
  readonly duplicates: number;
}

interface Slot {
  readonly deliveredS: number;
  readonly lines: string[];
  readonly isSmall: boolean;
}

export function planDelivery(
  requests: readonly PlannedRequest[],
  brokenLines: readonly BrokenLine[],
): Delivery {
  const random = randomFor('delivery');
  const slots = makeSlots(random);
  for (const request of requests) place(random, slots, request);
  const filled = splitOffSmall(slots);
  const repeated = repeatLines(random, filled, requests);
  // A line of 70 KB goes where it will be compressed.
  const large = filled.filter(({ isSmall }) => !isSmall);
  for (const { text } of brokenLines) {
    random.pick(text.length > 10_000 ? large : filled).lines.push(text);
  }
  const objects = filled.map((slot) => ({ ...slot, lines: random.shuffle(slot.lines) }));
  return { objects, duplicates: repeated };
}

/** The last slot takes the stragglers, more than a day after the period. */
function makeSlots(random: Random): Slot[] {
  const gapS = DAY_S / OBJECTS_A_DAY;
  const slots = Array.from({ length: PERIOD_DAYS * OBJECTS_A_DAY }, (_, index) => ({
    deliveredS: PERIOD_FROM_S + Math.floor((index + 1) * gapS) + random.int(0, 2 * HOUR_S),
    lines: [],
    isSmall: false,
  }));
  return [
    ...slots,
    { deliveredS: PERIOD_TO_S + 9 * HOUR_S + 754, lines: [], isSmall: false },
    { deliveredS: PERIOD_TO_S + 33 * HOUR_S + 1_912, lines: [], isSmall: false },
  ];
}

function place(random: Random, slots: readonly Slot[], request: PlannedRequest): void {
  const isLate = random.chance(0.01);
  const lagS = random.int(8 * MINUTE_S, 3 * HOUR_S) + (isLate ? 26 * HOUR_S : 0);
  const index = slots.findIndex(({ deliveredS }) => deliveredS >= request.timeS + lagS);
  const slot = slots[index];
  if (slot === undefined) throw new Error('A request is later than the last delivery');
  const line = writeLine(request);
  slot.lines.push(line);
  if (request.twin === 'same_object') slot.lines.push(line);
  if (request.twin === 'next_object') slots[index + 1]?.lines.push(line);
}

function splitOffSmall(slots: readonly Slot[]): Slot[] {
  return slots.flatMap((slot, index) => {
    if (index % SMALL_OBJECT_EVERY !== 3) return [slot];
    const count = Math.min(SMALL_OBJECT_LINES, slot.lines.length >> 1);
    // A twin lies right after its brother: between two equal lines is no place to cut.
    const isBetweenTwins = slot.lines[count - 1] === slot.lines[count];
    const lines = slot.lines.splice(0, isBetweenTwins ? count + 1 : count);
    return [slot, { deliveredS: slot.deliveredS + 97, lines, isSmall: true }];
  });
}

/** S3 delivers at least once: some lines come again, mostly in a later log object. */
function repeatLines(
  random: Random,
  slots: readonly Slot[],
  requests: readonly PlannedRequest[],
): number {
  const unidentified = new Set(requests.filter((r) => r.requestId === null).map(writeLine));
  const first = slots.map(({ lines }) => lines.filter((line) => !unidentified.has(line)));
  const sources = first.flatMap((lines, index) => lines.map((line) => ({ line, index })));
  const chosen = random.shuffle(sources.filter(({ index }) => index < slots.length - 4));
  const elsewhere = chosen.slice(0, DUPLICATES_ELSEWHERE);
  const inside = chosen.slice(DUPLICATES_ELSEWHERE, DUPLICATES_ELSEWHERE + DUPLICATES_INSIDE);
  for (const { line, index } of elsewhere) slots[index + random.int(1, 4)]?.lines.push(line);
  for (const { line, index } of inside) slots[index]?.lines.push(line);
  return elsewhere.length + inside.length;
}
