/**
 * Looks a user agent up in crawler-user-agents, which names about 1,500 programs. The name is the
 * pattern in plain letters where it has any (`[wW]get` has two spellings, but is one family).
 */
import crawlers from 'crawler-user-agents';
import type { AgentClass } from '../core/agent-class.ts';
import { requiredText } from './required-text.ts';
import { endsWord, startsWord } from './whole-word.ts';

interface Crawler {
  /** null: the list knows it by an address only. */
  readonly name: string | null;
  readonly class: AgentClass;
}

interface CompiledCrawler extends Crawler {
  readonly pattern: RegExp;
}

/** Where a crawler stands in the list: the first one that matches counts. */
type Position = number;

/** Each is compiled when it is first tried: most never are. */
const compiled: CompiledCrawler[] = [];
/** Made at the first look-up: a command that parses nothing does not pay for it. */
let index: TrigramIndex | null = null;

/** Many patterns are short words (`Sonic`, `psbot`): one counts only where it is a word. */
export function findCrawler(userAgent: string): Crawler | null {
  index ??= makeIndex();
  for (const position of candidatesOf(userAgent, index)) {
    const crawler = compiledAt(position);
    if (isWordIn(userAgent, crawler.pattern.exec(userAgent)))
      return { name: crawler.name, class: crawler.class };
  }
  return null;
}

/** Crawlers by three characters that stand in every user agent that their pattern matches. */
interface TrigramIndex {
  readonly byTrigram: ReadonlyMap<string, readonly Position[]>;
  /** Whose pattern requires less than that. */
  readonly others: readonly Position[];
}

const TRIGRAM = 3;

function makeIndex(): TrigramIndex {
  const byTrigram = new Map<string, Position[]>();
  const others: Position[] = [];
  for (const [position, { pattern }] of crawlers.entries()) {
    const rarest = rarestTrigram(requiredText(pattern), byTrigram);
    const listed = rarest === null ? others : byTrigram.get(rarest);
    if (listed !== undefined) listed.push(position);
    else if (rarest !== null) byTrigram.set(rarest, [position]);
  }
  return { byTrigram, others };
}

/** `bot` stands in hundreds: the one with the fewest is told apart best. null: the text is too short. */
function rarestTrigram(text: string, byTrigram: TrigramIndex['byTrigram']): string | null {
  let rarest: string | null = null;
  let fewest = Number.POSITIVE_INFINITY;
  for (let at = 0; at + TRIGRAM <= text.length && fewest > 0; at += 1) {
    const trigram = text.slice(at, at + TRIGRAM);
    const count = byTrigram.get(trigram)?.length ?? 0;
    if (count >= fewest) continue;
    rarest = trigram;
    fewest = count;
  }
  return rarest;
}

function candidatesOf(userAgent: string, { byTrigram, others }: TrigramIndex): Position[] {
  const found = new Set(others);
  for (let at = 0; at + TRIGRAM <= userAgent.length; at += 1)
    for (const position of byTrigram.get(userAgent.slice(at, at + TRIGRAM)) ?? [])
      found.add(position);
  return [...found].sort((a, b) => a - b);
}

function compiledAt(position: Position): CompiledCrawler {
  const known = compiled[position];
  if (known !== undefined) return known;
  const crawler = crawlers[position];
  if (crawler === undefined) throw new RangeError(`there is no crawler ${position}`);
  const made = compile(crawler);
  compiled[position] = made;
  return made;
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
