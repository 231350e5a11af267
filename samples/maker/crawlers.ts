/**
 * Planted actors that look around: declared bots, which say who they are, and the prober, which
 * looks for what an administrator may have left behind.
 */
import { type Address, ipv4 } from './addresses.ts';
import { type AgentFamily, agentOf } from './agents.ts';
import { EPISODES, FEEDS, HOME_PAGE, IMAGES, SPECIALS } from './catalogue.ts';
import { PERIOD_FROM_S, PERIOD_TO_S } from './period.ts';
import { type Random, randomFor } from './prng.ts';
import {
  type PlannedRequest,
  planRequest,
  requestLineOf,
  WEBSITE_HOST,
  wholeFile,
} from './request.ts';

export const PROBER = ipv4('198.51.100.201');

interface Bot {
  readonly family: AgentFamily;
  readonly addresses: readonly Address[];
  readonly requests: number;
}

export const BOTS: readonly Bot[] = [
  { family: 'Googlebot', addresses: ['192.0.2.131'].map(ipv4), requests: 230 },
  { family: 'bingbot', addresses: ['192.0.2.140', '192.0.2.141'].map(ipv4), requests: 56 },
  { family: 'GPTBot', addresses: ['192.0.2.150'].map(ipv4), requests: 44 },
  { family: 'AhrefsBot', addresses: ['192.0.2.161', '192.0.2.162'].map(ipv4), requests: 36 },
];

/** Small files round the clock; `robots.txt` is missing and asked for all the same. */
export function planBots(): PlannedRequest[] {
  return BOTS.flatMap(({ family, addresses, requests }) => {
    const random = randomFor(`bot/${family}`);
    return Array.from({ length: requests }, () => {
      const asked = {
        ip: random.pick(addresses),
        agent: agentOf(family, random),
        timeS: random.int(PERIOD_FROM_S, PERIOD_TO_S - 1),
      };
      return random.chance(0.12) ? askForRobots(random, asked) : crawl(random, asked);
    });
  });
}

type Asked = Pick<PlannedRequest, 'ip' | 'agent' | 'timeS'>;

function askForRobots(random: Random, asked: Asked): PlannedRequest {
  return planRequest(random, {
    ...asked,
    operation: 'WEBSITE.GET.OBJECT',
    key: 'robots.txt',
    status: 404,
    errorCode: 'NoSuchKey',
    bytesSent: 346,
    host: WEBSITE_HOST,
    tls: null,
  });
}

function crawl(random: Random, asked: Asked): PlannedRequest {
  const file = random.pick([HOME_PAGE, ...FEEDS, ...IMAGES, ...SPECIALS, ...EPISODES.slice(-40)]);
  const isAudio = /^(specials|episodes)\//.test(file.key);
  // A crawler looks at the headers of audio, and takes the rest.
  if (isAudio) {
    const looked = { ...asked, key: file.key, objectSize: file.sizeBytes };
    return planRequest(random, { ...looked, operation: 'REST.HEAD.OBJECT' });
  }
  const isCached = random.chance(0.25);
  return planRequest(random, {
    ...asked,
    ...wholeFile(file),
    ...(isCached ? { status: 304, bytesSent: null } : {}),
    operation: 'REST.GET.OBJECT',
  });
}

const PROBED = [
  ...['admin.php', '.env', 'backup.zip', 'wp-login.php', '.git/config', 'config.json', 'db.sql'],
  ...[
    'phpinfo.php',
    'id_rsa',
    '.aws/credentials',
    'server-status',
    'old/backup.tar.gz',
    'api/.env',
  ],
];
const PROBER_REQUESTS = 240;

/** Bursts of guesses; S3 says 403 where it may not even tell that a key is missing. */
export function planProber(): PlannedRequest[] {
  const random = randomFor('prober');
  const bursts = Array.from({ length: 9 }, () => random.int(PERIOD_FROM_S, PERIOD_TO_S - 7_200));
  return Array.from({ length: PROBER_REQUESTS }, (_, index) => {
    const key = random.pick(PROBED);
    const isDenied = random.chance(0.6);
    const operation = random.chance(0.15) ? 'REST.HEAD.OBJECT' : 'REST.GET.OBJECT';
    return planRequest(random, {
      ip: PROBER,
      agent: agentOf('curl'),
      timeS: (bursts[index % bursts.length] ?? PERIOD_FROM_S) + index * 3 + random.int(0, 5),
      operation,
      key,
      requestLine: requestLineOf(operation, key, random.chance(0.1) ? '?v=1' : ''),
      status: isDenied ? 403 : 404,
      errorCode: isDenied ? 'AccessDenied' : 'NoSuchKey',
      bytesSent: operation === 'REST.HEAD.OBJECT' ? null : random.int(243, 310),
    });
  });
}
