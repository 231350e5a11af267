/** The states of a sync as server-sent events: a state an event, the last one is final. */
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SyncView } from '../../app/service/sync-view.ts';
import { toSync } from '../schemas/syncs.ts';

/** Proxies close what is silent for a minute, and the service itself what is silent for longer. */
const HEARTBEAT_MS = 15_000;
/** For a client whose connection was cut. */
const RETRY_MS = 2_000;

/** Tells one state from another: a client that has seen it need not see it again. */
export const eventId = (view: SyncView): string =>
  createHash('sha256').update(JSON.stringify(view)).digest('base64url').slice(0, 16);

/** The text of the stream. `seenId`: of the last event that the client has seen; null: none. */
export async function* eventTexts(
  states: AsyncIterator<SyncView>,
  { seenId, signal }: { readonly seenId: string | null; readonly signal: AbortSignal },
): AsyncGenerator<string> {
  yield `retry: ${RETRY_MS}\n\n`;
  let next = states.next();
  while (!signal.aborted) {
    const beating = new AbortController();
    const end = AbortSignal.any([signal, beating.signal]);
    const beat = sleep(HEARTBEAT_MS, null, { signal: end }).catch(() => null);
    const result = await Promise.race([next, beat]).finally(() => beating.abort()); // one state after the other
    if (result === null) yield ': alive\n\n';
    else if (result.done === true) return;
    else {
      const view = result.value;
      const id = eventId(view);
      if (id !== seenId) yield `id: ${id}\nevent: sync\ndata: ${JSON.stringify(toSync(view))}\n\n`;
      next = states.next();
    }
  }
}
