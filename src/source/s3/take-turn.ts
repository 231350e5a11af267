/** The turns in which log objects are fetched: so many at a time, whoever fetches them. */
import type { LimitFunction } from 'p-limit';

/** Resolves when it is its turn, with what ends it. */
export const takeTurn = (inTurn: LimitFunction): Promise<() => void> =>
  new Promise((resolve) => {
    void inTurn(() => new Promise<void>((end) => resolve(end)));
  });
