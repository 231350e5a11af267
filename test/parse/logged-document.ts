/** The part of a record document that was logged, under the names of the index, as tests compare it. */
import { FIELD_TABLE } from '../../src/core/field-table.ts';
import type { AccessRecord } from '../../src/core/record.ts';

export function loggedDocument(record: AccessRecord): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const field of FIELD_TABLE) {
    if (field.origin !== 'logged') continue;
    const value = record[field.property];
    if (value !== null) document[field.name] = value;
  }
  return document;
}
