/**
 * What an answer to a bulk request means for each of its items. Pure: the sink acts on it. Only the
 * types named here are ever quarantined; a result that is not understood is never taken for one.
 */
import type { ItemTicket } from './batch.ts';

/** One entry of `items`, as `filter_path=errors,items.*.status,items.*.error` leaves it. */
export interface BulkItem {
  readonly status: number;
  readonly error?: {
    readonly type?: string;
    readonly reason?: string;
    readonly caused_by?: unknown;
  };
}

/** So many items have this result, one behind the other. */
export interface ItemRun {
  readonly item: BulkItem;
  readonly count: number;
}

export type BulkAnswer =
  /**
   * In the order of the items that were sent. As runs: a list with an entry for each item outlives V8's
   * young collections, and tens of MB of such lists would wait for a full one.
   */
  | { readonly kind: 'items'; readonly runs: readonly ItemRun[] }
  /** The request as a whole failed. OpenSearch may have carried it out all the same. */
  | { readonly kind: 'failed'; readonly status: number | null; readonly reason: string };

export type ItemVerdict =
  | { readonly kind: 'indexed' }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'removed' }
  | { readonly kind: 'absent' }
  | { readonly kind: 'abandoned'; readonly reason: string }
  /** `isBounded`: give up after a few times, because waiting is not known to help. */
  | { readonly kind: 'retry'; readonly isBounded: boolean; readonly reason: string }
  | { readonly kind: 'create_index' }
  | {
      readonly kind: 'stop';
      readonly code: 'mapping_conflict' | 'opensearch_denied';
      readonly reason: string;
    };

/** Documented and measured item errors of OpenSearch 2.19 and 3.8. */
export function classifyItem(ticket: ItemTicket, item: BulkItem): ItemVerdict {
  const { status } = item;
  // A document that is not there has no error; one whose index is not there is as little there.
  if (ticket.kind === 'removal' && status === 404) return { kind: 'absent' };
  if (ticket.kind === 'removal' && status === 200) return { kind: 'removed' };
  if (status === 200) return { kind: ticket.kind === 'record' ? 'duplicate' : 'indexed' };
  if (status === 201) return { kind: 'indexed' };
  const type = item.error?.type ?? '';
  const reason = `${status} ${type}: ${item.error?.reason ?? 'no reason given'}`;
  if (status === 409) {
    // An update of a quarantine document lost a race; a record met its first copy.
    return ticket.kind === 'record'
      ? { kind: 'duplicate' }
      : { kind: 'retry', isBounded: true, reason };
  }
  if (status === 429 || status === 503) return { kind: 'retry', isBounded: false, reason };
  if (type === 'index_not_found_exception') return { kind: 'create_index' };
  if (type === 'strict_dynamic_mapping_exception')
    return { kind: 'stop', code: 'mapping_conflict', reason };
  if (type === 'security_exception') return { kind: 'stop', code: 'opensearch_denied', reason };
  if (status >= 500) return { kind: 'retry', isBounded: true, reason };
  if (ticket.kind === 'record' && isRefusedDocument(type, reason))
    return { kind: 'refused', reason };
  return { kind: 'abandoned', reason };
}

function isRefusedDocument(type: string, reason: string): boolean {
  return (
    type === 'mapper_parsing_exception' ||
    (type === 'illegal_argument_exception' && reason.includes('immense term'))
  );
}
