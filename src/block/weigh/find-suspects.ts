/** Whom `scrapers` accuses, as networks. */
import type { Scope } from '../../questions/ask/scope.ts';
import { scopeQuery } from '../../questions/ask/scope.ts';
import type { Snapshot } from '../../questions/count/snapshot.ts';
import type { OnProgress } from '../../questions/count/sweep.ts';
import { accuses } from '../../questions/evidence/actor.ts';
import { investigate } from '../../questions/scrapers/investigate.ts';
import type { Judged } from '../../questions/scrapers/verdict.ts';
import { readCidr } from '../address/cidr.ts';
import type { LeftOut } from '../plan/block-plan.ts';
import type { Finding, Found } from './found.ts';

interface Asked {
  readonly scope: Scope;
  readonly minScore: number;
  readonly withBots: boolean;
  readonly rule: string;
}

/** Who cost most comes first. @throws TamarinError */
export async function findSuspects(
  { scope, minScore, withBots, rule }: Asked,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<Finding> {
  const asked = { scope: scopeQuery(scope), friends: snapshot.friends };
  const { judged } = await investigate(asked, snapshot, onProgress);
  const suspects = judged
    .filter(({ verdict, score }) => accuses(verdict) && score >= minScore)
    .toSorted((a, b) => b.subject.bytes - a.subject.bytes || (nameOf(a) < nameOf(b) ? -1 : 1));
  const found: Found[] = [];
  const leftOut: LeftOut[] = [];
  for (const suspect of suspects) {
    const instead = insteadOf(suspect, withBots);
    if (instead === null) found.push(foundOf(suspect, rule));
    else leftOut.push({ what: nameOf(suspect), because: `${reasonOf(suspect)}; ${instead}` });
  }
  return { found, leftOut };
}

/** What is done about them where a block would hit others, or more than is meant; null: a block. */
function insteadOf({ subject, verdict }: Judged, withBots: boolean): string | null {
  if (subject.actor.kind === 'referrer-domain')
    return 'the addresses are those of its visitors, who have done nothing: refuse its Referer instead';
  if (verdict === 'declared-bot' && !withBots)
    return 'it names itself, and a search engine may be worth its bytes: ask it by robots.txt to stay away, or block it by --with-bots';
  return null;
}

const nameOf = ({ subject: { actor } }: Judged): string => `${actor.kind} ${actor.name}`;

function foundOf(judged: Judged, rule: string): Found {
  const { actor, members } = judged.subject;
  const networks = actor.kind === 'network' ? [actor.name] : members.map(({ address }) => address);
  const spans = networks.flatMap((text) => {
    const read = readCidr(text);
    return 'span' in read ? [read.span] : [];
  });
  const { query } = actor;
  return { subject: nameOf(judged), spans, reason: reasonOf(judged), rule, query };
}

const REASONS_TOLD = 3;

const reasonOf = ({ verdict, score, found }: Judged): string => {
  const told = found.slice(0, REASONS_TOLD).map(({ text }) => text);
  return `${verdict}, score ${score}: ${told.join('; ')}`;
};
