/** The three passes: everybody, those who stand out, and those who are shown. */
import type { Friends } from '../ask/friends.ts';
import type { Query } from '../ask/scope.ts';
import { atOnce } from '../count/at-once.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { OnProgress } from '../count/sweep.ts';
import { type Actor, type ActorKind, accuses } from '../evidence/actor.ts';
import { type Dossier, readDossier } from '../evidence/dossier.ts';
import type { Everybody } from '../evidence/everybody.ts';
import { type Evidence, readEvidence, withoutEvidence } from '../evidence/evidence.ts';
import { isOddCrowd, readSketch } from '../evidence/sketch.ts';
import { subjectOf } from '../evidence/subject.ts';
import { type Candidate, readFirstPass } from './candidates.ts';
import { chooseRows, type LookAgain, partWithin, WITHIN } from './choose-rows.ts';
import { mergeAlike } from './merge-alike.ts';
import { isSure, type Scored, scoreOf } from './score.ts';
import { type Judged, judge } from './verdict.ts';

export interface Investigation {
  readonly everybody: Everybody;
  /** One an actor. */
  readonly judged: readonly Judged[];
}

/** Actors that are counted exactly. */
const COUNTED_MAX = 120;

interface Asked {
  readonly scope: Query;
  readonly friends: Friends;
}

/** @throws TamarinError */
export async function investigate(
  { scope, friends }: Asked,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<Investigation> {
  const clients = { bool: { filter: [scope, { exists: { field: 'remote_ip' } }] } };
  const { everybody, candidates } = await readFirstPass({ scope, clients, friends }, snapshot);
  const office: Office = { clients, everybody, snapshot };
  const looked = await lookAt(candidates, office, onProgress);
  const judged = await atOnce(looked.slice(0, COUNTED_MAX), async ({ subject }) => {
    const evidence = await readEvidence(subject, clients, snapshot);
    return judge(scored(evidence, office), { friends, own: everybody.own });
  });
  const suspects = judged.filter((each) => accuses(each.verdict) && isSure(each));
  const lookAgain: LookAgain = async (actor) => {
    const again = await examine(actor, office);
    return isSure(again) ? again : null;
  };
  const chosen = await mergeAlike(await chooseRows(suspects, lookAgain), lookAgain);
  const rows = chosen
    .map((each) => judge(each, { friends, own: everybody.own }))
    .filter(({ verdict }) => accuses(verdict));
  const rest = judged.filter((each) => !suspects.includes(each));
  return { everybody, judged: [...rows, ...others(rest, rows)] };
}

/** Where an actor is examined: against whom, and among which records. */
interface Office {
  readonly clients: Query;
  readonly everybody: Everybody;
  readonly snapshot: Snapshot;
}

const scored = (evidence: Evidence, { everybody }: Office): Scored =>
  scoreOf(subjectOf(evidence, everybody), everybody);

async function examine(actor: Actor, office: Office): Promise<Scored> {
  const { clients, snapshot } = office;
  const dossier = await readDossier(actor, clients, snapshot);
  return scored(await readEvidence(dossier, clients, snapshot), office);
}

/** What is counted in the last pass adds less than that to an actor of many clients. */
const WIDE_MIN = 25;

const isNarrow = ({ subject }: Scored): boolean =>
  subject.actor.kind === 'ip' || subject.actor.kind === 'requester';

/** null: nothing that convicts many clients at once can be found in these. */
async function readWorthwhile(
  { actor, pairs }: Candidate,
  office: Office,
): Promise<Dossier | null> {
  const { clients, snapshot, everybody } = office;
  const isMany = MANY.has(actor.kind);
  if (isMany && !isOddCrowd(await readSketch(actor, clients, snapshot), pairs, everybody))
    return null;
  return readDossier(actor, clients, snapshot);
}

/** Crowds of honest clients are the rule here, and a full look at one costs a second. */
const MANY: ReadonlySet<ActorKind> = new Set(['group', 'agent', 'as', 'network']);

/** Of more addresses, each of which would be held, something is the habit of a crowd and no actor. */
const CROWD = 100_000;

/** The second pass: those against whom anything speaks, the most suspicious first. */
async function lookAt(
  candidates: readonly Candidate[],
  office: Office,
  onProgress?: OnProgress,
): Promise<readonly Scored[]> {
  let done = 0;
  const looked = await atOnce(candidates, async ({ actor, pairs }) => {
    const dossier = await readWorthwhile({ actor, pairs }, office);
    done += 1;
    onProgress?.({ groups: done, groupsExpected: candidates.length });
    return dossier === null ? [] : [scored(withoutEvidence(dossier, pairs), office)];
  });
  return looked
    .flat()
    .filter(({ subject }) => subject.addresses <= CROWD)
    .filter((each) => each.found.length > 0 && (isNarrow(each) || each.score >= WIDE_MIN))
    .toSorted((a, b) => b.score - a.score || b.subject.bytes - a.subject.bytes);
}

/** Who takes much, as people do: the first few, so that nobody has to wonder. */
const HEAVY_SHOWN = 5;

/** Who is not accused and yet worth a line. */
function others(rest: readonly Judged[], rows: readonly Judged[]): readonly Judged[] {
  const addressesOf = ({ subject }: Judged) => subject.members.map(({ address }) => address);
  const taken = new Set(rows.flatMap(addressesOf));
  const shown: Judged[] = [];
  let heavy = 0;
  for (const each of rest.toSorted(byScore)) {
    if (!isNamed(each) || partWithin(each, taken) >= WITHIN) continue;
    if (each.verdict === 'heavy-but-normal') heavy += 1;
    if (each.verdict === 'heavy-but-normal' && heavy > HEAVY_SHOWN) continue;
    shown.push(each);
    for (const address of addressesOf(each)) taken.add(address);
  }
  return shown;
}

const byScore = (a: Judged, b: Judged): number =>
  b.score - a.score || b.subject.bytes - a.subject.bytes;

/** Known by more than a part of what it does. */
const isNamed = (judged: Judged): boolean => isNarrow(judged) || judged.verdict === 'declared-bot';
