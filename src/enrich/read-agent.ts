/**
 * User agent -> name and class. Our own table comes first, because it is about S3; then the crawler
 * lists; then browsers. Hundreds of expressions are tried, so each distinct agent is read once and
 * remembered.
 */
import bowser from 'bowser';
import { findBotMatch } from 'isbot';
import type { AgentClass } from '../core/record.ts';
import { AGENT_TABLE } from './agent-table.ts';
import { findCrawler } from './find-crawler.ts';
import { RecentCache } from './recent-cache.ts';

export interface Agent {
  /** A family such as `Chrome` or `GPTBot`; null where the text names no program. */
  readonly name: string | null;
  readonly class: AgentClass;
}

/** Longer agents are matched by their start; the record keeps them whole. */
const MATCHED_LENGTH_MAX = 1_024;
const AGENTS_REMEMBERED_MAX = 10_000;

/** Bowser's names where everyone says another one. */
const BROWSER_NAMES: Readonly<Record<string, string>> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
};
const KNOWN_BROWSERS = new Set(Object.values(bowser.BROWSER_MAP));
const SAYS_BOT = /bot|crawl|spider|scan/i;
const FIRST_PRODUCT = /^\W{0,2}([A-Za-z][\w.-]{0,39})/;
const WORD = /[\w.-]+/g;
const URL_START = /^(?:https?|www\.)/i;
const NAME_LENGTH_MAX = 40;

export function makeAgentReader(): (userAgent: string) => Agent {
  const remembered = new RecentCache<Agent>(AGENTS_REMEMBERED_MAX);
  return (userAgent) => {
    const matched =
      userAgent.length > MATCHED_LENGTH_MAX ? userAgent.slice(0, MATCHED_LENGTH_MAX) : userAgent;
    const known = remembered.get(matched);
    if (known !== undefined) return known;
    const agent = readAgent(matched);
    remembered.set(matched, agent);
    return agent;
  };
}

function readAgent(userAgent: string): Agent {
  const row = AGENT_TABLE.find(({ pattern }) => pattern.test(userAgent));
  if (row !== undefined) return { name: row.name, class: row.class };
  const isBrowserLike = userAgent.startsWith('Mozilla/') || userAgent.startsWith('Opera/');
  const botMatch = findBotMatch(userAgent);
  // The crawler list is long, and isbot knows by one expression whether it can hold a browser.
  const crawler = botMatch !== null || !isBrowserLike ? findCrawler(userAgent) : null;
  if (crawler !== null) return crawler;
  if (botMatch !== null && isBot(userAgent, botMatch)) {
    return { name: botName(userAgent, botMatch), class: 'bot' };
  }
  const browser = isBrowserLike ? bowser.parse(userAgent).browser.name : undefined;
  if (browser !== undefined && KNOWN_BROWSERS.has(browser)) {
    return { name: BROWSER_NAMES[browser] ?? browser, class: 'browser' };
  }
  return { name: firstProduct(userAgent), class: 'unknown' };
}

/**
 * isbot takes anything of the form `Name/1.0` for a bot, and matches it from its first letter: that
 * is a program, and not yet a bot.
 */
const isBot = (userAgent: string, match: string): boolean =>
  SAYS_BOT.test(match) || (match.trim() !== '' && !userAgent.startsWith(match));

/** The word that gave a bot away, such as `FooBot` for a match of `Bot`; else its first product. */
function botName(userAgent: string, match: string): string | null {
  const matchEnd = userAgent.indexOf(match) + match.length;
  for (const { 0: word, index } of userAgent.matchAll(WORD)) {
    if (index + word.length < matchEnd) continue;
    if (index > matchEnd || word.length < 3 || URL_START.test(word)) break;
    return word.slice(0, NAME_LENGTH_MAX);
  }
  return firstProduct(userAgent);
}

function firstProduct(userAgent: string): string | null {
  return FIRST_PRODUCT.exec(userAgent)?.[1] ?? null;
}
