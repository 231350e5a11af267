/**
 * Takes the lease of a source, which one sync at a time can hold, over all processes. It makes double
 * work rare; that two syncs at a time count nothing twice does not rest on it.
 */
import { TamarinError } from '../../core/error.ts';
import type { LeaseDocument, LeasePort, LeaseVersion, StoredLease } from './lease-port.ts';
import type { LeaseWatch } from './lease-watch.ts';

export interface LeaseRequest {
  readonly id: string;
  /** As it is written now. */
  readonly document: () => LeaseDocument;
  readonly watch: LeaseWatch;
  /** Whether it is certain that the process of this machine has ended. */
  readonly hasEnded: (owner: LeaseDocument['owner']) => boolean;
  /** An owner that has not renewed its lease for so long is dead. */
  readonly timeoutMs: number;
  /** Of a clock that only goes forward. */
  readonly nowMs: () => number;
}

export type TakenLease =
  | {
      readonly kind: 'taken';
      readonly version: LeaseVersion;
      /** Whose lease it was, and who died with it; null: it was free. */
      readonly from: LeaseDocument | null;
    }
  | { readonly kind: 'held'; readonly by: LeaseDocument };

/** A lease that changes hands so often between two requests is no accident. */
const ROUNDS_MAX = 20;

/** @throws TamarinError when the store cannot be asked */
export async function takeLease(port: LeasePort, request: LeaseRequest): Promise<TakenLease> {
  const { id, document } = request;
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const created = await port.create(id, document()); // each depends on the one before
    if (created.kind === 'written') return { ...created, kind: 'taken', from: null };
    const found = await port.read(id); // the same
    if (found === null) continue; // given back just now
    if (isOurs(found, document())) return { kind: 'taken', version: found.version, from: null };
    if (!isDead(found, request)) return { kind: 'held', by: found.document };
    const replaced = await port.replace(id, found.version, document()); // the same
    if (replaced.kind === 'written') return { ...replaced, kind: 'taken', from: found.document };
  }
  throw new TamarinError(
    'opensearch_failed',
    `The lease ${id} changes faster than it can be read.`,
  );
}

/** Of a write whose answer was lost. No two syncs share an id. */
export const isOurs = ({ document }: StoredLease, ours: Pick<LeaseDocument, 'sync_id'>): boolean =>
  document.sync_id === ours.sync_id;

function isDead(
  { document, version }: StoredLease,
  { watch, nowMs, hasEnded, timeoutMs }: LeaseRequest,
): boolean {
  const isSilent = watch.unchangedMs(version, nowMs()) >= timeoutMs;
  return isSilent || hasEnded(document.owner);
}
