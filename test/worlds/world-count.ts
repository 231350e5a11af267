/** The naive counter over all records of a world. */
import { NaiveCount } from './naive-count.ts';
import type { World } from './world.ts';

export function countOf({ objects, places }: Pick<World, 'objects' | 'places'>): NaiveCount {
  const logKeys = new Map(
    objects.flatMap(({ name, records }) => records.map((record) => [record, name] as const)),
  );
  const records = objects.flatMap((object) => object.records);
  return new NaiveCount(records, { places, logKeyOf: (record) => logKeys.get(record) ?? null });
}
