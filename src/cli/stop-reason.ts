/** Why a command stops before its end, which exit code that gives, and which signals force it. */
import { ERROR_TABLE, type ErrorCode } from '../core/error.ts';

const SIGNAL_EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type StopSignal = keyof typeof SIGNAL_EXIT_CODES;
export const STOP_SIGNALS = Object.keys(SIGNAL_EXIT_CODES) as readonly StopSignal[]; // they are just these

/** `pipe_closed`: the reader has seen enough, as `| head`. `output_failed`: stdout takes no more. */
export type StopReason = StopSignal | 'pipe_closed' | 'output_failed';

export function stopExitCode(reason: StopReason): number {
  switch (reason) {
    case 'pipe_closed':
      return 0;
    case 'output_failed':
      return ERROR_TABLE.output_failed.exitCode;
    default:
      return SIGNAL_EXIT_CODES[reason];
  }
}

/** `end`: the exit code that the command gave, or the error that it ended with. */
export function exitCodeOf(end: number | ErrorCode, reason: StopReason | undefined): number {
  if (reason === 'output_failed') return stopExitCode(reason);
  // `up` ends well when it is stopped after its answers, but nobody asked for a closed terminal.
  if (end === 0 && reason === 'SIGHUP') return stopExitCode(reason);
  if (typeof end === 'number') return end;
  const isStopped = end === 'interrupted' || reason === 'pipe_closed';
  return isStopped && reason !== undefined ? stopExitCode(reason) : ERROR_TABLE[end].exitCode;
}

/**
 * One press of Ctrl-C may come as more than one signal: the terminal sends it to every process of
 * the group, and npm hands its own on (measured: 1 ms later); `timeout` sends to process and group.
 */
const SAME_PRESS_MS = 100;
/** npm on a busy machine. */
const SAME_PRESS_UNDER_NPM_MS = 500;

export class SignalCount {
  readonly #samePressMs: number;
  #firstMs: number | null = null;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    const isUnderNpm = ['start', 'tamarin'].includes(env.npm_lifecycle_event ?? '');
    this.#samePressMs = isUnderNpm ? SAME_PRESS_UNDER_NPM_MS : SAME_PRESS_MS;
  }

  /** Whether this signal, at a time in milliseconds, is one more than the first, and so forces. */
  isForcing(name: StopSignal, nowMs: number): boolean {
    this.#firstMs ??= nowMs;
    // The kernel and the shell both tell that a terminal is gone; nobody is there to force anything.
    return name !== 'SIGHUP' && nowMs - this.#firstMs > this.#samePressMs;
  }
}
