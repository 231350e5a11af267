/** Spreads planned requests over log objects, by time, with names as S3 gives them. */
import { writeLine } from '../../samples/maker/line-writer.ts';
import type { Random } from '../../samples/maker/prng.ts';
import type { PlannedRequest } from '../../samples/maker/request.ts';
import type { WorldObject } from './world.ts';

/** S3 delivers within some hours; a fixed delay is as good. */
const DELIVERY_DELAY_S = 1_800;

/** @throws Error where two lines are equal: they would count once */
export function planObjects(
  random: Random,
  records: readonly PlannedRequest[],
  recordsEach: number,
): readonly WorldObject[] {
  const sorted = records.toSorted((a, b) => a.timeS - b.timeS);
  const objects: WorldObject[] = [];
  for (let from = 0; from < sorted.length; from += recordsEach) {
    const some = sorted.slice(from, from + recordsEach);
    const deliveredS = (some.at(-1)?.timeS ?? 0) + DELIVERY_DELAY_S;
    const stamp = new Date(deliveredS * 1_000).toISOString().slice(0, 19).replace(/[T:]/g, '-');
    objects.push({ name: `${stamp}-${random.hex(16)}`, records: some });
  }
  assertDistinct(sorted);
  return objects;
}

function assertDistinct(records: readonly PlannedRequest[]): void {
  const ids = new Set(records.map(({ requestId }) => requestId ?? ''));
  const isEachAlone = ids.size === records.length && !ids.has('');
  if (isEachAlone) return;
  if (new Set(records.map(writeLine)).size !== records.length)
    throw new Error('Two planned requests make the same line');
}
