/**
 * The one error class: a closed set of codes, each with the exit code of the process and its
 * meaning. A message names the object and the cause; `hint` is the next thing to do.
 */
// biome-ignore format: a table, one row an error
export const ERROR_TABLE = {
  usage: { exitCode: 2, httpStatus: 400, meaning: 'the command line, or a parameter, is invalid' },
  config_invalid: { exitCode: 78, httpStatus: 500, meaning: 'a setting is missing, unknown or out of range' },
  grain_mismatch: { exitCode: 78, httpStatus: 500, meaning: 'the indices were created with another grain (month, day)' },
  source_empty: { exitCode: 1, httpStatus: 422, meaning: 'the source holds no log objects' },
  source_not_logs: { exitCode: 1, httpStatus: 422, meaning: 'no line in the source is an access log record' },
  source_unreachable: { exitCode: 5, httpStatus: 502, meaning: 'the source cannot be listed or read' },
  source_denied: { exitCode: 4, httpStatus: 502, meaning: 'permission to list or read the source is missing' },
  opensearch_unreachable: { exitCode: 5, httpStatus: 503, meaning: 'nothing answers at the URL, or not OpenSearch' },
  opensearch_unsupported: { exitCode: 5, httpStatus: 502, meaning: 'the server is not OpenSearch 2.19 or newer' },
  opensearch_denied: { exitCode: 4, httpStatus: 502, meaning: 'OpenSearch refused the credentials or a permission' },
  opensearch_failed: { exitCode: 1, httpStatus: 502, meaning: 'OpenSearch answered a request with an error' },
  dashboards_unreachable: { exitCode: 5, httpStatus: 503, meaning: 'nothing answers at the URL, or not OpenSearch Dashboards' },
  dashboards_denied: { exitCode: 4, httpStatus: 502, meaning: 'OpenSearch Dashboards refused the credentials, a permission or the tenant' },
  dashboards_failed: { exitCode: 1, httpStatus: 502, meaning: 'OpenSearch Dashboards refused to import, or answered with an error' },
  mapping_conflict: { exitCode: 1, httpStatus: 500, meaning: 'an index lacks a field that its version promises' },
  engine_requirement: { exitCode: 5, httpStatus: 503, meaning: 'the embedded OpenSearch needs Java 21 and Maven, or Docker' },
  engine_failed: { exitCode: 5, httpStatus: 503, meaning: 'the embedded OpenSearch did not start' },
  data_dir_unusable: { exitCode: 4, httpStatus: 500, meaning: 'the data directory cannot be written' },
  port_taken: { exitCode: 1, httpStatus: 500, meaning: 'another process listens on the port' },
  question_failed: { exitCode: 1, httpStatus: 502, meaning: 'a question could not be answered' },
  no_records: { exitCode: 1, httpStatus: 404, meaning: 'nothing was shipped yet' },
  client_unknown: { exitCode: 1, httpStatus: 404, meaning: 'no client in the range and filters has this name' },
  question_too_large: { exitCode: 1, httpStatus: 422, meaning: 'the answer has more parts than the server allows' },
  question_timed_out: { exitCode: 1, httpStatus: 503, meaning: 'a search took too long' },
  index_closed: { exitCode: 1, httpStatus: 409, meaning: 'all indices in question are closed' },
  index_unavailable: { exitCode: 1, httpStatus: 503, meaning: 'part of an index is not on any running node' },
  opensearch_overloaded: { exitCode: 1, httpStatus: 503, meaning: 'OpenSearch has no memory left for the question' },
  cursor_expired: { exitCode: 1, httpStatus: 410, meaning: 'the page to continue from no longer exists' },
  output_failed: { exitCode: 1, httpStatus: 500, meaning: 'the output could not be written' },
  sync_cancelled: { exitCode: 1, httpStatus: 409, meaning: 'somebody has cancelled the sync' },
  interrupted: { exitCode: 130, httpStatus: 503, meaning: 'stopped by a signal' },
  internal: { exitCode: 1, httpStatus: 500, meaning: 'a bug in Tamarin' },
} as const satisfies Record<string, ErrorFacts>;

interface ErrorFacts {
  readonly exitCode: number;
  readonly httpStatus: number;
  readonly meaning: string;
}

export type ErrorCode = keyof typeof ERROR_TABLE;

export class TamarinError extends Error {
  override readonly name = 'TamarinError';
  readonly code: ErrorCode;
  /** What to do next, one sentence or a few lines; empty where the message says it all. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint ?? '';
  }
}

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : String(thrown);
