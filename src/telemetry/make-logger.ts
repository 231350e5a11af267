/** The log of the service: JSON, a line each, times in UTC, without secrets. */
import { type Logger, pino, stdTimeFunctions } from 'pino';
import type { ServiceConfig } from '../config/config.ts';
import type { SecretFilter } from './make-secret-filter.ts';

export type LogLevel = ServiceConfig['logLevel'];

interface LoggerOptions {
  readonly level: LogLevel;
  /** Takes one line with its LF. */
  readonly write: (line: string) => void;
  readonly withoutSecrets: SecretFilter;
}

export function makeLogger({ level, write, withoutSecrets }: LoggerOptions): Logger {
  const options = {
    level,
    timestamp: stdTimeFunctions.isoTime,
    base: null, // pid and host are known to whoever keeps the log
    formatters: { level: (label: string) => ({ level: label }) },
  };
  // The whole line, and not named fields of it: nobody knows what an error of a library holds.
  return pino(options, {
    write: (line) => write(`${JSON.stringify(withoutSecrets(JSON.parse(line)))}\n`),
  });
}
