/**
 * Planted actors that take more than a human would: the bandwidth hog, the sequential scraper, the
 * scraper spread over a /24, and the site that hot-links episodes.
 */
import { type AddressPool, ipv4 } from './addresses.ts';
import { type AgentFamily, agentOf, SPREAD_SCRAPER_AGENT } from './agents.ts';
import { EPISODES, popularEpisode, VIDEOS } from './catalogue.ts';
import {
  DAY_S,
  listeningTimeS,
  MINUTE_S,
  PERIOD_DAYS,
  PERIOD_FROM_S,
  WHOLE_PERIOD,
} from './period.ts';
import { type Random, randomFor } from './prng.ts';
import { type PlannedRequest, partOfFile, planRequest, wholeFile } from './request.ts';

export const HOG = ipv4('198.51.100.23');
export const SCRAPER = ipv4('192.0.2.77');
export const SPREAD_NETWORK = '203.0.113.0/24';
export const HOTLINK_DOMAIN = 'tune-grabber.example';

const HOG_DOWNLOADS_A_DAY = 13;
const SCRAPED_EPISODES = 440;
const SPREAD_ADDRESSES = 120;
const SPREAD_REQUESTS_EACH = 6;
const HOTLINK_LISTENERS = 150;

/** Whole videos, one after the other, without a night. */
export function planHog(): PlannedRequest[] {
  const random = randomFor('hog');
  const agent = agentOf('VLC');
  const gapS = DAY_S / HOG_DOWNLOADS_A_DAY;
  return Array.from({ length: HOG_DOWNLOADS_A_DAY * PERIOD_DAYS }, (_, index) =>
    planRequest(random, {
      ip: HOG,
      agent,
      ...wholeFile(random.pick(VIDEOS)),
      timeS: PERIOD_FROM_S + Math.floor(index * gapS) + random.int(0, 20 * MINUTE_S),
      operation: 'REST.GET.OBJECT',
    }),
  );
}

/** episode-0001, episode-0002, … each 31 minutes after the last, within seconds. */
export function planSequentialScraper(): PlannedRequest[] {
  const random = randomFor('sequential-scraper');
  const startS = PERIOD_FROM_S + 3 * DAY_S + 4_321;
  return EPISODES.slice(0, SCRAPED_EPISODES).map((episode, index) =>
    planRequest(random, {
      ip: SCRAPER,
      agent: agentOf('python-requests'),
      ...wholeFile(episode),
      timeS: startS + index * 31 * MINUTE_S + random.int(-4, 4),
      operation: 'REST.GET.OBJECT',
    }),
  );
}

/** 120 addresses share the work, so that no single one is conspicuous. */
export function planSpreadScraper(): PlannedRequest[] {
  const random = randomFor('spread-scraper');
  const hosts = random.shuffle(Array.from({ length: 254 }, (_, index) => index + 1));
  const addresses = hosts.slice(0, SPREAD_ADDRESSES).map((host) => ipv4(`203.0.113.${host}`));
  const startS = PERIOD_FROM_S + 12 * DAY_S;
  return Array.from({ length: SPREAD_ADDRESSES * SPREAD_REQUESTS_EACH }, (_, index) =>
    planRequest(random, {
      ip: addresses[index % SPREAD_ADDRESSES] ?? null,
      agent: SPREAD_SCRAPER_AGENT,
      ...wholeFile(EPISODES[(index * 7) % EPISODES.length] ?? random.pick(EPISODES)),
      timeS: startS + index * 17 * MINUTE_S + random.int(0, 9 * MINUTE_S),
      operation: 'REST.GET.OBJECT',
    }),
  );
}

/** Other people's visitors: many addresses and browsers, one foreign referrer. */
export function planHotlinking(pool: AddressPool): PlannedRequest[] {
  const random = randomFor('hotlinking');
  const families: readonly AgentFamily[] = ['Chrome', 'Chrome', 'Safari', 'Firefox', 'Edge'];
  return Array.from({ length: HOTLINK_LISTENERS }, () => ({
    ip: pool.take(random),
    agent: agentOf(random.pick(families), random),
  })).flatMap((listener) => {
    const startS = listeningTimeS(random, WHOLE_PERIOD);
    return Array.from({ length: random.int(2, 4) }, (_, index) =>
      planRequest(random, {
        ...listener,
        ...hotlinkedPart(random),
        timeS: startS + index * random.int(5, 300),
        operation: 'REST.GET.OBJECT',
        referrer: `https://www.${HOTLINK_DOMAIN}/play?id=${random.int(100, 999)}`,
      }),
    );
  });
}

function hotlinkedPart(random: Random) {
  const episode = popularEpisode(random);
  const isWhole = random.chance(0.3);
  return isWhole ? wholeFile(episode) : partOfFile(episode, random.int(500_000, 40_000_000));
}
