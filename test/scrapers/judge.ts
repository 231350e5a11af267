/**
 * Holds a detector's rows against what is true of a world. An actor is found by an accusing row that
 * has at least half of the actor's requests, and of whose requests at least half are the actor's.
 * Any other accusing row is false, but for a declared bot's, which says itself what it is.
 */
import { type Fact, readFacts } from './facts.ts';
import { isAccusing, type Row } from './row.ts';
import { linesOfMembers, linesOfRow } from './row-lines.ts';
import type { Actor, ScraperWorld } from './world.ts';

/** Of the actor's requests by the row, and of the row's by the actor. */
const HALF = 0.5;

export interface JudgedRow {
  readonly row: Row;
  readonly kind: 'right' | 'tolerated' | 'false';
  /** The actor with most of its lines; null where nobody has one. */
  readonly actor: Actor | null;
  /** Parts of one: of the actor's requests in the row, and of the row's that are the actor's. */
  readonly covered: number;
  readonly pure: number;
}

export interface Judgement {
  readonly world: ScraperWorld;
  /** The accusing ones, as they came. */
  readonly rows: readonly JudgedRow[];
  readonly found: readonly Actor[];
  readonly missed: readonly Actor[];
  /** Declared bots at an honest rate, which nobody has to show. */
  readonly shownBots: readonly Actor[];
  readonly hiddenBots: readonly Actor[];
}

/** `by`: whether a row's lines are told by what it is about, or by the addresses behind it alone. */
export function judge(
  world: ScraperWorld,
  rows: readonly Row[],
  { facts = readFacts(world.lines), by = 'row' }: JudgeOptions = {},
): Judgement {
  const select = by === 'row' ? linesOfRow : linesOfMembers;
  const ownerOf = new Map(world.actors.flatMap((actor) => actor.lines.map((at) => [at, actor])));
  const judged = rows.filter(isAccusing).map((row) => {
    const matches = matchesOf(select(facts, row), ownerOf);
    return { row, matches };
  });
  const isFound = (actor: Actor) =>
    judged.some(({ matches }) => matches.some((match) => match.actor === actor && isHit(match)));
  const sought = world.actors.filter(({ isSought }) => isSought);
  const others = world.actors.filter(({ isSought }) => !isSought);
  return {
    world,
    rows: judged.map(({ row, matches }) => toJudgedRow(row, matches)),
    found: sought.filter(isFound),
    missed: sought.filter((actor) => !isFound(actor)),
    shownBots: others.filter(isFound),
    hiddenBots: others.filter((actor) => !isFound(actor)),
  };
}

interface JudgeOptions {
  /** The world's lines, if they have been read already. */
  readonly facts?: readonly Fact[];
  readonly by?: 'row' | 'members';
}

interface Match {
  readonly actor: Actor;
  readonly covered: number;
  readonly pure: number;
}

const isHit = ({ covered, pure }: Match): boolean => covered >= HALF && pure >= HALF;

/** The actors with a line in the row, from the one with most on. */
function matchesOf(
  lines: readonly number[],
  ownerOf: ReadonlyMap<number, Actor>,
): readonly Match[] {
  const counts = new Map<Actor, number>();
  for (const at of lines) {
    const actor = ownerOf.get(at);
    if (actor !== undefined) counts.set(actor, (counts.get(actor) ?? 0) + 1);
  }
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([actor, count]) => ({
      actor,
      covered: count / actor.lines.length,
      pure: count / lines.length,
    }));
}

function toJudgedRow(row: Row, matches: readonly Match[]): JudgedRow {
  const best = matches.find(isHit) ?? matches[0];
  const { actor = null, covered = 0, pure = 0 } = best ?? {};
  const isOfBots = declaredPart(matches) >= HALF;
  const isRight = best !== undefined && isHit(best) && best.actor.isSought;
  return { row, kind: isRight ? 'right' : isOfBots ? 'tolerated' : 'false', actor, covered, pure };
}

/** Two bots may share a row: each says what it is. */
const declaredPart = (matches: readonly Match[]): number =>
  matches
    .filter(({ actor }) => actor.kind === 'declared-bot')
    .reduce((sum, { pure }) => sum + pure, 0);
