/**
 * The quiet giant, the reason why answers must be exact: an address outside the top 25 of each
 * month, by bytes and by requests, yet in the top 10 of both months together. Adding up monthly top
 * lists would lose it. In each month 32 other addresses, seen in that month only, take a little more.
 */
import { type Address, type AddressPool, ipv4 } from './addresses.ts';
import { type Agent, type AgentFamily, agentOf } from './agents.ts';
import { VIDEOS } from './catalogue.ts';
import { FEBRUARY, JANUARY, listeningTimeS, type Span } from './period.ts';
import { type Random, randomFor } from './prng.ts';
import { type PlannedRequest, partOfFile, planRequest } from './request.ts';

export const QUIET_GIANT = ipv4('198.51.100.177');

const RIVALS_A_MONTH = 32;
/** 36 × 0.68 GB is 24.5 GB a month; a rival takes at least 38 × 0.71 GB, at most 45 × 0.85 GB. */
const GIANT = { requests: 36, bytesMin: 672_000_000, bytesMax: 688_000_000 };
const RIVAL = { requestsMin: 38, requestsMax: 45, bytesMin: 710_000_000, bytesMax: 850_000_000 };
const VIDEO_AGENTS: readonly AgentFamily[] = ['ExoPlayer', 'AppleCoreMedia', 'Chrome', 'Safari'];

export function planQuietGiant(pool: AddressPool): PlannedRequest[] {
  const random = randomFor('quiet-giant');
  const giantAgent = agentOf('Firefox', random);
  return [JANUARY, FEBRUARY].flatMap((month) => {
    const giant = { ip: QUIET_GIANT, agent: giantAgent, ...GIANT };
    const rivals = Array.from({ length: RIVALS_A_MONTH }, () => ({
      ip: pool.take(random),
      agent: agentOf(random.pick(VIDEO_AGENTS), random),
      requests: random.int(RIVAL.requestsMin, RIVAL.requestsMax),
      bytesMin: RIVAL.bytesMin,
      bytesMax: RIVAL.bytesMax,
    }));
    return [giant, ...rivals].flatMap((viewer) => watchVideos(random, viewer, month));
  });
}

interface Viewer {
  readonly ip: Address;
  readonly agent: Agent;
  readonly requests: number;
  readonly bytesMin: number;
  readonly bytesMax: number;
}

function watchVideos(random: Random, viewer: Viewer, month: Span): PlannedRequest[] {
  const { ip, agent, requests, bytesMin, bytesMax } = viewer;
  return Array.from({ length: requests }, () =>
    planRequest(random, {
      ip,
      agent,
      ...partOfFile(random.pick(VIDEOS), random.int(bytesMin, bytesMax)),
      timeS: listeningTimeS(random, month),
      operation: 'REST.GET.OBJECT',
    }),
  );
}
