/** What explains a day best: the narrowest value that most of its rise is of. */
import type { Riser } from './risers.ts';

/** `spread`: nothing narrow. A `launch` is that of a new file. */
export const CAUSE_KINDS = ['client', 'bot', 'network', 'referrer', 'file', 'launch', 'program', 'folder', 'agents', 'spread'] as const; // biome-ignore format: one list
export type CauseKind = (typeof CAUSE_KINDS)[number];

export interface Explained {
  /** Of all records of the day. */
  readonly rise: number;
  readonly usual: number;
}

export interface FoundCause {
  readonly kind: CauseKind;
  /** Of `spread` the greatest there is; null where nothing rose. */
  readonly riser: Riser | null;
}

/** From the narrowest on: who tells more than what, and the name of a bot more than where it comes from. */
// biome-ignore format: a table, one row a kind
const KIND_TABLE = [
  { kind: 'client', dimension: 'ip' },
  { kind: 'bot', dimension: 'agent' },
  { kind: 'network', dimension: 'network' },
  { kind: 'referrer', dimension: 'referrer-domain' },
  { kind: 'file', dimension: 'key' },
  { kind: 'program', dimension: 'agent' },
  { kind: 'folder', dimension: 'folder' },
  { kind: 'agents', dimension: 'agent-class' },
] as const satisfies readonly { readonly kind: CauseKind; readonly dimension: string }[];

/** Most of it. */
const SHARE_MIN = 0.5;
/** A narrower one that explains nearly as much as the best is the better explanation. */
const OF_BEST_MIN = 0.8;

export function findCause(risers: readonly Riser[], { rise, usual }: Explained): FoundCause {
  /** Who has half of everything on every day has half of each rise, too, and explains nothing. */
  const contrastOf = (riser: Riser): number =>
    riser.rise / rise - (usual === 0 ? 0 : riser.usual / usual);
  const named = KIND_TABLE.flatMap(({ kind, dimension }) => {
    const own = risers.filter((riser) => riser.dimension === dimension);
    const [first] = own.toSorted((a, b) => contrastOf(b) - contrastOf(a));
    if (first === undefined || (kind === 'bot' && !isBot(first, risers))) return [];
    return [{ kind, riser: first, contrast: contrastOf(first) }];
  });
  const best = Math.max(...named.map(({ contrast }) => contrast));
  const found = named.find(
    ({ contrast }) => contrast >= SHARE_MIN && contrast >= OF_BEST_MIN * best,
  );
  return found ?? greatestOf(risers, rise);
}

const NARROW: readonly CauseKind[] = ['client', 'network', 'file'];

/** Who always has most of everything may have most of this rise, too. */
function greatestOf(risers: readonly Riser[], rise: number): FoundCause {
  const greatest = KIND_TABLE.filter(({ kind }) => NARROW.includes(kind)).flatMap(
    ({ kind, dimension }) => {
      const own = risers.filter((riser) => riser.dimension === dimension);
      return own.toSorted((a, b) => b.rise - a.rise).slice(0, 1).map((riser) => ({ kind, riser })); // biome-ignore format: one list
    },
  );
  const most = greatest.find(({ riser }) => riser.rise >= SHARE_MIN * rise);
  const [first = null] = greatest.toSorted((a, b) => b.riser.rise - a.riser.rise);
  return most ?? { kind: 'spread', riser: first?.riser ?? null };
}

/** The bots rose by as much. */
function isBot(agent: Riser, risers: readonly Riser[]): boolean {
  const bots = risers.find(({ dimension, name }) => dimension === 'agent-class' && name === 'bot');
  return bots !== undefined && bots.rise >= OF_BEST_MIN * agent.rise;
}
