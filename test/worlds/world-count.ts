/** The naive counter over all records of a world. */
import { NaiveCount } from './naive-count.ts';
import type { Surroundings } from './naive-dimensions.ts';
import type { World } from './world.ts';

type Planned = Pick<World, 'objects' | 'places' | 'awsRanges' | 'own'>;

export const countOf = (world: Planned): NaiveCount =>
  new NaiveCount(
    world.objects.flatMap((object) => object.records),
    surroundingsOf(world),
  );

export function surroundingsOf({ objects, ...about }: Planned): Surroundings {
  const logKeys = new Map(
    objects.flatMap(({ name, records }) => records.map((record) => [record, name] as const)),
  );
  return { ...about, logKeyOf: (record) => logKeys.get(record) ?? null };
}
