/** The saved search that links of clients and files lead to. */
import type { FIELD_TABLE } from '../../core/field-table.ts';

interface EveryRequest {
  readonly name: string;
  readonly columns: readonly (typeof FIELD_TABLE)[number]['name'][];
}

export const EVERY_REQUEST: EveryRequest = {
  name: 'every-request',
  columns: ['remote_ip', 'operation', 'key', 'http_status', 'bytes_sent', 'user_agent', 'referrer'],
};
