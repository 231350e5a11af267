/** The columns of an answer that somebody asked for by name. Pure. */
import { TamarinError } from '../../core/error.ts';
import type { Column, Presentation, Table } from './presentation.ts';

type NamedColumn = Pick<Column, 'key' | 'csvName'> & Partial<Pick<Column, 'heading' | 'kind'>>;

/** `full downloads`, `full-downloads` and `fullDownloads` are one. */
const plain = (name: string): string => name.toLowerCase().replaceAll(/[-_ ]/g, '');

/** As in the heading of CSV. */
const nameOf = ({ key, csvName = key }: NamedColumn): string => csvName;

function find<C extends NamedColumn>(columns: readonly C[], name: string): C | undefined {
  const numbers = columns.filter(({ kind }) => kind !== 'bar');
  const isCalled = ({ key, csvName = key, heading = key }: C): boolean =>
    [key, csvName, heading].some((each) => plain(each) === plain(name));
  return numbers.find((column) => nameOf(column) === name) ?? numbers.find(isCalled);
}

/** `bytes,requests` as a list. @throws TamarinError `usage` */
export function readColumnNames(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.every((name) => name !== '')) return names;
  throw new TamarinError('usage', `"${text}" is no list of columns.`, {
    hint: 'Columns are separated by commas: --columns name,bytes,requests.',
  });
}

/**
 * In the order in which they were asked for. Of an answer of several tables each keeps its first column,
 * which says what its rows are, and those with none of the columns are left out.
 * @throws TamarinError `usage` where no table has one of them
 */
export function chooseColumns(presentation: Presentation, names: readonly string[]): Presentation {
  const { tables } = presentation;
  const known = tables.flatMap(({ columns, allColumns = [] }) => [...columns, ...allColumns]);
  refuseUnknown(known, names);
  const chosen = tables.map((table) => chosenTable(table, names, tables.length > 1));
  return { ...presentation, tables: chosen.flatMap((table) => table ?? []) };
}

/** Of rows that are handed on as they are read. @throws TamarinError `usage` */
export function chooseAmong<C extends NamedColumn>(
  columns: readonly C[],
  names: readonly string[],
): readonly C[] {
  refuseUnknown(columns, names);
  return pick(columns, names);
}

const pick = <C extends NamedColumn>(columns: readonly C[], names: readonly string[]) =>
  names.flatMap((name) => find(columns, name) ?? []);

function refuseUnknown(known: readonly NamedColumn[], names: readonly string[]): void {
  const unknown = names.find((name) => find(known, name) === undefined);
  if (unknown === undefined) return;
  const all = new Set(known.filter(({ kind }) => kind !== 'bar').map(nameOf));
  throw new TamarinError('usage', `This answer has no column "${unknown}".`, {
    hint: `It has ${[...all].join(', ')}.`,
  });
}

function chosenTable(table: Table, names: readonly string[], isOneOfMany: boolean): Table | null {
  const { columns, allColumns = columns } = table;
  const seen = pick([...columns, ...allColumns], names);
  if (seen.length === 0) return null;
  const [first, firstOfAll] = [columns[0], allColumns[0]];
  const keep = (all: readonly Column[], kept: Column | undefined): readonly Column[] =>
    !isOneOfMany || kept === undefined || all.some(({ key }) => key === kept.key)
      ? all
      : [kept, ...all];
  const bars = columns.filter(({ kind, key }) => kind === 'bar' && seen.some((each) => each.key === key)); // biome-ignore format: one rule
  return {
    ...table,
    columns: columns.length === 0 ? [] : keep([...seen, ...bars], first),
    allColumns: keep(pick([...allColumns, ...columns], names), firstOfAll),
  };
}
