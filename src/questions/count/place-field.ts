/** What tells records of one time apart, so that a list of them can be gone on with. */
import type { Snapshot } from './snapshot.ts';

/**
 * Tells records of one index and one second apart. Without it, or without `_index`, pages lose some:
 * the place in a shard is the same for a record of each shard. `_shard_doc` is unknown to 2.19, and
 * `_id` costs heap, so it is only for indices that are not as we make them.
 */
export const placeField = ({ indices }: Pick<Snapshot, 'indices'>): string =>
  indices.every(({ ranksExactly }) => ranksExactly) ? '_doc' : '_id';
