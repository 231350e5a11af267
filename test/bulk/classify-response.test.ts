/**
 * Goal: each way in which OpenSearch answers for one item has one meaning; what is not understood is
 * never taken for a success, nor for the fault of the line.
 */
import t from 'tap';
import type { ItemTicket } from '../../src/bulk/batch.ts';
import { type BulkItem, classifyItem, type ItemVerdict } from '../../src/bulk/classify-response.ts';
import { asIndexName } from '../../src/core/brand.ts';

const ticketOf = (kind: ItemTicket['kind']): ItemTicket => ({
  kind,
  index: asIndexName('acme-records-2026-01'),
  id: 'X',
  logKey: 'a',
  line: 1,
  settle: () => undefined,
});

const itemOf = (status: number, type?: string, reason?: string): BulkItem =>
  type === undefined ? { status } : { status, error: { type, reason: reason ?? 'why' } };

const IMMENSE = 'Document contains at least one immense term in field="operation" (whose UTF8 encoding is longer than the max length 32766)'; // biome-ignore format: one message
const NO_INDEX = 'no such index [acme-records-2026-01]';
const FLOOD = 'index [acme-records-2026-01] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];'; // biome-ignore format: one message
const READ_ONLY = 'index [acme-records-2026-01] blocked by: [FORBIDDEN/8/index write (api)];';

interface Case {
  readonly name: string;
  readonly item: BulkItem;
  readonly record: ItemVerdict['kind'];
  /** For quarantine, ledger and sync documents; the same as for a record unless said otherwise. */
  readonly other?: ItemVerdict['kind'];
}

// biome-ignore format: a table, one row an answer
const CASES: readonly Case[] = [
  { name: 'created', item: itemOf(201), record: 'indexed' },
  { name: 'rewritten or updated', item: itemOf(200), record: 'duplicate', other: 'indexed' },
  { name: 'there already', item: itemOf(409, 'version_conflict_engine_exception', '[X]: version conflict, document already exists (current version [1])'), record: 'duplicate', other: 'retry' },
  { name: 'queue full', item: itemOf(429, 'rejected_execution_exception'), record: 'retry' },
  { name: 'disk full', item: itemOf(429, 'cluster_block_exception', FLOOD), record: 'retry' },
  { name: 'no primary shard', item: itemOf(503, 'unavailable_shards_exception'), record: 'retry' },
  { name: 'internal error', item: itemOf(500, 'exception'), record: 'retry' },
  { name: 'bad gateway', item: itemOf(502), record: 'retry' },
  { name: 'time-out', item: itemOf(504), record: 'retry' },
  { name: 'no index', item: itemOf(404, 'index_not_found_exception', NO_INDEX), record: 'create_index' },
  { name: 'a field too many', item: itemOf(400, 'strict_dynamic_mapping_exception', 'mapping set to strict, dynamic introduction of [foo] within [_doc] is not allowed'), record: 'stop' },
  { name: 'no permission', item: itemOf(403, 'security_exception', 'no permissions for [indices:data/write/bulk[s]]'), record: 'stop' },
  { name: 'no IP address', item: itemOf(400, 'mapper_parsing_exception', "failed to parse field [remote_ip] of type [ip] in document with id 'X'."), record: 'refused', other: 'abandoned' },
  { name: 'no JSON', item: itemOf(400, 'mapper_parsing_exception', 'failed to parse'), record: 'refused', other: 'abandoned' },
  { name: 'immense term', item: itemOf(400, 'illegal_argument_exception', IMMENSE), record: 'refused', other: 'abandoned' },
  { name: 'another illegal argument', item: itemOf(400, 'illegal_argument_exception', 'no write index is defined for alias [acme]'), record: 'abandoned' },
  { name: 'closed index', item: itemOf(400, 'index_closed_exception', 'closed'), record: 'abandoned' },
  { name: 'read-only index', item: itemOf(403, 'cluster_block_exception', READ_ONLY), record: 'abandoned' },
  { name: 'too many shards', item: itemOf(400, 'validation_exception', 'Validation Failed: 1: this action would add [1] total shards'), record: 'abandoned' },
  { name: 'an error nobody knows', item: itemOf(418, 'teapot_exception'), record: 'abandoned' },
  { name: 'a status nobody knows', item: itemOf(202), record: 'abandoned' },
  { name: 'no status that means anything', item: itemOf(0), record: 'abandoned' },
];

for (const { name, item, record, other } of CASES) {
  t.test(`${item.status}, ${name}: ${record}`, async (t) => {
    t.equal(classifyItem(ticketOf('record'), item).kind, record);
    for (const kind of ['quarantine', 'ledger'] as const)
      t.equal(
        classifyItem(ticketOf(kind), item).kind,
        other ?? record,
        `${kind}: ${other ?? record}`,
      );
  });
}

t.test('only overload and missing shards are waited for without a bound', async (t) => {
  const isBounded = (item: BulkItem): unknown => {
    const verdict = classifyItem(ticketOf('record'), item);
    return verdict.kind === 'retry' && verdict.isBounded;
  };
  for (const status of [429, 503]) t.equal(isBounded(itemOf(status)), false, String(status));
  for (const status of [500, 502, 504]) t.equal(isBounded(itemOf(status)), true, String(status));
  const conflict = classifyItem(ticketOf('quarantine'), itemOf(409));
  t.match(conflict, { kind: 'retry', isBounded: true });
});

t.test('a verdict tells status, type and reason, and which mistake stops a sync', async (t) => {
  const record = ticketOf('record');
  t.match(classifyItem(record, itemOf(403, 'cluster_block_exception', READ_ONLY)), {
    reason: `403 cluster_block_exception: ${READ_ONLY}`,
  });
  t.match(classifyItem(record, itemOf(418)), { reason: '418 : no reason given' });
  t.match(classifyItem(record, itemOf(400, 'strict_dynamic_mapping_exception')), {
    code: 'mapping_conflict',
  });
  t.match(classifyItem(record, itemOf(403, 'security_exception')), { code: 'opensearch_denied' });
});

t.test('a removal ends well whether or not there was something to remove', async (t) => {
  const removal = ticketOf('removal');
  t.strictSame(classifyItem(removal, itemOf(200)), { kind: 'removed' });
  t.strictSame(classifyItem(removal, itemOf(404)), { kind: 'absent' });
  const noIndex = itemOf(404, 'index_not_found_exception', NO_INDEX);
  t.strictSame(classifyItem(removal, noIndex), { kind: 'absent' });
  t.match(classifyItem(removal, itemOf(503)), { kind: 'retry', isBounded: false });
  t.match(classifyItem(removal, itemOf(409)), { kind: 'retry', isBounded: true });
  t.equal(classifyItem(removal, itemOf(400, 'index_closed_exception')).kind, 'abandoned');
});
