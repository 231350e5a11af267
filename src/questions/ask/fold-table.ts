/**
 * Dimensions that are no field: their groups are made of the groups of a field, or of spans of time.
 * They are always read whole, so they need no proof; and they are no filters.
 */
import { type Dimension, requireDimension } from './dimension-table.ts';

interface FoldedFacts {
  readonly kind: 'folded';
  readonly name: string;
  readonly heading: string;
  readonly plural: string;
  readonly mayLack: boolean;
  readonly derivedBy?: never;
}

/** Of the names of another dimension, several make a group. */
export interface NameFold extends FoldedFacts {
  readonly fold: 'names';
  readonly of: Dimension;
  /** The group that a name belongs to. */
  readonly groupOf: (name: string) => string;
}

/** By the clock of a time zone. */
export interface TimeFold extends FoldedFacts {
  readonly fold: 'time';
  /** `local`: a time of that zone, as if it were UTC. */
  readonly groupOf: (local: Date) => string;
  /** IANA name. */
  readonly zone: string;
}

/** Headings say which zone it is. */
export const inZone = ({ heading, plural, ...dimension }: TimeFold, zone: string): TimeFold => ({
  ...dimension,
  zone,
  heading: `${heading} (${zone})`,
  plural: `${plural} (${zone})`,
});

export type FoldedDimension = NameFold | TimeFold;

/** What records can be grouped by. */
export type GroupDimension = Dimension | FoldedDimension;

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const byClock = { kind: 'folded', fold: 'time', mayLack: false, zone: 'UTC' } as const;

// biome-ignore format: a table, one row a dimension
export const FOLD_TABLE: readonly FoldedDimension[] = [
  { name: 'status-class', heading: 'status class', plural: 'status classes', kind: 'folded', fold: 'names', mayLack: true, of: requireDimension('status'), groupOf: (status) => `${status.slice(0, 1)}xx` },
  { name: 'hour', heading: 'hour of the day', plural: 'hours of the day', ...byClock, groupOf: (local: Date) => String(local.getUTCHours()).padStart(2, '0') },
  { name: 'weekday', heading: 'weekday', plural: 'weekdays', ...byClock, groupOf: (local: Date) => WEEKDAYS[local.getUTCDay()] ?? '' },
];

export const findFolded = (name: string): FoldedDimension | null =>
  FOLD_TABLE.find((each) => each.name === name) ?? null;

/** Values that differ in case only are one, spelled as the known ones are. */
function foldOfCase(dimension: Dimension): NameFold {
  const { name, heading, plural, mayLack, values = [] } = dimension;
  const known = new Map(values.map((value) => [value.toLowerCase(), value]));
  const groupOf = (value: string): string => known.get(value.toLowerCase()) ?? value;
  return { kind: 'folded', fold: 'names', name, heading, plural, mayLack, of: dimension, groupOf };
}

/** As its groups are read: folded, where some of its values are one. */
export const foldOf = (dimension: GroupDimension): GroupDimension =>
  dimension.kind !== 'folded' && dimension.isAnyCase === true ? foldOfCase(dimension) : dimension;
