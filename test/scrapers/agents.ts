/** Programs that fetch from a bucket, as their user agents spell them, and how each speaks TLS. */
import type { Random } from '../../samples/maker/prng.ts';
import { TLS, type Tls } from './ask.ts';

export interface Program {
  readonly agent: string;
  readonly tls: Tls;
}

const CHROME = 'AppleWebKit/537.36 (KHTML, like Gecko)';
const SAFARI = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';

/** What is in use at one time: few versions that most have, and some that lag behind. */
const DESKTOPS: readonly string[] = [
  ...['142', '143', '143', '144', '144', '144', '109'].flatMap((version) => [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/${version}.0.0.0 Safari/537.36`,
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME} Chrome/${version}.0.0.0 Safari/537.36`,
  ]),
  ...['143', '144'].map(
    (version) =>
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/${version}.0.0.0 Safari/537.36 Edg/${version}.0.0.0`,
  ),
  ...['140', '146', '147', '115'].flatMap((version) => [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`,
    `Mozilla/5.0 (X11; Linux x86_64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`,
  ]),
  ...['17.6', '18.5', '18.6', '26.1'].map(
    (version) =>
      `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/${version} Safari/605.1.15`,
  ),
];

const PHONES: readonly string[] = [
  ...['141', '143', '144', '144'].map(
    (version) =>
      `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Chrome/${version}.0.0.0 Mobile Safari/537.36`,
  ),
  ...['17_6_1', '18_5', '18_6', '18_6_2', '18_7'].map(
    (version) =>
      `Mozilla/5.0 (iPhone; CPU iPhone OS ${version} like Mac OS X) ${SAFARI} Version/${version.replace(/_/g, '.').slice(0, 4)} Mobile/15E148 Safari/604.1`,
  ),
  `Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) ${CHROME} SamsungBrowser/29.0 Chrome/136.0.0.0 Mobile Safari/537.36`,
  `Mozilla/5.0 (Android 14; Mobile; rv:146.0) Gecko/146.0 Firefox/146.0`,
];

/** They ask for ranges while somebody listens. */
const PLAYERS: readonly string[] = [
  'AppleCoreMedia/1.0.0.22G86 (iPhone; U; CPU OS 18_6 like Mac OS X; en_gb)',
  'AppleCoreMedia/1.0.0.22G90 (iPhone; U; CPU OS 18_6_1 like Mac OS X; de_de)',
  'AppleCoreMedia/1.0.0.24F74 (Macintosh; U; Intel Mac OS X 15_5; fr_fr)',
  'RiverbendRadio/5.3.1 (Linux;Android 14) ExoPlayerLib/2.19.1',
  'RiverbendRadio/5.2.0 (Linux;Android 12) ExoPlayerLib/2.18.7',
  'VLC/3.0.21 LibVLC/3.0.21',
];

/** They take whole episodes in the background. */
const PODCAST_APPS: readonly string[] = [
  'Overcast/3.0 (+http://overcast.fm/; iOS podcast app)',
  'AntennaPod/3.9.0',
  'Podcasts/1900.1 CFNetwork/3826.600.41 Darwin/24.6.0',
  'Pocket Casts',
  'PodcastAddict/v5 (+https://podcastaddict.com/; Android podcast app)',
  'Spotify/9.0.88 iOS/18.6 (iPhone15,2)',
  'Spotify/9.0.80 Android/34 (SM-A546B)',
];

/** What people who work with data have. */
const DATA_TOOLS: readonly string[] = [
  'python-requests/2.32.5',
  'python-requests/2.31.0',
  'curl/8.14.1',
  'curl/7.81.0',
  'Wget/1.21.4',
  'Boto3/1.42.4 md/Botocore#1.42.4 ua/2.1 os/linux#6.8.0-90-generic md/arch#x86_64 lang/python#3.12.3 Botocore/1.42.4',
  'aws-cli/2.32.7 md/awscrt#0.29.1 ua/2.1 os/macos#24.6.0 md/arch#arm64 lang/python#3.13.9 md/command#s3.cp',
  'duckdb/v1.4.2(linux_amd64)',
  'libcurl/8.14.1 r-curl/7.0.0 httr/1.4.7',
];

const FAMILIES = {
  desktop: DESKTOPS,
  phone: PHONES,
  player: PLAYERS,
  podcast: PODCAST_APPS,
  data: DATA_TOOLS,
} as const;
export type Family = keyof typeof FAMILIES;

/** Somebody's program: its version and its TLS go together for as long as one looks. */
export function programOf(random: Random, family: Family): Program {
  return { agent: random.pick(FAMILIES[family]), tls: tlsOf(random, family) };
}

/** Most are modern; some people have old systems, or sit behind a proxy that opens TLS. */
function tlsOf(random: Random, family: Family): Tls {
  const drawn = random.next();
  if (family === 'data') return drawn < 0.6 ? TLS.openssl : drawn < 0.85 ? TLS.modern : TLS.older;
  if (family === 'phone' && drawn < 0.06) return TLS.chacha;
  if (family === 'player' || family === 'podcast') return drawn < 0.8 ? TLS.modern : TLS.old;
  return drawn < 0.94 ? TLS.modern : drawn < 0.98 ? TLS.old : TLS.older;
}

/** What a scraper puts on: a list of browsers copied from somewhere, some of them long gone. */
export const MASKS: readonly string[] = [
  ...['99', '103', '108', '114', '118', '120', '124', '131'].flatMap((version) => [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/${version}.0.0.0 Safari/537.36`,
    `Mozilla/5.0 (X11; Linux x86_64) ${CHROME} Chrome/${version}.0.0.0 Safari/537.36`,
  ]),
  ...['102', '109', '121', '128'].map(
    (version) =>
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:${version}.0) Gecko/20100101 Firefox/${version}.0`,
  ),
  `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/16.4 Safari/605.1.15`,
];

/** Bots that say who they are, with addresses that they publish. */
// biome-ignore format: a table, one row a bot
export const BOTS = {
  Googlebot: { agent: 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', network: '66.249.66' },
  bingbot: { agent: 'Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)', network: '40.77.167' },
  GPTBot: { agent: 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.3; +https://openai.com/gptbot)', network: '20.171.207' },
  ClaudeBot: { agent: 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)', network: '216.73.216' },
  AhrefsBot: { agent: 'Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)', network: '54.36.148' },
} as const;
export type BotName = keyof typeof BOTS;
