/** What is told of bytes that are no request: there is no route, and nothing of Fastify, to answer them. */

import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { failureOf, PROBLEM_TYPE } from './problem.ts';
import { RequestError } from './request-error.ts';
import type { RequestProblem } from './request-problem-table.ts';

/** By the codes of Node's parser and server; all others are a bad request. */
const PROBLEMS: Readonly<Record<string, RequestProblem>> = {
  HPE_HEADER_OVERFLOW: 'header_too_large',
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 'body_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const requestId = randomUUID();
  const code = PROBLEMS[error.code ?? ''] ?? 'bad_request';
  const { problem } = failureOf(new RequestError(code), requestId);
  const body = JSON.stringify(problem);
  socket.end(
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n` +
      `content-type: ${PROBLEM_TYPE}; charset=utf-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n` +
      `x-request-id: ${requestId}\r\nconnection: close\r\n\r\n${body}`,
  );
}
