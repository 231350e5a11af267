/** A client against whom nothing speaks, and the crowd that it belongs to. */
import type { Everybody } from '../../../src/questions/evidence/everybody.ts';
import type { Hours } from '../../../src/questions/evidence/hours.ts';
import type { Subject } from '../../../src/questions/evidence/subject.ts';

const START_MS = Date.parse('2026-02-02T00:00:00Z');
const HOUR_MS = 3_600_000;

/** `requestsAt` says how many there are in each hour; none: the hour is left out, as it is read. */
export function hoursOf(count: number, requestsAt: (hour: number) => number): Hours {
  const busy = Array.from({ length: count }, (_, hour) => hour).filter(
    (hour) => requestsAt(hour) > 0,
  );
  return {
    startMs: busy.map((hour) => START_MS + hour * HOUR_MS),
    requests: busy.map(requestsAt),
  };
}

/** Awake from 8 to 23, for three days. */
const DAYTIME = hoursOf(72, (hour) =>
  hour % 24 >= 8 && hour % 24 < 23 ? (hour % 5 === 0 ? 3 : 1) : 0,
);
const REQUESTS = DAYTIME.requests.reduce((sum, count) => sum + count, 0);

export const QUIET: Subject = {
  actor: { kind: 'ip', name: '198.51.100.7', query: { term: { remote_ip: '198.51.100.7' } } },
  requests: REQUESTS,
  bytes: 40_000_000,
  missed: 1,
  heads: 0,
  lists: 0,
  partial: 20,
  bare: 10,
  firstMs: DAYTIME.startMs[0] ?? 0,
  lastMs: DAYTIME.startMs.at(-1) ?? 0,
  hours: DAYTIME,
  files: 20,
  missedFiles: 1,
  headFiles: 0,
  agents: 1,
  addresses: 1,
  networks: 1,
  topAddresses: [{ name: '198.51.100.7', requests: REQUESTS }],
  topAgents: [{ name: 'Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0', requests: REQUESTS }],
  topNames: [{ name: 'Firefox', requests: REQUESTS }],
  topClasses: [{ name: 'browser', requests: REQUESTS }],
  topExtensions: [{ name: 'mp3', requests: REQUESTS }],
  topCiphers: [{ name: 'TLS_AES_128_GCM_SHA256', requests: REQUESTS }],
  topTls: [{ name: 'TLSv1.3', requests: REQUESTS }],
  topRequesters: [],
  topDirectoryFiles: 8,
  followsNames: 0.1,
  topFiles: [],
  mostRepeated: { key: 'a.mp3', requests: 3, bytes: 9_000_000, fullDownloads: 2 },
  members: [{ address: '198.51.100.7', network: '198.51.100.0/24', requests: REQUESTS }],
  agentAddressPairs: 1,
  expectedFiles: 25,
  novelty: 0.8,
  meetsMore: false,
  coverage: 0.01,
  people: 1,
};

export const CROWD: Everybody = {
  count: 5_000,
  requests: { median: 8, far: 200 },
  files: { median: 3, far: 60 },
  bytes: { median: 5_000_000, far: 500_000_000 },
  networkFiles: { median: 9, far: 150 },
  allRequests: 60_000,
  allBytes: 40_000_000_000,
  popularity: { all: { requests: 60_000, files: 2_000, known: [] }, byClass: new Map() },
  quietShare: 0.08,
  bareShare: 0.3,
  missedShare: 0.02,
  headShare: 0.01,
  programShare: 0.05,
  botShare: 0.02,
  own: {
    accounts: new Set(['111122223333']),
    ids: new Set(['owner']),
    domains: ['example.org'],
    query: { match_all: {} },
  },
};
