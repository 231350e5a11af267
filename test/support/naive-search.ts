/**
 * What `search` should find, read off planned requests without OpenSearch: every part of the text as
 * words next to each other in some field (a sign alone is no word), or the whole text inside a value,
 * in any case and with its accents written as one character or as two.
 */
import type { PlannedRequest } from '../../samples/maker/request.ts';

export type SearchField = 'user_agent' | 'referrer' | 'key' | 'url_query';
const ALL_FIELDS: readonly SearchField[] = ['user_agent', 'referrer', 'key', 'url_query'];

export function naiveSearch(
  records: readonly PlannedRequest[],
  text: string,
  fields = ALL_FIELDS,
): readonly PlannedRequest[] {
  const parts = splitText(text);
  const whole = parts.length === 1 ? (parts[0] ?? '') : text.trim();
  return records.filter((record) => {
    const isFound = (part: string, holds: (value: string, form: string) => boolean): boolean =>
      fields.some((field) => {
        const value = textOf(record, field);
        return value !== null && formsIn(field, part).some((form) => holds(value, form));
      });
    const words = parts.filter((part) => /[\p{L}\p{N}]/u.test(part));
    const areWordsThere = words.every((part) => isFound(part, holdsWords));
    return (words.length > 0 && areWordsThere) || isFound(whole, holdsPiece);
  });
}

/** As it is indexed: an empty header has nothing to find, a secret is no secret any more. */
function textOf(
  { agent, referrer, key, requestLine }: PlannedRequest,
  field: SearchField,
): string | null {
  switch (field) {
    case 'user_agent':
      return agent?.text || null;
    case 'referrer':
      return redacted(referrer);
    case 'key':
      return key;
    case 'url_query':
      return redacted(/\?(.+) HTTP\/1\.1$/.exec(requestLine ?? '')?.[1] ?? null);
    default:
      return field satisfies never;
  }
}

const redacted = (text: string | null): string | null =>
  text?.replace(/(?<=\b(?:X-Amz-Signature|access_token)=)[^&]+/g, 'REDACTED') ?? null;

/** "Quoted" text is one part, and so is what stands between blanks. */
function splitText(text: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < text.length; ) {
    const quote = text[at] === '"' ? text.indexOf('"', at + 1) : -1;
    if (/\s/.test(text[at] ?? '')) {
      at += 1;
    } else if (quote > at + 1) {
      parts.push(text.slice(at + 1, quote));
      at = quote + 1;
    } else {
      const rest = text.slice(at).split(/\s/, 1)[0] ?? '';
      parts.push(rest);
      at += rest.length;
    }
  }
  return parts;
}

/** A query is sent encoded. */
function formsIn(field: SearchField, text: string): string[] {
  const forms = [text, text.normalize('NFC'), text.normalize('NFD')];
  return field === 'url_query' ? [...forms, ...forms.map(encodeURIComponent)] : forms;
}

const holdsPiece = (value: string, piece: string): boolean =>
  value.toLowerCase().includes(piece.toLowerCase());

function holdsWords(value: string, part: string): boolean {
  const there = wordsOf(value);
  const wanted = wordsOf(part);
  const isAt = (from: number) => wanted.every((word, index) => there[from + index] === word);
  return wanted.length > 0 && there.some((_, from) => isAt(from));
}

/** Values and texts come again and again. */
const knownWords = new Map<string, readonly string[]>();
function wordsOf(text: string): readonly string[] {
  const words = knownWords.get(text) ?? splitWords(text);
  knownWords.set(text, words);
  return words;
}

const splitWords = (text: string): readonly string[] =>
  text
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => [...word.toLowerCase()].map(withoutAccent).join(''));

/** One character with its accent; a mark that stands apart stays. */
function withoutAccent(character: string): string {
  if (character === 'ß') return 'ss';
  const [base = ''] = character.normalize('NFD');
  return /[a-z]/.test(base) ? base : character;
}
