/**
 * What a person searches for, as a query: every word in some text field, or the text as it stands
 * inside a value. The text is only ever a value in the query, so nothing in it can be an operator.
 */
import type { Query } from '../ask/scope.ts';
import type { TextField } from '../ask/text-field-table.ts';

/** A quoted phrase is one part, and so is everything between blanks. */
const PART = /"([^"]+)"|(\S+)/gu;

export const splitParts = (text: string): readonly string[] =>
  [...text.matchAll(PART)].map(([, phrase, word]) => phrase ?? word ?? '');

/** `&` between words is a blank to the index; alone it can only be a piece of a value. */
const HAS_WORD = /[\p{L}\p{N}]/u;

export function searchQuery(text: string, fields: readonly TextField[]): Query {
  const parts = splitParts(text);
  const [only] = parts;
  // Quotes around all of it say "these words in this order", they are not looked for.
  const literal = parts.length === 1 && only !== undefined ? only : text.trim();
  const words = parts
    .filter((part) => HAS_WORD.test(part))
    .map((part) => anyOf(writtenForms(part).flatMap((form) => phrase(form, fields))));
  const substring = writtenForms(literal).flatMap((form) => inside(form, fields));
  return anyOf(words.length === 0 ? substring : [{ bool: { filter: words } }, ...substring]);
}

const anyOf = (queries: readonly Query[]): Query => ({ bool: { should: queries } });

/** Its words next to each other: `episode-0456` is two words, and 0457 behind it is another phrase. */
const phrase = (text: string, fields: readonly TextField[]): readonly Query[] =>
  fields.map(({ field }) => ({ match_phrase: { [`${field}.text`]: { query: text } } }));

const inside = (text: string, fields: readonly TextField[]): readonly Query[] =>
  fields.map(({ field }) => (ASCII.test(text) ? wildcard(field, text) : regexp(field, text)));

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

/** An accent is one character or a letter and a mark; file names come in both forms. */
const writtenForms = (text: string): readonly string[] => [
  ...new Set([text, text.normalize('NFC'), text.normalize('NFD')]),
];
