/**
 * What a person searches for, as a query: every word in some text field, or the text as it stands
 * inside a value, or only the latter. The text is only ever a value in the query, so nothing in it can
 * be an operator. A query string holds it percent-encoded, and is asked for it in that form too.
 */
import type { Query } from '../ask/scope.ts';
import type { TextField } from '../ask/text-field-table.ts';

/** A quoted phrase is one part, and so is everything between blanks. */
const PART = /"([^"]+)"|(\S+)/gu;

export const splitParts = (text: string): readonly string[] =>
  [...text.matchAll(PART)].map(([, phrase, word]) => phrase ?? word ?? '');

/** `&` between words is a blank to the index; alone it can only be a piece of a value. */
const HAS_WORD = /[\p{L}\p{N}]/u;

export interface SearchedText {
  readonly text: string;
  readonly isLiteral: boolean;
  readonly fields: readonly TextField[];
}

export function searchQuery({ text, isLiteral, fields }: SearchedText): Query {
  const parts = splitParts(text);
  const [only] = parts;
  // Quotes around all of it say "these words in this order", they are not looked for.
  const literal = parts.length === 1 && only !== undefined ? only : text.trim();
  const words = parts
    .filter((part) => HAS_WORD.test(part))
    .map((part) => anyOf(inAllForms(part, fields, phrase)));
  const substring = inAllForms(literal, fields, inside);
  return anyOf(
    isLiteral || words.length === 0 ? substring : [{ bool: { filter: words } }, ...substring],
  );
}

const anyOf = (queries: readonly Query[]): Query => ({ bool: { should: queries } });

/** Its words next to each other: `episode-0456` is two words, and 0457 behind it is another phrase. */
const phrase = (text: string, { field }: TextField): Query => ({
  match_phrase: { [`${field}.text`]: { query: text } },
});

const inside = (text: string, { field }: TextField): Query =>
  ASCII.test(text) ? wildcard(field, text) : regexp(field, text);

const ASCII = /^[\x20-\x7e]*$/;

const wildcard = (field: string, text: string): Query => ({
  wildcard: { [field]: { value: `*${text.replace(/[\\*?]/g, '\\$&')}*`, case_insensitive: true } },
});

/** `wildcard` knows upper and lower case of ASCII only. No flags: each character stands for itself. */
const regexp = (field: string, text: string): Query => ({
  regexp: {
    [field]: {
      value: `.*${text.replace(/[.?+*|{}[\]()"\\#@&<>~^$-]/g, '\\$&')}.*`,
      flags: 'NONE',
      case_insensitive: true,
    },
  },
});

const inAllForms = (
  text: string,
  fields: readonly TextField[],
  queryOf: (form: string, field: TextField) => Query,
): readonly Query[] =>
  fields.flatMap((field) => writtenForms(text, field).map((form) => queryOf(form, field)));

/** An accent is one character or a letter and a mark; file names come in both forms. */
function writtenForms(text: string, { isEncoded }: TextField): readonly string[] {
  const forms = [text, text.normalize('NFC'), text.normalize('NFD')];
  if (!isEncoded) return [...new Set(forms)];
  const encoded = forms.map((form) => encodeURIComponent(form.toWellFormed()));
  return [...new Set([...forms, ...encoded.filter(({ length }) => length <= ENCODED_MAX)])];
}

/** A longer pattern of like pieces is more than OpenSearch makes an automaton of. */
const ENCODED_MAX = 300;
