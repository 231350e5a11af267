/**
 * Reads the answer to a bulk request without an object for each of its items, where all of them went
 * well: five thousand objects that say 201 cost more than the request. Anything else is read as any
 * JSON is.
 */
import type { BulkItem, ItemRun } from '../bulk/classify-response.ts';
import { Serializer } from './client-library.ts';

/** What `filter_path=errors,items.*.status,items.*.error` leaves of an answer without errors. */
const START = '{"errors":false,"items":[';
const END = ']}';
/** With the comma behind it: each but the last. */
const CREATED = '{"create":{"status":201}},';
const ITEM = /\{"(?:create|index|update|delete)":\{"status":(\d{3})\}\}(?:,(?=\{)|(?=\]\}$))/y;
/** Most items are alike, one behind the other: so many are compared at once, then half as many, down to one. */
const RUN_MAX = 4_096;
const RUN = CREATED.repeat(RUN_MAX);

/** The items of an answer in which nothing failed. */
export class PlainItems {
  readonly runs: readonly ItemRun[];

  constructor(runs: readonly ItemRun[]) {
    this.runs = runs;
  }
}

/** null: something failed, or it is no answer to a bulk request. */
export function readPlainItems(json: string): PlainItems | null {
  if (!json.startsWith(START) || !json.endsWith(END)) return null;
  const runs: OpenRun[] = [];
  const end = json.length - END.length;
  for (let at = START.length; at < end; ) {
    const count = createdAt(json, at);
    if (count > 0) addRun(runs, 201, count);
    ITEM.lastIndex = at + count * CREATED.length;
    const item = ITEM.exec(json);
    if (item === null) return null;
    addRun(runs, Number(item[1]), 1);
    at = ITEM.lastIndex;
  }
  return new PlainItems(runs);
}

interface OpenRun {
  readonly item: BulkItem;
  count: number;
}

function addRun(runs: OpenRun[], status: number, count: number): void {
  const last = runs.at(-1);
  if (last?.item.status === status) last.count += count;
  else runs.push({ item: { status }, count });
}

/** How many stand there that were created, one behind the other. */
function createdAt(text: string, start: number): number {
  if (!text.startsWith(CREATED, start)) return 0;
  let at = start;
  for (let count = RUN_MAX; count >= 1; count /= 2) {
    const length = count * CREATED.length;
    const run = RUN.slice(0, length);
    while (text.slice(at, at + length) === run) at += length;
  }
  return (at - start) / CREATED.length;
}

export class BulkSerializer extends Serializer {
  override deserialize(json: string): unknown {
    return readPlainItems(json) ?? super.deserialize(json);
  }
}
