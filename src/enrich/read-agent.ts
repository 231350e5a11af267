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
/** What isbot matches in anything of the form `Name/1.0`, which is a program and not yet a bot. */
const BARE_PRODUCT = /^[^\s/]*\//;
const FIRST_PRODUCT = /^\W{0,2}([A-Za-z][\w.-]{0,39})/;
const WORD_BEFORE = /[\w.-]*$/;
const WORD_AFTER = /^[\w.-]*/;
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
  if (botMatch !== null && !BARE_PRODUCT.test(botMatch)) {
    return { name: botName(userAgent, botMatch), class: 'bot' };
  }
  if (!isBrowserLike) return { name: firstProduct(userAgent), class: 'unknown' };
  const { name } = bowser.parse(userAgent).browser;
  if (name === undefined || !KNOWN_BROWSERS.has(name)) return { name: null, class: 'unknown' };
  return { name: BROWSER_NAMES[name] ?? name, class: 'browser' };
}

/** The word that gave a bot away, such as `FooBot` for a match of `Bot`; else its first product. */
function botName(userAgent: string, match: string): string | null {
  const at = userAgent.indexOf(match);
  const before = WORD_BEFORE.exec(userAgent.slice(Math.max(0, at - NAME_LENGTH_MAX), at));
  const after = WORD_AFTER.exec(userAgent.slice(at).slice(0, NAME_LENGTH_MAX));
  const word = `${before?.[0] ?? ''}${after?.[0] ?? ''}`;
  const isUrl = /^(?:https?|www\.)/i.test(word) || word.length < 3;
  return isUrl ? firstProduct(userAgent) : word.slice(0, NAME_LENGTH_MAX);
}

function firstProduct(userAgent: string): string | null {
  return FIRST_PRODUCT.exec(userAgent)?.[1] ?? null;
}
