/**
 * Whether a text holds nothing that parse/redact.ts would take out, told from its bytes. It says no
 * too often and never yes too often: a secret needs `=` behind its name, and a name that is encoded, or
 * stands in quotes, is left to the redactor. A differential test holds the two together.
 */
const EQUALS = 0x3d;
const PERCENT = 0x25;
const AMPERSAND = 0x26;
const APOSTROPHE = 0x27;
const HASH = 0x23;
const SPACE = 0x20;
const LOWER_CASE = 0x20;

export type IsSecretFree = (view: DataView, start: number, end: number) => boolean;

/** `secretNames`: all names whose values are secret, in any case. */
export function makeSecretFree(secretNames: readonly string[]): IsSecretFree {
  const lastLetters = new Set(
    secretNames.map((name) => (name.at(-1) ?? ' ').toLowerCase().charCodeAt(0) | LOWER_CASE),
  );
  const mayEndName = (byte: number): boolean =>
    byte === SPACE || byte === APOSTROPHE || lastLetters.has(byte | LOWER_CASE);
  return (view, start, end) => {
    let hasEquals = false;
    let isOdd = false;
    for (let at = start; at < end; at += 1) {
      const byte = view.getUint8(at);
      if (byte === EQUALS) {
        if (at > start && mayEndName(view.getUint8(at - 1))) return false;
        hasEquals = true;
      } else if (byte === PERCENT) {
        if (mayEncodeEquals(view, at, end)) return false;
        isOdd = true;
      } else if (byte === AMPERSAND) {
        if (at + 1 < end && view.getUint8(at + 1) === HASH) return false;
      } else if (byte === APOSTROPHE) isOdd = true;
    }
    return !(hasEquals && isOdd);
  };
}

/** `%3D`, `%3A`, and what can hide them: `%25`, `%u003d`, `%%33`. */
function mayEncodeEquals(view: DataView, percent: number, end: number): boolean {
  const first = percent + 1 < end ? view.getUint8(percent + 1) : 0;
  const second = percent + 2 < end ? view.getUint8(percent + 2) | LOWER_CASE : 0;
  if (first === PERCENT || (first | LOWER_CASE) === 0x75) return true;
  if (first === 0x32) return second === (0x35 | LOWER_CASE);
  return first === 0x33 && (second === 0x61 || second === 0x64);
}
