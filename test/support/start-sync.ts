/** Syncs that a test begins with a service and watches to their end. */
import { PLAIN_PASS, type StartRequest } from '../../src/app/service/start-request.ts';
import type { SyncService } from '../../src/app/service/sync-service.ts';
import type { SyncView } from '../../src/app/service/sync-view.ts';
import { readAll } from './opensearch.ts';

export const request = (more: Partial<StartRequest> = {}): StartRequest => ({
  alias: null,
  options: PLAIN_PASS,
  trigger: 'http',
  idempotencyKey: null,
  isQueued: false,
  ...more,
});

export async function start(service: SyncService, more: Partial<StartRequest> = {}) {
  const outcome = await service.start(request(more));
  if (outcome.kind === 'other_request') throw new Error('the key came before');
  return outcome;
}

export async function finalOf(service: SyncService, id: string): Promise<SyncView> {
  let last: SyncView | undefined;
  for await (const view of service.watch(id, AbortSignal.timeout(100_000))) last = view;
  if (last === undefined) throw new Error(`there is no sync ${id}`);
  return last;
}

export const kindOf = async (prefix: string, kind: string) =>
  (await readAll(`${prefix}-syncs`)).filter(({ _source }) => _source.kind === kind);
export const conserves = ({ lines, indexed, duplicates, rejected, skipped }: SyncView): boolean =>
  lines === indexed + duplicates + rejected + skipped;
