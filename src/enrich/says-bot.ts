/** Whether a user agent calls itself a program that goes through what it finds by itself. */
import { endsWord } from './whole-word.ts';

const BOT_WORDS =
  /bots?|crawl(?:er|ing)?s?|spiders?|scan(?:ner|ning)?s?|scrap(?:ers?|ing|y)|headless/gi;

/** Word, and what must not stand before it: Cubot makes phones, CamScanner is an app of people. */
const OTHERS: readonly (readonly [word: string, before: string])[] = [
  ['bot', 'cu'],
  ['scan', 'cam'],
];

/** A word counts at its end only (`Googlebot`): `botocore` and `Scandinavia` begin like one. */
export function saysBot(text: string): boolean {
  for (const { 0: word, index } of text.matchAll(BOT_WORDS)) {
    if (endsWord(text, index + word.length) && !isOther(text, index, word)) return true;
  }
  return false;
}

const isOther = (text: string, index: number, word: string): boolean =>
  OTHERS.some(
    ([begin, before]) =>
      word.toLowerCase().startsWith(begin) &&
      text.slice(Math.max(0, index - before.length), index).toLowerCase() === before,
  );
