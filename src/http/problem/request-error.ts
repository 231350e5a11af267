/** A request that is refused for what it is, and not for what went wrong with it. */
import { REQUEST_PROBLEM_TABLE, type RequestProblem } from './request-problem-table.ts';

export interface RefusalFacts {
  /** What a person reads; the table's own words where it is left out. */
  readonly detail?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export class RequestError extends Error {
  override readonly name = 'RequestError';
  readonly code: RequestProblem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: RequestProblem, { detail, headers = {} }: RefusalFacts = {}) {
    super(detail ?? REQUEST_PROBLEM_TABLE[code].meaning);
    this.code = code;
    this.headers = headers;
  }
}
