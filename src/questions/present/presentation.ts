/** An answer as titles, tables and sentences, before it is text, CSV or a page. */

import { isCost } from '../../core/cost.ts';
import type { Metric } from '../ask/metric.ts';

/** How a cell is written; `bar` draws its number as a part of the greatest of its column. */
export type CellKind = Metric['kind'] | 'text' | 'share' | 'time' | 'hour' | 'date' | 'bar';

export interface Column {
  /** Property of the row. */
  readonly key: string;
  /** Heading in CSV, where it is not the key. */
  readonly csvName?: string;
  readonly heading: string;
  readonly kind: CellKind;
  /**
   * Where there is little room: a `name` is always shown, whole; what is `kept` is left out last. Where no
   * column is a name, the first one is.
   */
  readonly stays?: 'name' | 'kept';
  /** Property of the row that, where it is true, puts a `*` behind the cell; a sentence says what it means. */
  readonly markedBy?: string;
}

export interface Table {
  /** Empty where the presentation has one table, which its title names. */
  readonly title: string;
  /** None: a reader is told in the closing sentences. */
  readonly columns: readonly Column[];
  /** Columns of CSV, where a reader sees fewer. */
  readonly allColumns?: readonly Column[];
  /** Plain objects with the keys of the columns. */
  readonly rows: readonly object[];
  /** What a reader sees instead: text is a line of its own, such as that of rows in which nothing is. */
  readonly shownRows?: readonly (object | string)[];
  /** All bytes of a column are in the unit of the most of them, so that they can be compared at a glance. */
  readonly isOneUnit?: true;
  readonly isRanked: boolean;
  /** What tells its lines from those of the other tables in CSV. */
  readonly part?: string;
}

export interface Presentation {
  readonly title: string;
  /** Sentences above the tables: what a reader is to know first. */
  readonly opening?: readonly string[];
  readonly tables: readonly Table[];
  /** Sentences below the tables. */
  readonly closing: readonly string[];
}

/** Text, number, or null where the row has none; a list as its parts with blanks between them, money as its amount. */
export function cellOf(row: object, { key }: Pick<Column, 'key'>): string | number | null {
  const value: unknown = Reflect.get(row, key);
  if (Array.isArray(value)) return value.join(' ');
  if (isCost(value)) return value.amount;
  return typeof value === 'number' || typeof value === 'string' ? value : null;
}
