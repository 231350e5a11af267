/**
 * The programs that a user agent names: `Name/1.0`, `Name 1.0` or `Name` alone, each without its
 * version. What every browser says of itself and of its system is none of them.
 */
export interface Product {
  readonly name: string;
  /** `compatible`: in a comment behind that word, where crawlers in a browser's clothes have theirs. */
  readonly place: 'outside' | 'comment' | 'compatible';
}

const NAME_LENGTH_MAX = 40;
/** A longer row of words is a sentence, which is known by its first. */
const NAME_WORDS_MAX = 3;
const SEPARATORS = /([()[\];,])/;
const WORD = /^[\p{L}\d][\p{L}\d_.-]*/u;
const VERSION = /^v?\d[\d._]*$/i;
const ADDRESS = /:\/\/|@|^\W?www\./i;
const VERSION_DOT = /\d\.\d/;

// biome-ignore format: a list
const NO_PRODUCTS: ReadonlySet<string> = new Set([
  'mozilla', 'applewebkit', 'khtml', 'like', 'like gecko', 'gecko', 'webkit', 'trident', 'presto', 'blink',
  'chrome', 'chromium', 'safari', 'mobile safari', 'mobile', 'version', 'firefox', 'msie', 'edg', 'edge', 'opera', 'opr',
  'x11', 'u', 'i', 'n', 'wv', 'rv', 'k', 'en', 'linux', 'linux x86_64', 'windows', 'windows nt', 'win64', 'wow64', 'x64', 'macintosh', 'android', 'iphone', 'ipad', 'ipod',
]);

/** In the order of the text. */
export function productsOf(userAgent: string): readonly Product[] {
  const products: Product[] = [];
  let place: Product['place'] = 'outside';
  for (const part of userAgent.split(SEPARATORS)) {
    const words = part.split(' ').filter((word) => word !== '');
    if (part === '(') place = 'comment';
    else if (part === ')') place = 'outside';
    else if (words[0] === 'compatible' && place === 'comment') place = 'compatible';
    for (const name of namesIn(words.filter((word) => word !== 'compatible')))
      products.push({ name, place });
  }
  return products;
}

/** A name ends with its version, or before an address, or with the words. */
function* namesIn(words: readonly string[]): Generator<string> {
  let name: string[] = [];
  for (const word of words) {
    const isAddress = ADDRESS.test(word);
    const [head = ''] = word.split('/', 1);
    const isEnd = isAddress || head.length < word.length || VERSION.test(word);
    if (!isAddress && !VERSION.test(head)) name.push(head);
    if (!isEnd) continue;
    yield* nameOf(name);
    name = [];
  }
  yield* nameOf(name);
}

function nameOf(words: readonly string[]): readonly string[] {
  const read = words.map((word) => withoutVersion(WORD.exec(word)?.[0] ?? '')).filter(Boolean);
  const name = read.length > NAME_WORDS_MAX ? (read[0] ?? '') : read.join(' ');
  const isProduct = /\p{L}/u.test(name) && !NO_PRODUCTS.has(name.toLowerCase());
  return isProduct ? [name.slice(0, NAME_LENGTH_MAX)] : [];
}

/** `Name-v1.2` -> `Name`; a number without a dot (`s3cmd`, `Name2`) is a part of the name. */
function withoutVersion(word: string): string {
  let start = word.search(VERSION_DOT);
  if (start === -1) return word;
  while (start > 0 && /\d/.test(word[start - 1] ?? '')) start -= 1;
  return word.slice(0, start).replace(/(?:^|[-_.])v?$/i, '');
}
