/** What every route may answer with when it fails. */
import { Type } from 'typebox';
import { ERROR_TABLE } from '../../core/error.ts';
import { PROBLEM_TYPE } from '../problem/problem.ts';
import { REQUEST_PROBLEM_TABLE } from '../problem/request-problem-table.ts';

const codes = [...Object.keys(REQUEST_PROBLEM_TABLE), ...Object.keys(ERROR_TABLE)];

const Problem = Type.Object(
  {
    type: Type.String({ description: 'urn:tamarin:problem:<code>' }),
    title: Type.String({ description: 'What the code means' }),
    status: Type.Integer({ minimum: 400, maximum: 599 }),
    detail: Type.String({ description: 'What is wrong this time' }),
    code: Type.Enum(codes),
    requestId: Type.String({ description: 'As in the header x-request-id, and in the log' }),
  },
  { additionalProperties: false, description: 'RFC 9457' },
);

/** For the `response` of a route's schema. */
export const PROBLEM_RESPONSE = {
  default: { description: 'Problem', content: { [PROBLEM_TYPE]: { schema: Problem } } },
} as const;
