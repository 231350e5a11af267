/**
 * What can be wrong with a request itself, before anything is done for it: each with the status of its
 * answer. What goes wrong with the work is in core/error.ts.
 */

// biome-ignore format: a table, one row a problem
export const REQUEST_PROBLEM_TABLE = {
  bad_request: { status: 400, meaning: 'the request is malformed, or a parameter is wrong' },
  token_missing: { status: 401, meaning: 'the service asks for its token: Authorization: Bearer TOKEN' },
  token_wrong: { status: 401, meaning: 'this is not the token of the service' },
  foreign_origin: { status: 403, meaning: 'a page of another site may change nothing here' },
  not_found: { status: 404, meaning: 'there is nothing at this address' },
  method_not_allowed: { status: 405, meaning: 'the address takes other methods' },
  request_timeout: { status: 408, meaning: 'the request did not come in time' },
  body_too_large: { status: 413, meaning: 'the body is larger than the service takes' },
  unsupported_media_type: { status: 415, meaning: 'the body is of a type that the service does not read' },
  unknown_host: { status: 421, meaning: 'the Host header is none of the names of the service' },
  too_many_failures: { status: 429, meaning: 'too many wrong tokens came from this address' },
  too_many_requests: { status: 429, meaning: 'too many requests came from this address' },
  key_reused: { status: 422, meaning: 'this Idempotency-Key came before, with another request' },
  header_too_large: { status: 431, meaning: 'the headers are larger than the service takes' },
  caller_gone: { status: 499, meaning: 'the caller went away before the answer, which nobody sees' },
  busy: { status: 503, meaning: 'as many questions as may be are being answered' },
  not_ready: { status: 503, meaning: 'what the service needs is not there' },
  stopping: { status: 503, meaning: 'the service is stopping' },
} as const satisfies Record<string, { readonly status: number; readonly meaning: string }>;

export type RequestProblem = keyof typeof REQUEST_PROBLEM_TABLE;
