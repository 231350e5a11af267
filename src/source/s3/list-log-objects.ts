/**
 * Lists a prefix page by page. With a look-back it jumps over what an earlier sync has seen: each
 * answer is looked through key by key, and when it ends in an old key, the next request starts behind
 * the old keys of that partition. No layout is guessed beforehand, so a prefix may hold both.
 *
 * A key of another form that lies where a jump goes over is not seen: LIST knows no order but that
 * of the keys, so nothing less than listing everything finds it. The pass that lists everything does.
 */
import { asLogKey } from '../../core/brand.ts';
import type { LogObject } from '../log/log-source.ts';
import { jumpFrom, type LookBack } from './log-key-layout.ts';

/** Jumps begin behind as many pages: a small bucket is looked through whole each time. */
const WHOLE_PAGES = 3;

/** One object of a LIST answer. */
export interface ListedKey {
  readonly key: string;
  readonly etag: string;
  readonly sizeBytes: number;
  readonly lastModifiedMs: number;
}

export interface ListedPage {
  readonly keys: readonly ListedKey[];
  readonly isTruncated: boolean;
}

export interface Listing {
  /** One LIST request: keys after `startAfter`, in order. */
  readonly listPage: (startAfter: string) => Promise<ListedPage>;
  /** Null: every key. */
  readonly lookBack: LookBack | null;
  readonly physicalIdOf: (key: string) => string;
}

export async function* listLogObjects(listing: Listing): AsyncGenerator<readonly LogObject[]> {
  const { lookBack } = listing;
  let startAfter = '';
  let before = new Set<string>();
  for (let page = 1; ; page += 1) {
    const { keys, isTruncated } = await listing.listPage(startAfter); // in order: the next starts where this one ends
    // A page may repeat keys of the one before.
    const fresh = keys.filter((listed) => !before.has(listed.key) && !isFolderMark(listed));
    const wanted =
      lookBack === null ? fresh : fresh.filter(({ key }) => jumpFrom(key, lookBack) === null);
    if (wanted.length > 0) yield wanted.map((listed) => toLogObject(listed, listing.physicalIdOf));
    const last = keys.at(-1)?.key;
    if (!isTruncated || last === undefined) return;
    const mayJump = lookBack !== null && page >= WHOLE_PAGES;
    const next = (mayJump ? jumpFrom(last, lookBack) : null) ?? last;
    if (Buffer.compare(Buffer.from(next), Buffer.from(startAfter)) <= 0)
      throw new Error('the pages of the listing do not go forward');
    startAfter = next;
    before = new Set(keys.map(({ key }) => key));
  }
}

/** What consoles make for an empty "folder": `logs/`, without a byte. */
const isFolderMark = ({ key, sizeBytes }: ListedKey): boolean =>
  sizeBytes === 0 && key.endsWith('/');

export const toLogObject = (
  { key, etag, sizeBytes, lastModifiedMs }: ListedKey,
  physicalIdOf: (key: string) => string,
): LogObject => ({
  logKey: asLogKey(key),
  physicalId: physicalIdOf(key),
  etag,
  sizeBytes,
  lastModifiedMs,
  notRead: null,
});
