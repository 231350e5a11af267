/** Folder and extension of a decoded object key. A key is no path: `/` in it means what people make of it. */

const SLASH = 0x2f;
const EXTENSION = /^[A-Za-z0-9]{1,16}$/;

/**
 * The first path segment, where the key has more than one. Leading slashes (`GET //a/b`) name no
 * folder and are passed over: `/a/b.mp3` lies in `a`, and `/b.mp3` in none.
 */
export function folderOf(key: string): string | null {
  let start = 0;
  while (key.charCodeAt(start) === SLASH) start += 1;
  const end = key.indexOf('/', start);
  return end === -1 ? null : key.slice(start, end);
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
