/**
 * A text as a reader sees it after all its encodings, and where each character came from. Redaction
 * looks for names in the view and cuts in the text itself: `%253FX%252DAmz%252DSignature%253D` is
 * the same to it as `?X-Amz-Signature=`. Undone are `%3D`, nested to any depth by `%25`, `%u003D`,
 * `\u003d`, `\x3d`, `&#61;` and `&#x3d;`; NUL is left out, so that UTF-16 reads like ASCII.
 */
import { Buffer } from 'node:buffer';

export interface DecodedView {
  /** One character a view character; everything above 0x7F stands as 0x80. */
  readonly text: string;
  /** Where in the source each view character starts, and ends. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** How many encodings each view character was under. */
  readonly levels: Uint16Array;
}

interface Escape {
  readonly byte: number;
  /** View characters that the escape takes up. */
  readonly length: number;
  readonly levels: number;
}

/** Passes for what `%25` chains do not cover, such as `%%33%44`; nobody decodes deeper. */
const PASSES_MAX = 4;
const LOWEST_NOT_ASCII = 0x80;
const MAYBE_ESCAPED = /[%\\\0]|&#/;
const PERCENT_ESCAPE = /%(?:25)*([0-9a-f]{2})/iy;
const OTHER_ESCAPE =
  /(?:%u|\\u)00([0-9a-f]{2})|\\x([0-9a-f]{2})|&#x0{0,4}([0-9a-f]{2});?|&#0{0,4}(\d{2,3});?/iy;

export const hasEscapes = (text: string): boolean => MAYBE_ESCAPED.test(text);

export function viewDecoded(source: string): DecodedView {
  let view = viewAsIs(source);
  for (let pass = 0; pass < PASSES_MAX && hasEscapes(view.text); pass += 1) {
    const next = decodeOnce(view);
    if (next.text.length === view.text.length) break;
    view = next;
  }
  return view;
}

function viewAsIs(source: string): DecodedView {
  const { length } = source;
  const bytes = Buffer.allocUnsafe(length);
  const starts = new Int32Array(length);
  const ends = new Int32Array(length);
  for (let at = 0; at < length; at += 1) {
    bytes[at] = Math.min(source.charCodeAt(at), LOWEST_NOT_ASCII);
    starts[at] = at;
    ends[at] = at + 1;
  }
  return { text: bytes.toString('latin1'), starts, ends, levels: new Uint16Array(length) };
}

function decodeOnce(view: DecodedView): DecodedView {
  const { text } = view;
  const bytes = Buffer.allocUnsafe(text.length);
  const starts = new Int32Array(text.length);
  const ends = new Int32Array(text.length);
  const levels = new Uint16Array(text.length);
  let to = 0;
  for (let at = 0; at < text.length; ) {
    const code = text.charCodeAt(at);
    const found = code === 0x25 || code === 0x5c || code === 0x26 ? escapeAt(text, at) : null;
    const length = found?.length ?? 1;
    if (code !== 0) {
      bytes[to] = Math.min(found?.byte ?? code, LOWEST_NOT_ASCII);
      starts[to] = view.starts[at] ?? 0;
      ends[to] = view.ends[at + length - 1] ?? 0;
      levels[to] = (view.levels[at] ?? 0) + (found?.levels ?? 0);
      to += 1;
    }
    at += length;
  }
  return { text: bytes.toString('latin1', 0, to), starts, ends, levels };
}

function escapeAt(text: string, at: number): Escape | null {
  const percent = matchAt(PERCENT_ESCAPE, text, at);
  if (percent !== null) {
    const { length } = percent[0];
    return { byte: Number.parseInt(percent[1] ?? '', 16), length, levels: (length - 1) / 2 };
  }
  const other = matchAt(OTHER_ESCAPE, text, at);
  if (other === null) return null;
  const hex = other[1] ?? other[2] ?? other[3];
  const byte = hex === undefined ? Number(other[4]) : Number.parseInt(hex, 16);
  return { byte, length: other[0].length, levels: 1 };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
