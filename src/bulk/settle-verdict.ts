/** What the sink does with verdicts: pure parts of it. */
import { TamarinError } from '../core/error.ts';
import { grantHint } from '../core/grant-hint.ts';
import type { Batch, ItemResult, ItemTicket } from './batch.ts';
import type { ItemRun, ItemVerdict } from './classify-response.ts';
import { BOUNDED_ATTEMPTS_MAX } from './patience.ts';

/** Where the row of items ends that have the owner of the item `from`, at `to` at the latest. */
export function endOfOwner(batch: Batch, from: number, to: number): number {
  const owner = batch.owners[from];
  let end = from + 1;
  while (end < to && batch.owners[end] === owner) end += 1;
  return end;
}

export const countItems = (runs: readonly ItemRun[]): number =>
  runs.reduce((sum, { count }) => sum + count, 0);

export const isBounded = (verdict: ItemVerdict): boolean =>
  verdict.kind === 'create_index' || (verdict.kind === 'retry' && verdict.isBounded);

/** `rounds`: how often items of the batch came back so before. An outage in between counts nothing. */
export function bound(verdict: ItemVerdict, rounds: number): ItemVerdict {
  if (!isBounded(verdict) || rounds + 1 < BOUNDED_ATTEMPTS_MAX) return verdict;
  return {
    kind: 'abandoned',
    reason: verdict.kind === 'retry' ? verdict.reason : 'its index does not stay',
  };
}

export function withDocument(
  verdict: Exclude<ItemVerdict, { kind: 'stop' | 'retry' | 'create_index' }>,
  batch: Batch,
  position: number,
): ItemResult {
  return verdict.kind === 'refused'
    ? { ...verdict, document: batch.itemBytes(position).toString('utf8') }
    : verdict;
}

export function stopError(
  verdict: Extract<ItemVerdict, { kind: 'stop' }>,
  ticket: ItemTicket,
): TamarinError {
  return new TamarinError(verdict.code, `${ticket.index} refused a document: ${verdict.reason}.`, {
    hint:
      verdict.code === 'mapping_conflict'
        ? `The index claims to have every field, but lacks one. Delete ${ticket.index} and run the sync with --full, or add the field to its mapping.`
        : grantHint({ reason: verdict.reason, user: null, index: ticket.index }),
  });
}
