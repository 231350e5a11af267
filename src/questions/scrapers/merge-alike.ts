/**
 * Rows that are parts of one actor: each is suspicious by itself, and they speak TLS in the same way,
 * give the same user agents and are there at the same time. Three that do so are one hand.
 */
import { type Actor, type ActorKind, chunksOfAddresses } from '../evidence/actor.ts';
import type { Frequent } from '../evidence/dossier.ts';
import type { Family } from '../signals/signal.ts';
import type { LookAgain } from './choose-rows.ts';
import type { Scored } from './score.ts';

const PARTS_MIN = 3;
/** Of the most frequent user agents of one, so many are those of the other. */
const AGENTS_SHARED = 0.3;
/** Half of the time of the shorter one. */
const TIME_SHARED = 0.5;
/** A name, or a page, is one actor already. */
const MERGED_KINDS: ReadonlySet<ActorKind> = new Set(['ip', 'network', 'group']);

export async function mergeAlike(
  rows: readonly Scored[],
  lookAgain: LookAgain,
): Promise<readonly Scored[]> {
  const merged: Scored[] = [];
  const left = new Set(rows);
  for (const row of rows) {
    if (!left.has(row)) continue;
    const alike = [...left].filter((other) => other === row || isAlike(row, other));
    const whole = alike.length < PARTS_MIN ? null : await lookAgain(groupOf(alike)); // each depends on those before it
    const done = whole === null ? [row] : alike;
    for (const each of done) left.delete(each);
    merged.push(whole ?? row);
  }
  return merged;
}

function isAlike(a: Scored, b: Scored): boolean {
  const [one, other] = [a.subject, b.subject];
  if (!MERGED_KINDS.has(one.actor.kind) || !MERGED_KINDS.has(other.actor.kind)) return false;
  if (!goesThroughFiles(a) || !goesThroughFiles(b)) return false;
  return (
    handOf(a) === handOf(b) &&
    sharedOf(one.topAgents, other.topAgents) >= AGENTS_SHARED &&
    timeShared(a, b) >= TIME_SHARED
  );
}

/** Two who each fetch the same file again and again are two. */
const goesThroughFiles = ({ found }: Scored): boolean =>
  found.some(({ family }) => WORK.has(family));

/** Work that can be shared out. */
const WORK: ReadonlySet<Family> = new Set(['breadth', 'order', 'spread', 'errors']);

/** How most of its requests speak, and what they claim to be. */
const handOf = ({ subject: { topCiphers, topTls, topClasses } }: Scored): string =>
  [topCiphers, topTls, topClasses].map(([first]) => first?.name ?? '-').join(' ');

/** Part of the shorter list that is in the other, 0 to 1. */
function sharedOf(a: Frequent, b: Frequent): number {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const names = new Set(long.map(({ name }) => name));
  const shared = short.filter(({ name }) => names.has(name)).length;
  return short.length === 0 ? Number(long.length === 0) : shared / short.length;
}

function timeShared({ subject: a }: Scored, { subject: b }: Scored): number {
  const both = Math.min(a.lastMs, b.lastMs) - Math.max(a.firstMs, b.firstMs);
  const shorter = Math.min(a.lastMs - a.firstMs, b.lastMs - b.firstMs);
  return shorter === 0 ? Number(both >= 0) : both / shorter;
}

function groupOf(alike: readonly Scored[]): Actor {
  const addresses = new Set(
    alike.flatMap(({ subject }) => subject.members.map(({ address }) => address)),
  );
  const [first] = alike;
  const name = `clients with ${first === undefined ? '' : handOf(first)}, ${alike.length} parts`;
  return { kind: 'group', name, query: { bool: { should: chunksOfAddresses([...addresses]) } } };
}
