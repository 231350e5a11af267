/**
 * User agent -> name and class. Our own table comes first, because it is about S3; then the crawler
 * lists; then browsers. Hundreds of expressions are tried, so each distinct agent is read once and
 * remembered.
 */
import bowser from 'bowser';
import { findBotMatch } from 'isbot';
import type { AgentClass } from '../core/agent-class.ts';
import { AGENT_TABLE } from './agent-table.ts';
import { findCrawler } from './find-crawler.ts';
import { productsOf } from './products-of.ts';
import { type AgentSystem, readSystem } from './read-system.ts';
import { RecentCache } from './recent-cache.ts';
import { saysBot } from './says-bot.ts';

interface Program {
  /** The product, such as `Chrome` or `GPTBot`, never a version; null where the text names none. */
  readonly name: string | null;
  readonly class: AgentClass;
}

export interface Agent extends Program, AgentSystem {}

/** Longer agents are matched by their start; the record keeps them whole. */
const MATCHED_LENGTH_MAX = 1_024;
const AGENTS_REMEMBERED_MAX = 10_000;

/** Bowser's names where everyone says another one. */
const BROWSER_NAMES: Readonly<Record<string, string>> = {
  'Microsoft Edge': 'Edge',
  'Samsung Internet for Android': 'Samsung Internet',
};
const KNOWN_BROWSERS = new Set(Object.values(bowser.BROWSER_MAP));

export function makeAgentReader(): (userAgent: string) => Agent {
  const remembered = new RecentCache<Agent>(AGENTS_REMEMBERED_MAX);
  return (userAgent) => {
    const matched =
      userAgent.length > MATCHED_LENGTH_MAX ? userAgent.slice(0, MATCHED_LENGTH_MAX) : userAgent;
    return remembered.get(matched, readAgent);
  };
}

const startsLikeBrowser = (userAgent: string): boolean =>
  userAgent.startsWith('Mozilla/') || userAgent.startsWith('Opera/');

/** What of bowser is asked for, each only where it is needed: each costs some fifty expressions. */
type SaidByAgent = Pick<bowser.Parser.Parser, 'getBrowser' | 'getOS' | 'getPlatform'>;

/** Bowser throws on an empty text. */
const NOTHING_SAID: SaidByAgent = {
  getBrowser: () => ({}),
  getOS: () => ({}),
  getPlatform: () => ({}),
};

function readAgent(userAgent: string): Agent {
  const said = userAgent === '' ? NOTHING_SAID : bowser.getParser(userAgent, true);
  const program = readProgram(userAgent, () => said.getBrowser().name);
  const system = { os: said.getOS(), platform: said.getPlatform() };
  const { os, device } = readSystem(system, startsLikeBrowser(userAgent));
  // Whatever clothes a bot wears, it is nobody's phone.
  return { ...program, os, device: program.class === 'bot' ? null : device };
}

/** `browserOf`: what bowser takes it for. */
function readProgram(userAgent: string, browserOf: () => string | undefined): Program {
  const row = AGENT_TABLE.find(({ pattern }) => pattern.test(userAgent));
  if (row !== undefined) return { name: row.name, class: row.class };
  const isBrowserLike = startsLikeBrowser(userAgent);
  const botMatch = findBotMatch(userAgent);
  // The crawler list is long, and isbot knows by one expression whether it can hold a browser.
  const crawler = botMatch !== null || !isBrowserLike ? findCrawler(userAgent) : null;
  if (crawler !== null) {
    return { ...crawler, name: crawler.name ?? botName(userAgent, '') };
  }
  if (isBrowserLike ? isBotInClothes(userAgent, botMatch) : isBot(userAgent)) {
    return { name: botName(userAgent, botMatch ?? ''), class: 'bot' };
  }
  const browser = isBrowserLike ? browserOf() : undefined;
  if (browser !== undefined && KNOWN_BROWSERS.has(browser)) {
    return { name: BROWSER_NAMES[browser] ?? browser, class: 'browser' };
  }
  const products = productsOf(userAgent);
  const named = isBrowserLike ? products.filter(({ place }) => place !== 'comment') : products;
  return { name: named[0]?.name ?? null, class: 'unknown' };
}

/** The address of whom to complain to, as crawlers write it. */
const CONTACT = /\+\s?(?:https?:|www\.|mailto:|[\w.-]{1,64}@)/i;

/**
 * isbot takes whatever is no browser for a bot: `Name/1.0`, and words such as `java` or `client`. A
 * program of the owner's is one too, and no bot.
 */
const isBot = (userAgent: string): boolean => saysBot(userAgent) || CONTACT.test(userAgent);

/** What isbot takes for one in any part of a word. */
const ISBOT_WORDS = /bot|crawl|spider|scan/i;

/**
 * In a browser's clothes isbot is right, but `CUBOT` and `Scandinavia` are no bots; nor is what it
 * finds from the first letter on, such as `Mozilla/5.0` alone.
 */
const isBotInClothes = (userAgent: string, match: string | null): boolean =>
  saysBot(userAgent) ||
  (match !== null && !ISBOT_WORDS.test(match) && !userAgent.startsWith(match));

/** Says what it is, and not which: `Quill/1.0 (spider)`. */
const ONLY_SAYS_BOT = /^(?:(?:ro)?bots?|crawler|spider|scanner|scraper)$/i;

/** The product that gave the bot away, else the one behind `compatible`, else the first one. */
function botName(userAgent: string, match: string): string | null {
  const products = productsOf(userAgent);
  const named = products.filter(({ name }) => !ONLY_SAYS_BOT.test(name));
  const matched = match.trim().toLowerCase();
  const found =
    named.find(({ name }) => saysBot(name)) ??
    named.find(({ place }) => place === 'compatible') ??
    named.find(({ name }) => matched !== '' && name.toLowerCase().includes(matched)) ??
    named.find(({ place }) => place === 'outside') ??
    products.find(({ place }) => place !== 'comment');
  return found?.name ?? null;
}
