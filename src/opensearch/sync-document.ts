/**
 * Writes the document of a sync: directly and not through the sink, because a sync whose sink waits
 * for a busy server must still be seen to be alive.
 */
import type { IndexName } from '../core/brand.ts';
import { messageOf } from '../core/error.ts';
import type { SyncDocument, SyncPlace, SyncWrite } from '../sync/store/sync-document.ts';
import { attempt, type OpenSearch } from './client.ts';
import { createIndex } from './record-index.ts';
import { statusOf } from './request-failure.ts';

/** Fields that others have added stay. A write that was held up on its way never undoes the end. */
const MERGE =
  'if (ctx._source.finished_at != null && params.document.finished_at == null) ' +
  "{ ctx.op = 'none' } else { ctx._source.putAll(params.document) }";
/** What somebody else adds; the answer to each write brings it. */
const CANCEL = 'cancel_requested_at';
const TRIES_ON_CONFLICT = 5;
const REQUEST_TIMEOUT_MS = 5_000;

/** Never throws. An index that was deleted meanwhile is made again. */
export async function writeSyncDocument(
  server: OpenSearch,
  index: IndexName,
  place: SyncPlace,
  document: SyncDocument,
): Promise<SyncWrite> {
  const first = await tryToWrite(server, index, place, document);
  if (first.kind === 'written' || first.status !== NOT_FOUND) return first;
  const created = await createIndex(server, index).then(() => null, failedWrite);
  return created ?? tryToWrite(server, index, place, document);
}

const NOT_FOUND = 404;

async function tryToWrite(
  server: OpenSearch,
  index: IndexName,
  { id, isShown, signal }: SyncPlace,
  document: SyncDocument,
): Promise<SyncWrite> {
  const script = { source: MERGE, params: { document } };
  const request = {
    index,
    id,
    retry_on_conflict: TRIES_ON_CONFLICT,
    refresh: isShown,
    _source: [CANCEL],
    body: { script, upsert: document as never }, // our own interface, which the client does not know
  };
  const options = { maxRetries: 0, requestTimeout: REQUEST_TIMEOUT_MS };
  try {
    const write = (client: OpenSearch['client']) => client.update(request, options);
    const { body } = await attempt(server, `write ${index}`, write, { signal });
    const cancelRequestedAt: unknown = body.get?._source?.[CANCEL];
    return typeof cancelRequestedAt === 'string'
      ? { kind: 'written', cancelRequestedAt }
      : { kind: 'written' };
  } catch (error) {
    return failedWrite(error);
  }
}

function failedWrite(error: unknown): Extract<SyncWrite, { kind: 'failed' }> {
  const status = statusOf(error instanceof Error ? error.cause : error);
  return { kind: 'failed', reason: messageOf(error), status };
}
