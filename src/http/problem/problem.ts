/**
 * What a caller is told when a request fails (RFC 9457). Of what went wrong inside only the meaning of
 * its code is told, never a message: that may name servers and paths, and is in the log, with the same
 * request id.
 */
import { ERROR_TABLE, type ErrorCode, TamarinError } from '../../core/error.ts';
import { RequestError } from './request-error.ts';
import { REQUEST_PROBLEM_TABLE, type RequestProblem } from './request-problem-table.ts';

export const PROBLEM_TYPE = 'application/problem+json';

interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: ErrorCode | RequestProblem;
  readonly requestId: string;
}

export interface Failure {
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;
}

/** Time after which what was too much may be asked again. */
const RETRY_AFTER_SECONDS = '5';

/** Of anything that was thrown. */
export function failureOf(thrown: unknown, requestId: string): Failure {
  if (thrown instanceof RequestError) {
    const { status, meaning: title } = REQUEST_PROBLEM_TABLE[thrown.code];
    const facts = { code: thrown.code, status, title, detail: thrown.message, requestId };
    return { problem: problemOf(facts), headers: { ...retryHeaders(status), ...thrown.headers } };
  }
  if (thrown instanceof TamarinError) return ofWork(thrown, requestId);
  const status = statusOf(thrown);
  const code = requestProblemOf(status);
  if (code === null) return ofWork(new TamarinError('internal', ''), requestId);
  const { status: told, meaning: title } = REQUEST_PROBLEM_TABLE[code];
  const detail = (thrown as Error).message; // of Fastify or its plugins, about the request
  return { problem: problemOf({ code, status: told, title, detail, requestId }), headers: {} };
}

function ofWork({ code, message, hint }: TamarinError, requestId: string): Failure {
  const { httpStatus: status, meaning: title } = ERROR_TABLE[code];
  const said = hint === '' ? message : `${message} ${hint}`;
  const detail = status < 500 ? said : `${title}: the log of the service says more.`;
  return {
    problem: problemOf({ code, status, title, detail, requestId }),
    headers: retryHeaders(status),
  };
}

const problemOf = (facts: Omit<Problem, 'type'>): Problem => ({
  type: `urn:tamarin:problem:${facts.code}`,
  ...facts,
});

const retryHeaders = (status: number): Readonly<Record<string, string>> =>
  status === 503 ? { 'retry-after': RETRY_AFTER_SECONDS } : {};

/** Fastify and its plugins put the status on the error. */
function statusOf(thrown: unknown): number {
  const { statusCode } = (thrown ?? {}) as { readonly statusCode?: unknown }; // anything may be thrown
  return typeof statusCode === 'number' ? statusCode : 500;
}

/** null: the fault is not the request's. */
function requestProblemOf(status: number): RequestProblem | null {
  switch (status) {
    case 404:
      return 'not_found';
    case 408:
      return 'request_timeout';
    case 413:
      return 'body_too_large';
    case 415:
      return 'unsupported_media_type';
    case 429:
      return 'too_many_requests';
    default:
      return status >= 400 && status < 500 ? 'bad_request' : null;
  }
}
