/**
 * Indices, ledger entries and documents as the version before this one made them: ledger and
 * quarantine of version 1, syncs of version 2, no `reader`, no `kind`. Written down here once more,
 * so that nothing of today's code takes part.
 */
import { createHash } from 'node:crypto';
import { request } from './opensearch.ts';

const keyword = { type: 'keyword' };
const long = { type: 'long' };
const date = { type: 'date' };
const stored = { type: 'keyword', index: false, doc_values: false };
const words = {
  type: 'keyword',
  fields: { text: { type: 'text', analyzer: 'tamarin_words', norms: false } },
};

const all = (type: object, names: string): Readonly<Record<string, object>> =>
  Object.fromEntries(names.split(' ').map((name) => [name, type]));

const COUNTS = 'lines indexed duplicates rejected skipped';

interface Kind {
  readonly pattern: string;
  readonly version: number;
  readonly meta: object;
  readonly settings: object;
  readonly properties: Readonly<Record<string, object>>;
}

const KINDS: Readonly<Record<string, Kind>> = {
  records: {
    pattern: '-records-*',
    version: 1,
    meta: { grain: 'month', agent_lists: { isbot: '5.2.3' } },
    settings: {
      refresh_interval: '30s',
      'search.concurrent_segment_search.mode': 'none',
      analysis: {
        analyzer: {
          tamarin_words: {
            type: 'custom',
            tokenizer: 'tamarin_words',
            filter: ['lowercase', 'asciifolding'],
          },
        },
        tokenizer: { tamarin_words: { type: 'pattern', pattern: '[^\\p{L}\\p{M}\\p{N}]+' } },
      },
    },
    properties: {
      '@timestamp': date,
      remote_ip: { type: 'ip' },
      request_id: { type: 'keyword', doc_values: false },
      http_status: { type: 'short' },
      log_line: { type: 'integer', index: false, doc_values: false },
      ...all(keyword, 'bucket_owner bucket remote_ip_logged requester operation http_method'),
      ...all(keyword, 'http_version error_code version_id signature_version cipher_suite'),
      ...all(keyword, 'authentication_type host_header tls_version access_point_arn acl_required'),
      ...all(keyword, 'source_region network folder extension referrer_domain agent_name'),
      ...all(keyword, 'agent_class country as_org log_key'),
      ...all(words, 'key url_query referrer user_agent'),
      ...all(stored, 'key_logged request_uri host_id extra_fields sync_id'),
      ...all(long, 'bytes_sent object_size asn'),
      ...all({ type: 'integer' }, 'total_time turn_around_time download_ppm'),
    },
  },
  ledger: {
    pattern: '-ledger',
    version: 1,
    meta: {},
    settings: { refresh_interval: '1s' },
    properties: {
      ...all(keyword, 'log_key physical_id etag state sync_id'),
      ...all(long, `size bytes ${COUNTS}`),
      ...all(date, 'last_modified first_record_at last_record_at finished_at'),
      attempts: { type: 'integer' },
      error: stored,
    },
  },
  quarantine: {
    pattern: '-quarantine',
    version: 1,
    meta: {},
    settings: { refresh_interval: '1s' },
    properties: {
      ...all(keyword, 'reason log_key sync_id'),
      ...all(long, 'log_line offset times_met'),
      ...all(date, 'first_met_at last_met_at'),
      ...all(stored, 'text detail'),
    },
  },
  syncs: {
    pattern: '-syncs',
    version: 2,
    meta: {},
    settings: { refresh_interval: '1s' },
    properties: {
      ...all(keyword, 'source source_id listing state'),
      ...all(date, 'started_at finished_at'),
      ...all(long, `bytes_read ${COUNTS}`),
      objects: { properties: all(long, 'listed skipped done failed not_a_log') },
      error: stored,
    },
  },
};

/** Installs the templates; the record index of the month and the three others are made by them. */
export async function makeIndicesBefore(prefix: string, month: string): Promise<void> {
  for (const [name, kind] of Object.entries(KINDS)) {
    const index = { number_of_shards: 1, number_of_replicas: 0, ...kind.settings };
    const { version, meta, properties } = kind;
    const mappings = { dynamic: 'strict', _meta: { version, ...meta }, properties };
    await send('PUT', `/_index_template/${prefix}-${name}`, {
      index_patterns: [prefix + kind.pattern],
      priority: 200,
      version,
      template: { settings: { index }, mappings },
    });
    await send('PUT', `/${prefix}-${name === 'records' ? `records-${month}` : name}`);
  }
}

export const putDocument = (index: string, id: string, document: object): Promise<void> =>
  send('PUT', `/${index}/_doc/${id}`, document);

/** The ledger entry of a file. */
export async function putEntryBefore(
  prefix: string,
  file: { readonly path: string; readonly sizeBytes: number; readonly mtimeMs: number },
  about: { readonly state: 'done' | 'failed' | 'not_a_log'; readonly lines: number },
): Promise<void> {
  const { path, sizeBytes, mtimeMs } = file;
  const { state, lines } = about;
  const physicalId = `file:${path}`;
  const id = createHash('sha256').update(physicalId).digest('base64url');
  await putDocument(`${prefix}-ledger`, id, {
    log_key: path.split('/').at(-1),
    physical_id: physicalId,
    etag: `${sizeBytes}-${mtimeMs}`,
    size: sizeBytes,
    last_modified: new Date(mtimeMs).toISOString(),
    state,
    lines,
    indexed: state === 'done' ? lines : 0,
    duplicates: 0,
    rejected: state === 'not_a_log' ? lines : 0,
    skipped: 0,
    bytes: sizeBytes,
    sync_id: 'before',
    attempts: 1,
    ...(state === 'failed' ? { error: 'it broke' } : {}),
    finished_at: '2026-01-21T00:00:00.000Z',
  });
}

async function send(method: string, path: string, body?: object): Promise<void> {
  const answer = await request(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`);
}
