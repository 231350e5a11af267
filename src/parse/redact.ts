/**
 * Takes the secrets of presigned URLs out of any text before it is kept anywhere: the values of the
 * parameters below become REDACTED, however their names are written or encoded, wherever they stand
 * (query, fragment, a URL inside a query, JSON, a header). Where it is unsure it takes too much. The
 * access key id stays: it is no secret, and it tells who signed.
 */
import { type DecodedView, hasEscapes, viewDecoded } from './decoded-view.ts';

export type Redact = (text: string) => string;

export interface Redactor {
  /** For a field of a record. */
  readonly redactField: Redact;
  /** For text that did not parse: takes `name: value` too, the form of a header. */
  readonly redactText: Redact;
}

/** So long that they mean nothing else, whatever stands before them. */
const UNMISTAKABLE_NAMES = ['x-amz-signature', 'x-amz-security-token', 'access_token'];
/** Also ends of other words: only where no word runs into them. */
const SHORT_NAMES = ['signature', 'sig'];
const REDACTED = 'REDACTED';

/** A name needs `=` or `:` behind it, plain or encoded: nearly no field gets further than this. */
const MAYBE_ASSIGNS = /[=\\"\0]|&#|%(?:25|3[ad]|u|%)/i;
const MAYBE_HEADER = /:\s/;
const REGEX_SYNTAX = /[\\^$.*+?()[\]{}|/-]/g;

/** Of parameters whose values are taken out, in lower case or as the operator wrote them. */
export const secretNames = (extraNames: readonly string[] = []): readonly string[] => [
  ...UNMISTAKABLE_NAMES,
  ...SHORT_NAMES,
  ...extraNames.filter((name) => name !== ''),
];

/** `extraNames`: what the operator adds to the names above. */
export function makeRedactor(extraNames: readonly string[] = []): Redactor {
  const names = secretNames(extraNames)
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replace(REGEX_SYNTAX, '\\$&'))
    .join('|');
  const anyName = new RegExp(names, 'i');
  const everyName = new RegExp(names, 'gi');
  const redact = (text: string, hasHeaders: boolean): string => {
    if (!MAYBE_ASSIGNS.test(text) && !(hasHeaders && MAYBE_HEADER.test(text))) return text;
    if (!hasEscapes(text) && !anyName.test(text)) return text;
    return cutSecrets(text, everyName, hasHeaders);
  };
  return {
    redactField: (text) => redact(text, false),
    redactText: (text) => redact(text, true),
  };
}

function cutSecrets(text: string, everyName: RegExp, hasHeaders: boolean): string {
  const view = viewDecoded(text);
  let redacted = '';
  let kept = 0;
  everyName.lastIndex = 0;
  for (let name = everyName.exec(view.text); name !== null; name = everyName.exec(view.text)) {
    const secret = secretAfter(view, name, hasHeaders);
    if (secret === null) continue;
    everyName.lastIndex = secret.end;
    redacted += text.slice(kept, view.starts[secret.start]) + REDACTED;
    kept = view.ends[secret.end - 1] ?? text.length;
  }
  return kept === 0 ? text : redacted + text.slice(kept);
}

/** From, up to and without, in characters of the view. */
interface Secret {
  readonly start: number;
  readonly end: number;
}

const IN_A_WORD = /[\w./-]/;
const ASSIGNMENT = /(["'\\]*)\s*(?:=|:(\s*))([\\]*["']?)/y;

function secretAfter(view: DecodedView, name: RegExpExecArray, hasHeaders: boolean): Secret | null {
  const { text, levels } = view;
  const before = text[name.index - 1];
  const isShort = !UNMISTAKABLE_NAMES.includes(name[0].toLowerCase());
  if (isShort && before !== undefined && IN_A_WORD.test(before)) return null;
  ASSIGNMENT.lastIndex = name.index + name[0].length;
  const assignment = ASSIGNMENT.exec(text);
  if (assignment === null) return null;
  const [whole, nameQuote, blanks, valueQuote] = assignment;
  // `sig:8080` is a host with its port; JSON has a quote before the colon, a header a blank behind.
  const isHeader = hasHeaders && blanks !== undefined && blanks !== '';
  if (blanks !== undefined && nameQuote === '' && !isHeader) return null;
  const start = ASSIGNMENT.lastIndex;
  const equals = start - whole.length + whole.search(/[=:]/);
  const level = levels[equals] ?? 0;
  const ends = valueQuote === '' ? UNQUOTED_ENDS : QUOTED_ENDS;
  let end = start;
  // A separator that is encoded deeper than the `=` is a part of the value.
  while (end < text.length && !(ends.test(text[end] ?? '') && (levels[end] ?? 0) <= level)) {
    end += 1;
  }
  return end === start ? null : { start, end };
}

const UNQUOTED_ENDS = /[&;#"\s]/;
const QUOTED_ENDS = /["']/;
