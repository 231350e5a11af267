/** Members of a record document as JSON text, each with the comma before it. */
import type { FIELD_TABLE } from '../core/field-table.ts';
import type { Folders } from '../enrich/key-parts.ts';

export type FieldName = (typeof FIELD_TABLE)[number]['name'];

/** Empty for null: absent values leave the field out. */
export const memberText = (
  name: FieldName,
  value: string | number | readonly string[] | null,
): string => (value === null ? '' : `,"${name}":${JSON.stringify(value)}`);

/** What stands before a text value that is copied from the line. */
export const memberStart = (name: FieldName): string => `,"${name}":"`;

/** Before a number. */
export const numberStart = (name: FieldName): string => `,"${name}":`;

export const foldersText = ([folder, folder2, folder3, folder4]: Folders): string =>
  memberText('folder', folder) +
  memberText('folder2', folder2) +
  memberText('folder3', folder3) +
  memberText('folder4', folder4);
