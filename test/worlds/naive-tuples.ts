/** Distinct counts of planned requests: sets of what they are combined of. It imports nothing from src. */
import type { PlannedRequest } from '../../samples/maker/request.ts';
import { type DimensionName, NAIVE_DIMENSIONS, type Surroundings } from './naive-dimensions.ts';
import type { NaiveExtra } from './naive-extras.ts';

/** So that some clients of a small world are below it, and some above. */
export const WORLD_MINUTE_BYTES = 1_000_000;

export function naiveTuples(surroundings: Surroundings): Readonly<Record<string, NaiveExtra>> {
  const nameOf = (dimension: DimensionName, record: PlannedRequest): string | null =>
    NAIVE_DIMENSIONS[dimension].nameOf(record, surroundings);
  const different = (
    records: readonly PlannedRequest[],
    tupleOf: (record: PlannedRequest) => readonly (string | number | null)[] | null,
  ): ReadonlyMap<string, readonly PlannedRequest[]> => {
    const tuples = Map.groupBy(records, (record) => JSON.stringify(tupleOf(record)));
    tuples.delete('null');
    return tuples;
  };
  const ofOne = (dimension: DimensionName): NaiveExtra => ({
    key: 'distinct',
    count: (records) =>
      different(records, (record) => {
        const name = nameOf(dimension, record);
        return name === null ? null : [name];
      }).size,
  });
  const isDownloadOfPerson = (record: PlannedRequest): boolean =>
    /^(REST|WEBSITE)\.GET\.OBJECT$/.test(record.operation) &&
    (record.status === 200 || record.status === 206) &&
    nameOf('agent-class', record) !== 'bot';
  return {
    'distinct(ip)': ofOne('ip'),
    'distinct(key)': ofOne('key'),
    'distinct(country)': ofOne('country'),
    listeners: {
      key: 'listeners',
      count: (records) =>
        different(records, (record) => {
          const ip = nameOf('ip', record);
          return ip === null ? null : [ip, nameOf('user-agent', record)];
        }).size,
    },
    'iab-downloads': {
      key: 'iabDownloads',
      count: (records) => {
        const tuples = different(records.filter(isDownloadOfPerson), (record) => {
          const [ip, key] = [nameOf('ip', record), nameOf('key', record)];
          const day = Math.floor(record.timeS / 86_400);
          return ip === null || key === null ? null : [day, ip, nameOf('user-agent', record), key];
        });
        return [...tuples.values()].filter(
          (some) =>
            some.reduce((sum, { bytesSent }) => sum + (bytesSent ?? 0), 0) >= WORLD_MINUTE_BYTES,
        ).length;
      },
    },
  };
}
