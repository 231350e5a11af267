/** Members of a record document as JSON text, each with the comma before it. */
import type { FIELD_TABLE } from '../core/field-table.ts';

type FieldName = (typeof FIELD_TABLE)[number]['name'];

/** Empty for null: absent values leave the field out. */
export const memberText = (
  name: FieldName,
  value: string | number | readonly string[] | null,
): string => (value === null ? '' : `,"${name}":${JSON.stringify(value)}`);

/** What stands before a text value that is copied from the line. */
export const memberStart = (name: FieldName): string => `,"${name}":"`;

/** Before a number. */
export const numberStart = (name: FieldName): string => `,"${name}":`;
