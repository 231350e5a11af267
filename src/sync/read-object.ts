/**
 * Reads one log object from its first byte to its last, at the pace at which the sink takes what
 * comes of it. When the body fails on its way it is fetched again, whole, and the lines that were
 * already handed on are left out, unless they may have been damaged. Whatever goes wrong with the object is a ReadEnd; only a failing
 * sink, or a source that can give nothing any more, throws.
 */
import type { Sink } from '../bulk/sink.ts';
import { messageOf } from '../core/error.ts';
import { backOffMs } from '../source/back-off.ts';
import { type LineSink, LineSplitter } from '../source/line-splitter.ts';
import type { LogSource, ReadFailure } from '../source/log-source.ts';
import type { LineShipper } from './line-shipper.ts';
import type { ObjectProgress, ReadEnd } from './object-progress.ts';

export interface Reading {
  readonly source: LogSource;
  readonly progress: ObjectProgress;
  readonly shipper: LineShipper;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly random: () => number;
  readonly sleep: (delayMs: number) => Promise<void>;
}

/** One after the other without a new line; then the next sync tries again. */
const FRUITLESS_ATTEMPTS_MAX = 6;
/** In all: a body that always breaks a little later is not fetched for ever. */
const ATTEMPTS_MAX = 30;

/** @throws what stopped the sink or the source */
export async function readObject(reading: Reading): Promise<ReadEnd> {
  const { progress, shipper, signal } = reading;
  const newLines = new NewLines(shipper);
  let fruitless = 0;
  try {
    for (let attempt = 1; ; attempt += 1) {
      const linesBefore = newLines.count;
      const end = await readOnce(reading, newLines); // one attempt after the other
      if (end.kind !== 'broken') return end;
      if (signal.aborted) return { kind: 'interrupted' };
      const failure = judge(reading.source, progress, end.error);
      if (failure.kind === 'stop') throw failure.error;
      if (failure.kind !== 'again') return failure;
      fruitless = newLines.count > linesBefore ? 1 : fruitless + 1;
      if (fruitless >= FRUITLESS_ATTEMPTS_MAX || attempt >= ATTEMPTS_MAX) {
        if (failure.error !== null) throw failure.error;
        return { kind: 'failed', reason: `${failure.reason} (${attempt} attempts)` };
      }
      if (failure.isDamaged) newLines.handOnAgain(); // what was right before counts as a duplicate now
      await reading.sleep(backOffMs(fruitless, reading.random));
    }
  } finally {
    shipper.end();
  }
}

function judge(source: LogSource, { object }: ObjectProgress, error: unknown): ReadFailure {
  return source.judgeFailure?.(error, object) ?? { kind: 'failed', reason: messageOf(error) };
}

type OnceEnd = ReadEnd | { readonly kind: 'broken'; readonly error: unknown };

async function readOnce(reading: Reading, lines: LineSink): Promise<OnceEnd> {
  const { source, progress, shipper, sink, signal } = reading;
  const splitter = new LineSplitter(lines);
  const chunks = source.open(progress.object, signal)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextChunk(chunks); // in order: it is a stream
      if (next.kind === 'broken') return next;
      if (next.kind === 'end') break;
      splitter.push(next.chunk);
      if (shipper.isNotALog) return { kind: 'not_a_log' };
      await sink.ready(); // back-pressure: the next chunk waits for the sink
    }
    progress.bytesRead = progress.object.sizeBytes;
    splitter.end(); // only here: a rest without LF is a line when the body ended as it should
    return shipper.isNotALog ? { kind: 'not_a_log' } : { kind: 'complete' };
  } finally {
    await chunks.return?.(); // closes what is still open
  }
}

/** Passes on each line once, however often the object is read from its start. */
class NewLines implements LineSink {
  readonly #to: LineSink;
  /** Lines passed on: they are numbered from 1 without a gap. */
  count = 0;

  constructor(to: LineSink) {
    this.#to = to;
  }

  handOnAgain(): void {
    this.count = 0;
  }

  line(line: string, lineNumber: number, offset: number): void {
    if (this.#isNew(lineNumber)) this.#to.line(line, lineNumber, offset);
  }

  oversizeLine(start: string, sha256: string, lineNumber: number, offset: number): void {
    if (this.#isNew(lineNumber)) this.#to.oversizeLine(start, sha256, lineNumber, offset);
  }

  #isNew(lineNumber: number): boolean {
    if (lineNumber <= this.count) return false;
    this.count = lineNumber;
    return true;
  }
}

type Next =
  | { readonly kind: 'chunk'; readonly chunk: Buffer }
  | { readonly kind: 'end' }
  | { readonly kind: 'broken'; readonly error: unknown };

async function nextChunk(chunks: AsyncIterator<Buffer>): Promise<Next> {
  try {
    const next = await chunks.next();
    return next.done === true ? { kind: 'end' } : { kind: 'chunk', chunk: next.value };
  } catch (error) {
    return { kind: 'broken', error };
  }
}
