/**
 * Lists a prefix page by page. With a window it jumps over keys of other times: each answer is looked
 * through key by key, and when it ends in a key that is not wanted, the next request starts behind the
 * unwanted keys of that partition. No layout is guessed beforehand, so a prefix may hold both.
 *
 * A key of another form that lies where a jump goes over is not seen: LIST knows no order but that
 * of the keys, so nothing less than listing everything finds it. The pass that lists everything does.
 */
import { asLogKey } from '../../core/brand.ts';
import { type KeyWindow, liesOutside } from '../log/key-window.ts';
import type { LogObject } from '../log/log-source.ts';
import { jumpFrom } from './log-key-layout.ts';

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
  readonly window: KeyWindow | null;
  /** A key was looked at whose time lies outside the window. */
  readonly onLeftOut?: ((key: string) => void) | undefined;
  readonly onListed?: (() => void) | undefined;
  readonly physicalIdOf: (key: string) => string;
}

export async function* listLogObjects(listing: Listing): AsyncGenerator<readonly LogObject[]> {
  const { window } = listing;
  const isWanted = (key: string, asked: KeyWindow): boolean => {
    const isOutside = liesOutside(key, asked);
    if (isOutside) listing.onLeftOut?.(key);
    return !isOutside;
  };
  let startAfter = '';
  let before = new Set<string>();
  for (let page = 1; ; page += 1) {
    const { keys, isTruncated } = await listing.listPage(startAfter); // in order: the next starts where this one ends
    listing.onListed?.();
    // A page may repeat keys of the one before.
    const fresh = keys.filter((listed) => !before.has(listed.key) && !isFolderMark(listed));
    const wanted = window === null ? fresh : fresh.filter(({ key }) => isWanted(key, window));
    if (wanted.length > 0) yield wanted.map((listed) => toLogObject(listed, listing.physicalIdOf));
    const last = keys.at(-1)?.key;
    if (!isTruncated || last === undefined) return;
    const mayJump = window !== null && page >= window.wholePages;
    const next = (mayJump ? jumpFrom(last, window) : null) ?? last;
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
