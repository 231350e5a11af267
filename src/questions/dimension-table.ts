/** What records can be grouped and filtered by: each dimension once. Command line and docs read it. */
import type { FIELD_TABLE } from '../core/field-table.ts';

type FieldName = (typeof FIELD_TABLE)[number]['name'];

export interface Dimension {
  /** As on the command line. */
  readonly name: string;
  readonly field: FieldName;
  /** Column heading, singular. */
  readonly heading: string;
  /** Completes "top 10 …". */
  readonly plural: string;
}

// biome-ignore format: a table, one row a dimension
export const DIMENSION_TABLE = [
  { name: 'ip', field: 'remote_ip', heading: 'IP address', plural: 'IP addresses' },
  { name: 'network', field: 'network', heading: 'network', plural: 'networks' },
  { name: 'requester', field: 'requester', heading: 'requester', plural: 'requesters' },
  { name: 'key', field: 'key', heading: 'key', plural: 'keys' },
  { name: 'folder', field: 'folder', heading: 'folder', plural: 'folders' },
  { name: 'extension', field: 'extension', heading: 'extension', plural: 'extensions' },
  { name: 'bucket', field: 'bucket', heading: 'bucket', plural: 'buckets' },
  { name: 'referrer', field: 'referrer', heading: 'referrer', plural: 'referrers' },
  { name: 'referrer-domain', field: 'referrer_domain', heading: 'referrer domain', plural: 'referrer domains' },
  { name: 'user-agent', field: 'user_agent', heading: 'user agent', plural: 'user agents' },
  { name: 'agent', field: 'agent_name', heading: 'agent', plural: 'agents' },
  { name: 'agent-class', field: 'agent_class', heading: 'agent class', plural: 'agent classes' },
  { name: 'operation', field: 'operation', heading: 'operation', plural: 'operations' },
  { name: 'status', field: 'http_status', heading: 'status', plural: 'statuses' },
  { name: 'error', field: 'error_code', heading: 'error code', plural: 'error codes' },
  { name: 'country', field: 'country', heading: 'country', plural: 'countries' },
  { name: 'as', field: 'as_org', heading: 'network operator', plural: 'network operators' },
] as const satisfies readonly Dimension[];

export function findDimension(name: string): Dimension | null {
  return DIMENSION_TABLE.find((dimension) => dimension.name === name) ?? null;
}
