/** The question "is anyone scraping us": who is suspicious, why, and what it costs. */
import { type Scope, scopeQuery } from '../ask/scope.ts';
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { type ActorKind, accuses, type Verdict } from '../evidence/actor.ts';
import type { TopFile } from '../evidence/evidence.ts';
import { investigate } from './investigate.ts';
import { isSure } from './score.ts';
import type { Judged } from './verdict.ts';

export interface ScrapersQuestion {
  readonly scope: Scope;
  /** Rows at most. */
  readonly limit: number;
  /** Rows below that score are left out. */
  readonly minScore: number;
  /** All addresses behind a row, and not only the first. */
  readonly allMembers: boolean;
}

export interface Reason {
  readonly signal: string;
  readonly value: number;
  readonly usual: number | null;
  readonly text: string;
}

export interface ScraperRow {
  readonly kind: ActorKind;
  readonly name: string;
  readonly verdict: Verdict;
  /** 0 to 100. */
  readonly score: number;
  readonly reasons: readonly Reason[];
  readonly bytes: number;
  readonly requests: number;
  readonly distinctKeys: number;
  /** Of all bytes, 0 to 1. */
  readonly share: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
  /** The most frequent user agents. */
  readonly agents: readonly string[];
  /** By bytes. */
  readonly topFiles: readonly TopFile[];
  readonly members: {
    readonly addresses: readonly string[];
    readonly networks: readonly string[];
    /** Addresses, those left out too. */
    readonly count: number;
  };
}

export interface ScrapersAnswer extends Exactness {
  readonly question: 'scrapers';
  readonly from: string | null;
  readonly to: string | null;
  /** What is usual for a client, which is an address. */
  readonly population: {
    readonly clients: number;
    readonly requests: number;
    readonly bytes: number;
    readonly medianRequests: number;
    readonly medianBytes: number;
    readonly medianFiles: number;
  };
  /** How many rows accuse, at 50 or above. */
  readonly accused: number;
  readonly rows: readonly ScraperRow[];
}

/** Addresses and networks of a row, unless all are asked for. */
const MEMBERS_SHOWN = 1_000;
const AGENTS_SHOWN = 3;

export async function answerScrapers(
  { scope, limit, minScore, allMembers }: ScrapersQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<ScrapersAnswer> {
  const { everybody, judged } = await investigate(
    { scope: scopeQuery(scope), friends: snapshot.friends },
    snapshot,
    onProgress,
  );
  const all = judged.map((each) =>
    rowOf(each, everybody.allBytes, allMembers ? Infinity : MEMBERS_SHOWN),
  );
  const rows = all.filter(({ score }) => score >= minScore).toSorted(byScore);
  return {
    question: 'scrapers',
    from: scope.from,
    to: scope.to,
    population: {
      clients: everybody.count,
      requests: everybody.allRequests,
      bytes: everybody.allBytes,
      medianRequests: everybody.requests.median,
      medianBytes: everybody.bytes.median,
      medianFiles: everybody.files.median,
    },
    accused: all.filter(isAccused).length,
    rows: rows.slice(0, limit),
    ...exactnessOf(snapshot, { sum: everybody.allBytes }),
  };
}

const isAccused = (row: Pick<ScraperRow, 'verdict' | 'score'>): boolean =>
  accuses(row.verdict) && isSure(row);

/** Of the same score the one that costs more comes first. */
const byScore = (a: ScraperRow, b: ScraperRow): number =>
  b.score - a.score || b.bytes - a.bytes || (a.name < b.name ? -1 : 1);

/** The heaviest first. */
export const reasonsOf = ({ found }: Pick<Judged, 'found'>): readonly Reason[] =>
  found.map(({ signal, value, usual, text }) => ({ signal, value, usual, text }));

function rowOf(
  { subject, score, found, verdict }: Judged,
  allBytes: number,
  membersMax: number,
): ScraperRow {
  const networks = [...new Set(subject.members.map(({ network }) => network))];
  return {
    kind: subject.actor.kind,
    name: subject.actor.name,
    verdict,
    score,
    reasons: reasonsOf({ found }),
    bytes: subject.bytes,
    requests: subject.requests,
    distinctKeys: subject.files,
    share: allBytes === 0 ? 0 : subject.bytes / allBytes,
    firstSeen: new Date(subject.firstMs).toISOString(),
    lastSeen: new Date(subject.lastMs).toISOString(),
    agents: subject.topAgents.slice(0, AGENTS_SHOWN).map(({ name }) => name),
    topFiles: subject.topFiles,
    members: {
      addresses: subject.members.slice(0, membersMax).map(({ address }) => address),
      networks: networks.slice(0, membersMax),
      count: subject.members.length,
    },
  };
}
