/**
 * One line on a terminal that says how far long work has come, redrawn at most ten times a second,
 * and never longer than the terminal is wide: only its last row could be cleared;
 * where stderr is no terminal, a line of text every half minute.
 */

import { printable } from '../core/printable.ts';
import { cutLine, wrapLines } from '../render/text/wrap.ts';
import type { Io } from './io.ts';

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 30_000;
const CLEAR_LINE = '\r\x1b[2K';

export interface StatusLine {
  /** A message that stays, above the status line. */
  say(text: string): void;
  /** Is not drawn while something else is written. */
  restWhile<T>(task: () => Promise<T>): Promise<T>;
  stop(): void;
}

/** A message that stays, in the place of a status line, if there is one. */
export function sayLine(io: Io, text: string): void {
  const { isMessageTerminal, messageColumns, writeMessage } = io;
  writeMessage((isMessageTerminal ? CLEAR_LINE : '') + wrapLines(printable(text), messageColumns));
}

/** It is not drawn any more once the command is stopped. */
export function startStatusLine(io: Io, describe: () => string): StatusLine {
  const { isMessageTerminal, writeMessage, signal } = io;
  const draw = isMessageTerminal
    ? () => writeMessage(CLEAR_LINE + cutLine(printable(describe()), io.messageColumns))
    : () => writeMessage(`${printable(describe())}\n`);
  let isResting = false;
  const timer = setInterval(() => {
    if (!signal.aborted && !isResting) draw();
  }, isMessageTerminal ? REDRAW_MS : PLAIN_LINE_MS); // biome-ignore format: one call
  timer.unref();
  return {
    say: (text) => sayLine(io, text),
    restWhile: async (task) => {
      isResting = true;
      if (isMessageTerminal) writeMessage(CLEAR_LINE);
      try {
        return await task();
      } finally {
        isResting = false;
      }
    },
    stop: () => {
      clearInterval(timer);
      if (isMessageTerminal) writeMessage(CLEAR_LINE);
    },
  };
}
