/**
 * Looks a user agent up in crawler-user-agents, which names about 1,500 programs. The name is the
 * pattern in plain letters where it has any (`[wW]get` has two spellings, but is one family).
 */
import crawlers from 'crawler-user-agents';
import type { AgentClass } from '../core/agent-class.ts';
import { endsWord, startsWord } from './whole-word.ts';

interface Crawler {
  /** null: the list knows it by an address only. */
  readonly name: string | null;
  readonly class: AgentClass;
}

interface CompiledCrawler extends Crawler {
  readonly pattern: RegExp;
}

/** Compiled at the first look-up: a command that parses nothing does not pay for it. */
let compiled: readonly CompiledCrawler[] | null = null;

/** Many patterns are short words (`Sonic`, `psbot`): one counts only where it is a word. */
export function findCrawler(userAgent: string): Crawler | null {
  compiled ??= crawlers.map(compile);
  const found = compiled.find(({ pattern }) => isWordIn(userAgent, pattern.exec(userAgent)));
  return found === undefined ? null : { name: found.name, class: found.class };
}

const isWordIn = (userAgent: string, match: RegExpExecArray | null): boolean =>
  match !== null &&
  startsWord(userAgent, match.index) &&
  endsWord(userAgent, match.index + match[0].length);

/** The package's types leave `tags` out. */
function compile(crawler: { pattern: string; tags?: readonly string[] }): CompiledCrawler {
  const name = nameOf(crawler.pattern);
  const isLibrary = crawler.tags?.includes('http-library') ?? false;
  return {
    pattern: new RegExp(crawler.pattern),
    name: name.startsWith('www.') ? null : name,
    class: isLibrary ? 'library' : 'bot',
  };
}

const ONE_OF_TWO_CASES = /\[(\w)(\w)\]/g;
const ONE_OF_TWO_WORDS = /\((\w+)\|\w+\)/g;
const EDGES = /\(\^\| \)|\(\[\^-\]\|\$\)|\[\\s\\S\]\*|https?:\\\/\\\/|\\d\\\.\\d\+/g;
const WORDS = /\w[\w.&'@!:-]*(?: \w[\w.&'@!:-]*)*/;

/** `[cC]laude[bB]ot` -> `ClaudeBot`, `Googlebot\/` -> `Googlebot`, `^LCC ` -> `LCC`. */
function nameOf(pattern: string): string {
  const plain = pattern
    .replace(ONE_OF_TWO_CASES, (_, first: string, second: string) =>
      first === first.toUpperCase() ? first : second,
    )
    .replace(ONE_OF_TWO_WORDS, '$1')
    .replace(EDGES, ' ')
    .replaceAll('\\', '');
  return WORDS.exec(plain)?.[0] ?? pattern;
}
