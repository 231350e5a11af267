/** Columns of single records. */
import { FIELD_TABLE } from '../../core/field-table.ts';
import type { Column } from './presentation.ts';

/** What a person reads of a record. */
// biome-ignore format: a table, one row a column
export const HIT_COLUMNS: readonly Column[] = [
  { key: '@timestamp', heading: 'time (UTC)', kind: 'time', stays: 'kept' },
  { key: 'remote_ip', heading: 'IP address', kind: 'text', stays: 'kept' },
  { key: 'operation', heading: 'operation', kind: 'text' },
  { key: 'http_status', heading: 'status', kind: 'text', stays: 'kept' },
  { key: 'bytes_sent', heading: 'bytes', kind: 'bytes', stays: 'kept' },
  { key: 'key', heading: 'key', kind: 'text', stays: 'name' },
  { key: 'user_agent', heading: 'user agent', kind: 'text', stays: 'name' },
];
export const DOCUMENT_COLUMNS: readonly Column[] = FIELD_TABLE.map(({ name }) => ({
  key: name,
  heading: name,
  kind: 'text',
}));
