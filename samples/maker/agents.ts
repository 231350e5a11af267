/**
 * User agents: real-world shapes with the family and class that the answer key promises for them.
 */
import type { Random } from './prng.ts';

export interface Agent {
  /** `null` for an empty header: the record has no agent. */
  readonly family: string | null;
  readonly text: string;
}

const SAFARI_WEBKIT = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
const CHROME_WEBKIT = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const GOOGLEBOT_PHONE = 'Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P)';

// biome-ignore format: a table, one row a user agent
const AGENT_TABLE = {
  Chrome: { class: 'browser', texts: [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME_WEBKIT} Chrome/143.0.0.0 Safari/537.36`,
    `Mozilla/5.0 (Linux; Android 10; K) ${CHROME_WEBKIT} Chrome/143.0.0.0 Mobile Safari/537.36`,
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME_WEBKIT} Chrome/142.0.0.0 Safari/537.36`,
  ] },
  Safari: { class: 'browser', texts: [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI_WEBKIT} Version/18.6 Safari/605.1.15`,
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) ${SAFARI_WEBKIT} Version/18.6 Mobile/15E148 Safari/604.1`,
  ] },
  Firefox: { class: 'browser', texts: [
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:146.0) Gecko/20100101 Firefox/146.0',
    'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  ] },
  Edge: { class: 'browser', texts: [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME_WEBKIT} Chrome/143.0.0.0 Safari/537.36 Edg/143.0.0.0`,
  ] },
  AppleCoreMedia: { class: 'player', texts: [
    'AppleCoreMedia/1.0.0.22G86 (iPhone; U; CPU OS 18_6 like Mac OS X; en_gb)',
    'AppleCoreMedia/1.0.0.24F74 (Macintosh; U; Intel Mac OS X 15_5; fr_fr)',
  ] },
  VLC: { class: 'player', texts: ['VLC/3.0.21 LibVLC/3.0.21'] },
  Overcast: { class: 'player', texts: ['Overcast/3.0 (+http://overcast.fm/; iOS podcast app)'] },
  Spotify: { class: 'player', texts: ['Spotify/9.0.88 iOS/18.6 (iPhone15,2)', 'Spotify/9.0.80 Android/34 (SM-A546B)'] },
  ExoPlayer: { class: 'player', texts: ['RiverbendRadio/5.3.1 (Linux;Android 14) ExoPlayerLib/2.19.1'] },
  'aws-cli': { class: 'tool', texts: [
    'aws-cli/2.32.7 md/awscrt#0.29.1 ua/2.1 os/linux#6.8.0-90-generic md/arch#x86_64 lang/python#3.13.9 md/installer#exe md/command#s3.cp',
  ] },
  Boto3: { class: 'library', texts: [
    'Boto3/1.42.4 md/Botocore#1.42.4 ua/2.1 os/linux#6.1.158 md/arch#aarch64 lang/python#3.12.12 cfg/retry-mode#standard Botocore/1.42.4',
  ] },
  'python-requests': { class: 'library', texts: ['python-requests/2.32.5'] },
  curl: { class: 'library', texts: ['curl/8.14.1'] },
  Googlebot: { class: 'bot', texts: [
    'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)',
    `${GOOGLEBOT_PHONE} ${CHROME_WEBKIT} Chrome/142.0.7444.175 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)`,
  ] },
  bingbot: { class: 'bot', texts: ['Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)'] },
  GPTBot: { class: 'bot', texts: ['Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)'] },
  AhrefsBot: { class: 'bot', texts: ['Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)'] },
  'Amazon CloudFront': { class: 'cdn', texts: ['Amazon CloudFront'] },
} as const satisfies Record<string, { readonly class: string; readonly texts: readonly string[] }>;

export type AgentFamily = keyof typeof AGENT_TABLE;

/** One user agent of the family; without randomness the first. */
export function agentOf(family: AgentFamily, random?: Random): Agent {
  const texts: readonly string[] = AGENT_TABLE[family].texts;
  return { family, text: (random === undefined ? texts[0] : random.pick(texts)) ?? family };
}

/** The header was sent, with nothing in it: written as `""` where others have `-`, and no agent either. */
export const EMPTY_AGENT: Agent = { family: null, text: '' };

/** Nothing inside the quotes is escaped, so a quote mark in a header stays as it is. */
export const QUOTED_AGENT: Agent = {
  family: 'Chrome',
  text: `Mozilla/5.0 (Linux; Android 14; "Den" TV Build/UP1A) ${CHROME_WEBKIT} Chrome/141.0.0.0 Safari/537.36`,
};

/** One old browser version that all addresses of the spread scraper claim to be. */
export const SPREAD_SCRAPER_AGENT: Agent = {
  family: 'Chrome',
  text: `Mozilla/5.0 (X11; Linux x86_64) ${CHROME_WEBKIT} Chrome/118.0.5993.70 Safari/537.36`,
};

export const agentClasses = (): Record<string, string> =>
  Object.fromEntries(Object.entries(AGENT_TABLE).map(([family, row]) => [family, row.class]));
