import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';

/** JSON, one line each. */
export const makeLogger = (write: (line: string) => void): FastifyBaseLogger =>
  pino({ level: 'warn' }, { write });
