/** The process as a command sees it, without the process: what is printed and said is kept. */
import { Readable } from 'node:stream';
import type { Io } from '../../src/cli/io.ts';

export interface FakeIo {
  readonly io: Io;
  readonly printed: string[];
  readonly talked: string[];
}

export function fakeIo(about: Partial<Io> = {}): FakeIo {
  const printed: string[] = [];
  const talked: string[] = [];
  const io: Io = {
    print: (text) => {
      printed.push(text);
    },
    writeWithBackpressure: async (text) => {
      printed.push(text);
    },
    stdin: Readable.from([]),
    writeMessage: (text) => {
      talked.push(text);
    },
    isMessageTerminal: false,
    columns: null,
    messageColumns: null,
    env: {},
    signal: new AbortController().signal,
    atExit: () => () => undefined,
    now: Date.now,
    random: Math.random,
    sleep: async () => undefined,
    ...about,
  };
  return { io, printed, talked };
}
