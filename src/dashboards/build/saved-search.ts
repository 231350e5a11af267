/** A table of single records, newest first, with the columns that its question needs. */
import type { FIELD_TABLE } from '../../core/field-table.ts';
import { dqlOf, type Only } from './only.ts';

type FieldName = (typeof FIELD_TABLE)[number]['name'];

export interface SavedSearch {
  readonly kind: 'search';
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly columns: readonly FieldName[];
  readonly dql: string;
}

interface Found {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly columns: readonly FieldName[];
  readonly only?: Only;
}

export const records = ({ only = {}, ...found }: Found): SavedSearch => ({
  kind: 'search',
  ...found,
  dql: dqlOf(only),
});
