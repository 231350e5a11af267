/** Columns of single records. */
import { FIELD_TABLE } from '../../core/field-table.ts';
import type { Column } from './presentation.ts';

/** What a person reads of a record. */
// biome-ignore format: a table, one row a column
export const HIT_COLUMNS: readonly Column[] = [
  { key: '@timestamp', heading: 'time (UTC)', kind: 'time' },
  { key: 'remote_ip', heading: 'IP address', kind: 'text' },
  { key: 'operation', heading: 'operation', kind: 'text' },
  { key: 'http_status', heading: 'status', kind: 'text' },
  { key: 'bytes_sent', heading: 'bytes', kind: 'bytes' },
  { key: 'key', heading: 'key', kind: 'text' },
  { key: 'user_agent', heading: 'user agent', kind: 'text' },
];
export const DOCUMENT_COLUMNS: readonly Column[] = FIELD_TABLE.map(({ name }) => ({
  key: name,
  heading: name,
  kind: 'text',
}));
