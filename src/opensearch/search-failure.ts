/** What a failed search means for whoever asked. The patterns were read from real answers. */
import { type ErrorCode, TamarinError } from '../core/error.ts';
import { errors } from './client-library.ts';
import { reasonOf } from './request-failure.ts';

interface Failure {
  /** Found in `type: reason`. */
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly meaning: string;
  readonly hint: string;
}

const NARROWER =
  'Choose a shorter range (--from, --to), fewer rows (--limit), or a coarser dimension';

// biome-ignore format: a table, one row a failure
const FAILURES: readonly Failure[] = [
  { pattern: /^too_many_buckets_exception/, code: 'question_too_large', meaning: 'The answer has too many parts', hint: `${NARROWER}; or raise search.max_buckets.` },
  { pattern: /number of terms \[/, code: 'question_too_large', meaning: 'The question names too many values', hint: `${NARROWER}; or raise index.max_terms_count.` },
  { pattern: /too_many_(?:nested_)?clauses|maxClauseCount/, code: 'question_too_large', meaning: 'There are too many filters', hint: 'Use fewer values, or ask several times.' },
  { pattern: /too many Point In Time contexts/, code: 'question_too_large', meaning: 'Too many points in time are open at once', hint: 'A search with more pages keeps one for each index of its range, for five minutes: ask a shorter range (--from, --to), wait, or raise search.max_open_pit_context.' },
  { pattern: /^circuit_breaking_exception/, code: 'opensearch_overloaded', meaning: 'OpenSearch has no memory left for this question', hint: `Ask again when the load is lower, or give OpenSearch a larger heap. ${NARROWER}.` },
  { pattern: /missing shards/, code: 'index_unavailable', meaning: 'Part of an index is not on any running node', hint: 'GET _cluster/allocation/explain says why; "tamarin doctor" shows the health. A range without that index (--from, --to) can be asked.' },
  { pattern: /^search_context_missing_exception|^index_not_found_exception|no node found for id/, code: 'cursor_expired', meaning: 'The point in time of the question is gone', hint: 'It ends with an index that is deleted, after five minutes without a page, and with OpenSearch; the embedded one ends with the command unless "tamarin up" runs. Ask again, a search from its start (without --after).' },
  { pattern: /^index_closed_exception/, code: 'index_closed', meaning: 'An index was closed during the question', hint: 'Ask again: closed indices are then left out, and the answer says so.' },
  { pattern: /^task_cancelled_exception|Time exceeded/, code: 'question_timed_out', meaning: 'The search took too long', hint: `${NARROWER}; or raise TAMARIN_QUESTION_TIMEOUT.` },
  { pattern: /allow_expensive_queries/, code: 'question_failed', meaning: 'The cluster forbids searching inside values', hint: 'Its setting search.allow_expensive_queries is false.' },
  { pattern: /^unsupported_version_exception|invalid id/, code: 'usage', meaning: 'The --after cursor is damaged', hint: 'Copy the whole "next" value of the previous page, or omit --after.' },
];

/** null: no failure of a search that has a name of its own. */
export function toSearchFailure(error: unknown, timeoutMs: number): TamarinError | null {
  if (error instanceof errors.TimeoutError) return tookTooLong(timeoutMs, error);
  const cause = reasonOf(error);
  const failure = FAILURES.find(({ pattern }) => pattern.test(cause));
  if (failure === undefined) return null;
  const { code, meaning, hint } = failure;
  return new TamarinError(code, `${meaning}: ${cause}.`, { cause: error, hint });
}

export function tookTooLong(timeoutMs: number, cause: unknown): TamarinError {
  return new TamarinError('question_timed_out', `The search took over ${timeoutMs / 1_000} s.`, {
    cause,
    hint: `${NARROWER}; or raise TAMARIN_QUESTION_TIMEOUT.`,
  });
}
