/** The form of an ordinary request line, `GET /a.mp3 HTTP/1.1`, in its bytes. */
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

/** Behind the capital letters that a request line starts with; -1 where no space follows them. */
export function methodEnd(view: DataView, start: number, end: number): number {
  let at = start;
  while (at < end && isUpperCase(view.getUint8(at))) at += 1;
  const isMethod =
    at > start && at - start <= METHOD_MAX && at < end && view.getUint8(at) === SPACE;
  return isMethod ? at : -1;
}

const isUpperCase = (byte: number): boolean => byte >= LETTER_A && byte <= LETTER_Z;

/** A version stands there, and ends before `end`. */
export function isVersion(view: DataView, at: number, end: number): boolean {
  if (at + VERSION_LENGTH > end) return false;
  for (let place = 0; place < VERSION_LENGTH; place += 1) {
    const byte = view.getUint8(at + place);
    const expected = VERSION[place] ?? 0;
    const isDigit = expected === ANY_DIGIT && byte >= ZERO && byte <= NINE;
    if (byte !== expected && !isDigit) return false;
  }
  return true;
}
