/**
 * Borders of words as programs write their names: `Bot` is a word of `AcmeBot`, `my-bot` and
 * `BotMobile`, and none of `ABBOTT` or `aiobotocore`.
 */
const LETTER = /\p{L}/u;
const LOWER = /\p{Ll}/u;
const UPPER = /\p{Lu}/u;

/** No letter follows, or a capital follows a small one. */
export function endsWord(text: string, end: number): boolean {
  const [last = '', next = ''] = [text[end - 1], text[end]];
  if (!LETTER.test(last) || !LETTER.test(next)) return true;
  return LOWER.test(last) && UPPER.test(next);
}

/** No letter stands before, or a capital begins: behind a small letter, or before one (`SEOBot`). */
export function startsWord(text: string, start: number): boolean {
  const [before = '', first = '', second = ''] = [text[start - 1], text[start], text[start + 1]];
  if (!LETTER.test(before) || !LETTER.test(first)) return true;
  return UPPER.test(first) && (LOWER.test(before) || LOWER.test(second));
}
