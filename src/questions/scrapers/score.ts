/** How sure we are: what the signals weigh together. */
import type { Everybody } from '../evidence/everybody.ts';
import type { Subject } from '../evidence/subject.ts';
import { declaredName } from '../signals/identity.ts';
import type { Family, Finding, Signal } from '../signals/signal.ts';
import { SIGNAL_TABLE } from '../signals/signal-table.ts';

interface FoundSignal extends Finding, Pick<Signal, 'signal' | 'family'> {}

export interface Scored {
  readonly subject: Subject;
  /** 0 to 100, a whole number. */
  readonly score: number;
  /** The heaviest first. */
  readonly found: readonly FoundSignal[];
}

/** From here on an actor is accused. */
export const SURE = 50;
export const isSure = ({ score }: Pick<Scored, 'score'>): boolean => score >= SURE;
/** What one family alone is worth at most, and what is at least that no person can do. */
const [ONE_FAMILY_MAX, BEYOND_ANYONE_MIN] = [SURE - 1, 75];

export function scoreOf(subject: Subject, everybody: Everybody): Scored {
  const found = SIGNAL_TABLE.flatMap(({ signal, family, find }): readonly FoundSignal[] => {
    const finding = find(subject, everybody);
    return finding === null ? [] : [{ signal, family, ...finding }];
  }).toSorted((a, b) => b.weight - a.weight);
  const score = combine(found);
  // It says what it is: shown, and no more than that.
  const isDeclared = declaredName(subject) !== null && subject.requests >= DECLARED_REQUESTS;
  return { subject, score: isDeclared ? Math.max(SURE, score) : score, found };
}

/** A bot that came by for less is not worth a line. */
const DECLARED_REQUESTS = 20;

/** Each finding takes away a part of the doubt that the others leave. */
function combine(found: readonly FoundSignal[]): number {
  const doubt = found.reduce((left, { weight }) => left * (1 - weight), 1);
  const score = Math.round(100 * (1 - doubt));
  if (found.some(({ isBeyondAnyone }) => isBeyondAnyone)) return Math.max(score, BEYOND_ANYONE_MIN);
  const families: ReadonlySet<Family> = new Set(found.map(({ family }) => family));
  return families.size > 1 ? score : Math.min(score, ONE_FAMILY_MAX);
}

/** What a family weighs, together. */
export const weightOf = ({ found }: Scored, ...families: readonly Family[]): number =>
  1 -
  found.reduce(
    (left, { family, weight }) => (families.includes(family) ? left * (1 - weight) : left),
    1,
  );
