/**
 * The crowd: some hundred people who read the site and hear a few programmes, mostly in the evening.
 * One play is several range requests, a page brings its images, a second visit gets 304s.
 */
import type { Address, AddressPool } from './addresses.ts';
import { type Agent, type AgentFamily, agentOf } from './agents.ts';
import {
  FEEDS,
  HOME_PAGE,
  IMAGES,
  type MediaFile,
  popularEpisode,
  SPECIALS,
  VIDEOS,
} from './catalogue.ts';
import { listeningTimeS, WHOLE_PERIOD } from './period.ts';
import { type Random, randomFor } from './prng.ts';
import {
  type PlannedRequest,
  partOfFile,
  planRequest,
  WEBSITE_HOST,
  wholeFile,
} from './request.ts';

const LISTENER_COUNT = 720;
const SITE = 'https://www.riverbend-radio.example/';
const REFERRERS = [SITE, SITE, `${SITE}episodes/latest`, 'https://www.google.com/', null];
const BROWSERS: readonly AgentFamily[] = [
  'Chrome',
  'Chrome',
  'Chrome',
  'Safari',
  'Firefox',
  'Edge',
];
const APPS: readonly AgentFamily[] = ['AppleCoreMedia', 'AppleCoreMedia', 'ExoPlayer', 'VLC'];
const FETCHERS: readonly AgentFamily[] = ['Overcast', 'Overcast', 'Spotify'];

/** Who asks: fixed for all requests of one person. */
interface Listener {
  readonly ip: Address;
  readonly agent: Agent;
}

export function planListeners(pool: AddressPool): PlannedRequest[] {
  const random = randomFor('listeners');
  const requests: PlannedRequest[] = [];
  for (let count = 0; count < LISTENER_COUNT; count += 1) {
    const ip = pool.take(random);
    const [families, visit] = random.pick([
      [BROWSERS, browse],
      [BROWSERS, browse],
      [APPS, play],
      [FETCHERS, fetchEpisode],
    ] as const);
    const listener = { ip, agent: agentOf(random.pick(families), random) };
    const visits = random.int(1, random.chance(0.2) ? 5 : 2);
    for (let done = 0; done < visits; done += 1) {
      requests.push(...visit(random, listener, listeningTimeS(random, WHOLE_PERIOD)));
    }
  }
  return requests;
}

/** The home page with some images; one visit in three goes on to a programme. */
function browse(random: Random, listener: Listener, timeS: number): PlannedRequest[] {
  const referrer = random.pick(REFERRERS);
  const page = planRequest(random, {
    ...listener,
    ...wholeFile(HOME_PAGE),
    timeS,
    operation: 'WEBSITE.GET.OBJECT',
    requestLine: 'GET / HTTP/1.1',
    referrer,
    host: WEBSITE_HOST,
    tls: null,
  });
  const images = Array.from({ length: random.int(1, 3) }, () => {
    const file = random.pick(IMAGES);
    const isCached = random.chance(0.3);
    return planRequest(random, {
      ...listener,
      ...wholeFile(file),
      ...(isCached ? { status: 304, bytesSent: null } : {}),
      timeS: timeS + random.int(1, 4),
      operation: 'REST.GET.OBJECT',
      referrer: SITE,
    });
  });
  const heard = random.chance(0.34) ? play(random, listener, timeS + random.int(20, 400)) : [];
  return [page, ...images, ...heard.map((request) => ({ ...request, referrer: SITE }))];
}

/** A player asks for two bytes to learn the size, then for one range after the other. */
function play(random: Random, listener: Listener, timeS: number): PlannedRequest[] {
  const file = chooseProgramme(random);
  const rangeCount = random.int(1, 5);
  const heardShare = random.chance(0.5) ? 1 : random.next();
  const rangeBytes = Math.floor((file.sizeBytes * heardShare) / rangeCount);
  const sizes = [2, ...Array.from({ length: rangeCount }, () => Math.max(1, rangeBytes))];
  return sizes.map((bytesSent, index) =>
    planRequest(random, {
      ...listener,
      ...partOfFile(file, bytesSent),
      timeS: timeS + index * random.int(40, 260),
      operation: 'REST.GET.OBJECT',
    }),
  );
}

/** A podcast app reads its feed, looks at the size of a new episode, and takes it whole. */
function fetchEpisode(random: Random, listener: Listener, timeS: number): PlannedRequest[] {
  const [feed, episode] = [random.pick(FEEDS), popularEpisode(random)];
  const isFresh = random.chance(0.6);
  const poll = planRequest(random, {
    ...listener,
    ...wholeFile(feed),
    ...(isFresh ? {} : { status: 304, bytesSent: null }),
    timeS,
    operation: 'REST.GET.OBJECT',
  });
  if (!isFresh) return [poll];
  const look = { ...listener, timeS: timeS + 2, operation: 'REST.HEAD.OBJECT', key: episode.key };
  const take = { ...listener, ...wholeFile(episode), timeS: timeS + 3 };
  // One download in eight breaks off on the way: status 200, yet not all bytes were sent.
  const isCut = random.chance(0.125);
  const bytesSent = isCut ? random.int(1, episode.sizeBytes - 1) : episode.sizeBytes;
  return [
    poll,
    planRequest(random, { ...look, objectSize: episode.sizeBytes }),
    planRequest(random, { ...take, operation: 'REST.GET.OBJECT', bytesSent }),
  ];
}

function chooseProgramme(random: Random): MediaFile {
  if (random.chance(0.08)) return random.pick(VIDEOS);
  return random.chance(0.2) ? random.pick(SPECIALS) : popularEpisode(random);
}
