/**
 * Reads the answer to a bulk request without an object for each of its items, where all of them went
 * well: five thousand objects that say 201 cost more than the request. Anything else is read as any
 * JSON is.
 */
import type { BulkItem } from '../bulk/classify-response.ts';
import { Serializer } from './client-library.ts';

/** What `filter_path=errors,items.*.status,items.*.error` leaves of an answer without errors. */
const START = '{"errors":false,"items":[';
const END = ']}';
const CREATED = '{"create":{"status":201}}';
const ITEM = /\{"(?:create|index|update|delete)":\{"status":(\d{3})\}\}/y;

/** The items of an answer in which nothing failed. */
export class PlainItems {
  readonly items: readonly BulkItem[];

  constructor(items: readonly BulkItem[]) {
    this.items = items;
  }
}

/** null: something failed, or it is no answer to a bulk request. */
export function readPlainItems(json: string): PlainItems | null {
  if (!json.startsWith(START) || !json.endsWith(END)) return null;
  const items: BulkItem[] = [];
  const last = json.length - END.length;
  for (let at = START.length; at < last; at += 1) {
    if (items.length > 0) {
      if (json[at] !== ',') return null;
      at += 1;
    }
    if (json.startsWith(CREATED, at)) {
      items.push(itemOf(201));
      at += CREATED.length - 1;
    } else {
      ITEM.lastIndex = at;
      const item = ITEM.exec(json);
      if (item === null) return null;
      items.push(itemOf(Number(item[1])));
      at = ITEM.lastIndex - 1;
    }
  }
  return new PlainItems(items);
}

/** One object for each status there is. */
const known = new Map<number, BulkItem>();

function itemOf(status: number): BulkItem {
  const item = known.get(status) ?? { status };
  known.set(status, item);
  return item;
}

export class BulkSerializer extends Serializer {
  override deserialize(json: string): unknown {
    return readPlainItems(json) ?? super.deserialize(json);
  }
}
