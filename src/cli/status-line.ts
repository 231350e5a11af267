/**
 * One line on a terminal that says how far long work has come, redrawn at most ten times a second;
 * where stderr is no terminal, a line of text every half minute.
 */
import type { Io } from './io.ts';
import { printable } from './printable.ts';

const REDRAW_MS = 100;
const PLAIN_LINE_MS = 30_000;
const CLEAR_LINE = '\r\x1b[2K';

export interface StatusLine {
  /** One line of talk that stays, above the status line. */
  say(text: string): void;
  stop(): void;
}

export function startStatusLine(io: Io, describe: () => string): StatusLine {
  const { isTalkTerminal, talk } = io;
  const draw = isTalkTerminal
    ? () => talk(CLEAR_LINE + printable(describe()))
    : () => talk(`${printable(describe())}\n`);
  const timer = setInterval(draw, isTalkTerminal ? REDRAW_MS : PLAIN_LINE_MS);
  timer.unref();
  return {
    say: (text) => talk(`${isTalkTerminal ? CLEAR_LINE : ''}${printable(text)}\n`),
    stop: () => {
      clearInterval(timer);
      if (isTalkTerminal) talk(CLEAR_LINE);
    },
  };
}
