/**
 * One `_bulk` request with a ready-made NDJSON buffer. Never throws, and never retries: what a
 * failure means is decided in src/bulk. Not helpers.bulk: it can hang for ever
 * (opensearch-js issue 1061), and it needs an object for every document.
 */
import type { BulkAnswer, BulkItem } from '../bulk/classify-response.ts';
import { PlainItems } from './bulk-answer.ts';
import type { OpenSearch } from './client.ts';
import { reasonOf, statusOf } from './request-failure.ts';

/** The server gives up on a shard first, so that its answer still reaches us. */
const SERVER_TIMEOUT = '60s';
const REQUEST_TIMEOUT_MS = 90_000;
/** Item results are the only source of our counts; nothing else of the answer is read. */
const FILTER_PATH = 'errors,items.*.status,items.*.error';

export async function sendBulk(server: OpenSearch, body: Buffer): Promise<BulkAnswer> {
  try {
    const response = await server.client.bulk(
      { body, filter_path: FILTER_PATH, timeout: SERVER_TIMEOUT } as never, // the client's types lack Buffer; its docs allow it
      { maxRetries: 0, requestTimeout: REQUEST_TIMEOUT_MS },
    );
    const answer: unknown = response.body;
    return answer instanceof PlainItems ? { kind: 'items', runs: answer.runs } : readItems(answer);
  } catch (error) {
    return { kind: 'failed', status: statusOf(error), reason: reasonOf(error) };
  }
}

function readItems(body: unknown): BulkAnswer {
  const items: unknown =
    typeof body === 'object' && body !== null && 'items' in body ? body.items : null;
  if (!Array.isArray(items)) {
    return {
      kind: 'failed',
      status: null,
      reason: 'the answer to a bulk request did not come from OpenSearch (a proxy in between?)',
    };
  }
  return { kind: 'items', runs: items.map((item) => ({ item: readItem(item), count: 1 })) };
}

/** An item is `{"create": {"status": 201}}`, under the name of its action. */
function readItem(item: unknown): BulkItem {
  const result: unknown = typeof item === 'object' && item !== null ? Object.values(item)[0] : null;
  const isResult = typeof result === 'object' && result !== null && 'status' in result;
  return isResult
    ? (result as BulkItem)
    : { status: 500, error: { reason: 'an item without status' } }; // status was just checked
}
