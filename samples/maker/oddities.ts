/**
 * Requests that are rare but valid, each here because a parser or a count can get it wrong: presigned
 * URLs, a content delivery network, old and future line lengths, lines without a request id.
 */
import { type AddressPool, ipv4 } from './addresses.ts';
import { agentOf, EMPTY_AGENT, QUOTED_AGENT } from './agents.ts';
import { EMPTY_FILE, IMAGES, MEMBER_FILES, popularEpisode, TIED_FILES } from './catalogue.ts';
import { DAY_S, listeningTimeS, PERIOD_FROM_S, WHOLE_PERIOD } from './period.ts';
import { type Random, randomFor } from './prng.ts';
import { EDITOR } from './publishing.ts';
import { type PlannedRequest, planRequest, REGION, requestLineOf, wholeFile } from './request.ts';

const EDGES = ['198.51.100.61', '198.51.100.62', '198.51.100.63'].map(ipv4);
const ORIGIN_ACCESS =
  'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1RIVERBEND7Q';

export function planOddities(pool: AddressPool): PlannedRequest[] {
  return [
    ...planPresigned(pool),
    ...planEdgeReads(),
    ...planErrors(pool),
    ...planUnusualLines(pool),
    ...planWithoutRequestId(pool),
  ];
}

/** Sold files, reached by URLs that carry a signature; some are used after they expired. */
function planPresigned(pool: AddressPool): PlannedRequest[] {
  const random = randomFor('presigned');
  return Array.from({ length: 110 }, () => {
    const [timeS, file] = [listeningTimeS(random, WHOLE_PERIOD), random.pick(MEMBER_FILES)];
    const isExpired = random.chance(0.15);
    return planRequest(random, {
      ...wholeFile(file),
      ...(isExpired ? { status: 403, errorCode: 'AccessDenied', bytesSent: 412 } : {}),
      timeS,
      ip: pool.take(random),
      agent: agentOf(random.pick(['Chrome', 'Safari', 'Firefox', 'curl']), random),
      requester: EDITOR,
      operation: 'REST.GET.OBJECT',
      requestLine: requestLineOf('REST.GET.OBJECT', file.key, signature(random, timeS - 600)),
      signature: 'QueryString',
    });
  });
}

function signature(random: Random, signedAtS: number): string {
  const stamp = `${new Date(signedAtS * 1_000).toISOString().replace(/[-:]|\.\d+/g, '')}`;
  const scope = `AKIARIVERBENDEXAMPLE%2F${stamp.slice(0, 8)}%2F${REGION}%2Fs3%2Faws4_request`;
  return [
    '?X-Amz-Algorithm=AWS4-HMAC-SHA256',
    `X-Amz-Credential=${scope}`,
    `X-Amz-Date=${stamp}`,
    'X-Amz-Expires=3600&X-Amz-SignedHeaders=host',
    `X-Amz-Signature=${random.bytes(32).toString('hex')}`,
  ].join('&');
}

/** Its requester is the only one with spaces. */
function planEdgeReads(): PlannedRequest[] {
  const random = randomFor('edge');
  return Array.from({ length: 150 }, () =>
    planRequest(random, {
      ...wholeFile(random.pick(IMAGES)),
      timeS: listeningTimeS(random, WHOLE_PERIOD),
      ip: random.pick(EDGES),
      agent: agentOf('Amazon CloudFront'),
      requester: ORIGIN_ACCESS,
      operation: 'REST.GET.OBJECT',
      signature: 'AuthHeader',
    }),
  );
}

/** What goes wrong on ordinary days, for people who mean no harm. */
function planErrors(pool: AddressPool): PlannedRequest[] {
  const random = randomFor('errors');
  const kinds = [
    { status: 404, errorCode: 'NoSuchKey' },
    { status: 416, errorCode: 'InvalidRange' },
    { status: 503, errorCode: 'SlowDown' },
    { status: 403, errorCode: 'AccessDenied' },
  ];
  return Array.from({ length: 90 }, () => {
    const kind = random.pick(kinds);
    const file = popularEpisode(random);
    const key = kind.status === 404 ? file.key.replace('episodes/', 'episode/') : file.key;
    return planRequest(random, {
      ...kind,
      key,
      bytesSent: random.int(231, 420),
      timeS: listeningTimeS(random, WHOLE_PERIOD),
      ip: pool.take(random),
      agent: agentOf(random.pick(['Chrome', 'Firefox', 'AppleCoreMedia', 'ExoPlayer']), random),
      operation: 'REST.GET.OBJECT',
    });
  });
}

function planUnusualLines(pool: AddressPool): PlannedRequest[] {
  const random = randomFor('unusual');
  const tied = TIED_FILES.map(({ key, sizeBytes }) => ({
    operation: 'REST.HEAD.OBJECT',
    key,
    bytesSent: null,
    objectSize: sizeBytes,
  }));
  const tracked = {
    ...wholeFile(popularEpisode(random)),
    referrer: 'https://riverbend-radio.example/',
  };
  const shapes: readonly Partial<PlannedRequest>[] = [
    ...[17, 18, 18, 18, 24, 24, 25].map((fieldCount) => ({ fieldCount })),
    ...['-', 'Hit', '"edge cache, second try"'].map((token) => ({
      fieldCount: 27,
      extraFields: [token],
    })),
    ...Array.from({ length: 5 }, () => ({ agent: QUOTED_AGENT })),
    ...Array.from({ length: 6 }, () => ({ agent: EMPTY_AGENT })),
    ...Array.from({ length: 8 }, () => ({ agent: null })),
    ...Array.from({ length: 3 }, () => ({ ...wholeFile(EMPTY_FILE) })),
    // A download whose object size was not logged has no share of a full download.
    ...Array.from({ length: 4 }, () => ({ objectSize: null })),
    ...['0419', '1042', '1042'].map((user) => ({
      ...tracked,
      requestLine: requestLineOf('REST.GET.OBJECT', tracked.key, `?x-user=member-${user}`),
    })),
    ...Array.from({ length: 4 }, () => ({ versionId: random.base36(32) })),
    { referrer: 'https://app.riverbend-radio.example/listen?access_token=not-a-real-token-5f1c' },
    ...tied,
  ];
  return shapes.map((shape) =>
    planRequest(random, {
      ...wholeFile(popularEpisode(random)),
      timeS: listeningTimeS(random, WHOLE_PERIOD),
      ip: pool.take(random),
      agent: agentOf('Chrome', random),
      operation: 'REST.GET.OBJECT',
      ...shape,
    }),
  );
}

/** Two of the six are written twice; both copies are records of their own. */
function planWithoutRequestId(pool: AddressPool): PlannedRequest[] {
  const random = randomFor('no-request-id');
  const twins = ['same_object', 'next_object', null, null, null, null] as const;
  return twins.map((twin, index) =>
    planRequest(random, {
      ...wholeFile(popularEpisode(random)),
      timeS: PERIOD_FROM_S + (3 + 4 * index) * DAY_S + random.int(0, DAY_S - 1),
      ip: pool.take(random),
      agent: agentOf('Spotify', random),
      requestId: null,
      operation: 'REST.GET.OBJECT',
      twin,
    }),
  );
}
