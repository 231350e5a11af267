/** The parts of an ordinary request line, `GET /a.mp3 HTTP/1.1`, found in its bytes. */
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const LETTER_A = 0x41;
const LETTER_Z = 0x5a;
/** As in parse/split-request-line.ts. */
const METHOD_MAX = 32;
/** `d` stands for a digit. */
const VERSION = Buffer.from('HTTP/d.d');
const ANY_DIGIT = 0x64;

export const VERSION_LENGTH = VERSION.length;

/** Behind the letters that a request line starts with; its start where no space follows them. */
export function methodEnd(view: DataView, start: number, end: number): number {
  let at = start;
  while (at < end && isUpperCase(view.getUint8(at))) at += 1;
  return at < end && view.getUint8(at) === SPACE && at - start <= METHOD_MAX ? at : start;
}

const isUpperCase = (byte: number): boolean => byte >= LETTER_A && byte <= LETTER_Z;

/** Method, a target without spaces, version. */
export function isRequestLine(view: DataView, start: number, end: number): boolean {
  const target = methodEnd(view, start, end) + 1;
  const space = end - VERSION_LENGTH - 1;
  if (target === start + 1 || space <= target || view.getUint8(space) !== SPACE) return false;
  for (let at = target; at < space; at += 1) if (view.getUint8(at) === SPACE) return false;
  return isVersion(view, space + 1);
}

function isVersion(view: DataView, at: number): boolean {
  for (let place = 0; place < VERSION_LENGTH; place += 1) {
    const byte = view.getUint8(at + place);
    const expected = VERSION[place] ?? 0;
    const isDigit = expected === ANY_DIGIT && byte >= ZERO && byte <= NINE;
    if (byte !== expected && !isDigit) return false;
  }
  return true;
}
