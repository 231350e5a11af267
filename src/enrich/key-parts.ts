/** Folders and extension of a decoded object key. A key is no path: `/` in it means what people make of it. */

const SLASH = 0x2f;
const EXTENSION = /^[A-Za-z0-9]{1,16}$/;

/**
 * The key's prefix to the depth of one, two, three and four folders, without the slash at its end; null
 * where the key is shallower. Leading slashes (`GET //a/b`) name no folder: `/a/b.mp3` lies in `a`, and
 * `/b.mp3` in none. A run of slashes is one border: `a//b/c.mp3` lies in `a`, and in `a//b`.
 */
export function foldersOf(key: string): Folders {
  const start = skipSlashes(key, 0);
  const first = key.indexOf('/', start);
  if (first === -1) return NO_FOLDERS;
  const second = key.indexOf('/', skipSlashes(key, first));
  const folder = key.slice(start, first);
  if (second === -1) return [folder, null, null, null];
  const third = key.indexOf('/', skipSlashes(key, second));
  const fourth = third === -1 ? -1 : key.indexOf('/', skipSlashes(key, third));
  return [
    folder,
    key.slice(start, second),
    third === -1 ? null : key.slice(start, third),
    fourth === -1 ? null : key.slice(start, fourth),
  ];
}

/** By their depth, from one. */
export type Folders = readonly [string | null, string | null, string | null, string | null];

export const NO_FOLDERS: Folders = [null, null, null, null];

function skipSlashes(key: string, from: number): number {
  let at = from;
  while (key.charCodeAt(at) === SLASH) at += 1;
  return at;
}

/** In lower case; null where the last segment has none, or one that is no extension by its looks. */
export function extensionOf(key: string): string | null {
  const dot = key.lastIndexOf('.');
  const nameStart = key.lastIndexOf('/') + 1;
  // A name that starts with its only dot, such as `.htaccess`, is all name.
  if (dot <= nameStart) return null;
  const extension = key.slice(dot + 1);
  return EXTENSION.test(extension) ? extension.toLowerCase() : null;
}
