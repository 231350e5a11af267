/** Tells a person at once that the first Ctrl-C was heard, and what a second one does. */
import type { CommonFlags, Io } from './io.ts';
import { sayLine } from './status-line.ts';

export interface StopNotice {
  /** What the command does when it is stopped now, such as `stopping after this batch`. */
  text: string;
  /** The command has ended. */
  end(): void;
}

export const STOPPING = 'stopping';

export function startStopNotice({ quiet }: CommonFlags, io: Io): StopNotice {
  const { signal } = io;
  const notice = { text: STOPPING, end: () => signal.removeEventListener('abort', tell) };
  function tell(): void {
    const next = signal.reason === 'SIGINT' ? '; Ctrl-C again to force' : '';
    if (!quiet && isSignal(signal.reason)) sayLine(io, `${notice.text}${next}`);
  }
  signal.addEventListener('abort', tell, { once: true });
  return notice;
}

/** To a closed pipe or a full disk nothing is said. */
const isSignal = (reason: unknown): boolean => reason === 'SIGINT' || reason === 'SIGTERM';
