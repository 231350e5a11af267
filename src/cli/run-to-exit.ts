/** Runs a command line to the end: every outcome is an exit code, and an error is told on stderr. */
import { type ErrorCode, messageOf, TamarinError } from '../core/error.ts';
import type { Io } from './io.ts';
import { errorText, runCommandLine } from './program.ts';
import { exitCodeOf, type StopReason } from './stop-reason.ts';

/** `stopReason` is asked at the end: why the command was stopped, undefined where it was not. Never throws. */
export async function runToExit(
  args: readonly string[],
  io: Io,
  stopReason: () => StopReason | undefined,
): Promise<number> {
  try {
    return exitCodeOf(await runCommandLine(args, io), stopReason());
  } catch (error) {
    const reason = stopReason();
    const known = toTamarinError(error, reason);
    const isTold = reason === 'pipe_closed' || reason === 'output_failed';
    if (!isTold) io.writeMessage(errorText(known, io.messageColumns));
    return exitCodeOf(known.code, reason);
  }
}

function toTamarinError(error: unknown, reason: StopReason | undefined): TamarinError {
  if (error instanceof TamarinError) return error;
  const code: ErrorCode = reason === undefined ? 'internal' : 'interrupted';
  const what =
    reason === undefined ? `Unexpected error: ${messageOf(error)}.` : 'The command was stopped.';
  const hint = code === 'internal' && error instanceof Error ? (error.stack ?? '') : '';
  return new TamarinError(code, what, { cause: error, hint });
}
