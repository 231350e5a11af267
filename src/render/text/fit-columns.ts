/**
 * Which columns of a table a terminal has room for, and how wide each is. Pure. Names are always whole:
 * what gives way is a bar, then columns from the right, then the place of the names, which may have
 * lines of their own.
 */

/**
 * `position` and `name` are always shown; `kept` is dropped last; `bar` has any width that is left.
 */
export type ColumnRole = 'position' | 'name' | 'kept' | 'bar' | 'other';

/** All in cells of a terminal: Japanese letters have two, Thai marks none. */
export interface ColumnNeed {
  readonly role: ColumnRole;
  readonly heading: number;
  readonly cells: readonly number[];
}

/**
 * `beneath`: on a line of its own below the others of its row, in every row. A name before all other
 * columns that is wider than its place has a line of its own above them, in its row only.
 */
export type Place = { readonly width: number } | 'beneath' | 'dropped';

export const GAP_WIDTH = 2;
const BAR_WIDTH = { min: 10, max: 30 } as const;

/** `columnsMax`: width of the terminal; null where there is none: then all is shown beside each other. */
export function fitColumns(
  columns: readonly ColumnNeed[],
  columnsMax: number | null,
): readonly Place[] {
  const widths = columns.map(fullWidth);
  if (columnsMax === null) return widths.map((width) => ({ width }));
  const places = columns.map(({ role }, at): Place => {
    return { width: role === 'bar' ? BAR_WIDTH.min : (widths[at] ?? 0) };
  });
  putBeneath(columns, places, columnsMax);
  const others = takeOut(columns, places);
  narrowNames(columns, places, columnsMax);
  dropLast(columns, places, columnsMax);
  takeBack(others, places, columnsMax);
  widenBar(columns, places, columnsMax);
  return places;
}

/** Names before the first column that is none. */
export function leadingNames(columns: readonly Pick<ColumnNeed, 'role'>[]): readonly number[] {
  const first = columns.findIndex(({ role }) => role !== 'position' && role !== 'name');
  const end = first === -1 ? columns.length : first;
  return columns.flatMap(({ role }, at) => (role === 'name' && at < end ? [at] : []));
}

const fullWidth = ({ role, heading, cells }: ColumnNeed): number =>
  role === 'bar' ? BAR_WIDTH.max : Math.max(heading, ...cells);

const inlineWidth = (place: Place | undefined): number | null =>
  typeof place === 'object' ? place.width : null;

/** Of all that stand beside each other. */
function totalWidth(places: readonly Place[]): number {
  const shown = places.flatMap((place) => inlineWidth(place) ?? []);
  return shown.reduce((sum, width) => sum + width + GAP_WIDTH, -GAP_WIDTH);
}

/** Names behind other columns go below, the last first, until all columns are seen. */
function putBeneath(columns: readonly ColumnNeed[], places: Place[], columnsMax: number): void {
  const leading = new Set(leadingNames(columns));
  for (const [at, { role }] of [...columns.entries()].reverse())
    if (totalWidth(places) > columnsMax && role === 'name' && !leading.has(at))
      places[at] = 'beneath';
}

type TakenOut = readonly (readonly [at: number, place: Place])[];

/** What may be dropped, from left to right. */
function takeOut(columns: readonly ColumnNeed[], places: Place[]): TakenOut {
  return columns.flatMap(({ role }, at) => {
    const place = places[at];
    if (role !== 'other' || place === undefined) return [];
    places[at] = 'dropped';
    return [[at, place] as const];
  });
}

/** The widest of the first names is as wide as the widest of its cells for which there is room. */
function narrowNames(columns: readonly ColumnNeed[], places: Place[], columnsMax: number): void {
  const leading = leadingNames(columns);
  const widest = Math.max(...leading.map((at) => inlineWidth(places[at]) ?? 0));
  const at = leading.find((each) => inlineWidth(places[each]) === widest);
  const column = at === undefined ? undefined : columns[at];
  if (at === undefined || column === undefined || totalWidth(places) <= columnsMax) return;
  const room = widest - (totalWidth(places) - columnsMax);
  const width = Math.max(column.heading, ...column.cells.filter((each) => each <= room));
  places[at] = { width };
}

/** Where not even these have room: bars, then from the right. */
function dropLast(columns: readonly ColumnNeed[], places: Place[], columnsMax: number): void {
  for (const role of ['bar', 'kept'])
    for (const [at, column] of [...columns.entries()].reverse())
      if (totalWidth(places) > columnsMax && column.role === role) places[at] = 'dropped';
}

/** From the left, up to the first for which there is no room: what is missing is on the right. */
function takeBack(others: TakenOut, places: Place[], columnsMax: number): void {
  for (const [at, place] of others) {
    places[at] = place;
    if (totalWidth(places) <= columnsMax) continue;
    places[at] = 'dropped';
    return;
  }
}

function widenBar(columns: readonly ColumnNeed[], places: Place[], columnsMax: number): void {
  const at = columns.findIndex(({ role }, each) => role === 'bar' && places[each] !== 'dropped');
  if (at === -1) return;
  const width = BAR_WIDTH.min + columnsMax - totalWidth(places);
  places[at] = { width: Math.min(BAR_WIDTH.max, width) };
}
