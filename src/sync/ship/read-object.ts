/**
 * Reads one log object from its first byte to its last, at the pace at which the sink takes what
 * comes of it. When the body fails on its way it is fetched again, whole, and the lines that were
 * already handed on are left out. Where they may have been damaged they are taken back, and all come
 * again. Whatever goes wrong with the object is a ReadEnd; only a failing sink, or a source that can
 * give nothing any more, throws.
 */
import type { Sink } from '../../bulk/sink.ts';
import { backOffMs } from '../../core/back-off.ts';
import { messageOf } from '../../core/error.ts';
import { againAfter, final, retry } from '../../core/retry.ts';
import { type Content, ContentError } from '../../source/content/content.ts';
import { ContentSplitter } from '../../source/content/content-splitter.ts';
import { type LogSource, type ReadFailure, SOURCE_BACK_OFF } from '../../source/log/log-source.ts';
import type { LineShipper } from './line-shipper.ts';
import { NewLines } from './new-lines.ts';
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

/** One after the other that came no further than one before; then the next sync tries again. */
const FRUITLESS_ATTEMPTS_MAX = 6;
/** In all: a body that always breaks a little later is not fetched for ever. */
const ATTEMPTS_MAX = 30;

/** @throws what stopped the sink or the source */
export async function readObject(reading: Reading): Promise<ReadEnd> {
  const { progress, shipper, signal } = reading;
  const newLines = new NewLines(shipper);
  let fruitless = 0;
  let linesMax = 0;
  let bytesMax = 0;
  return retry<ReadEnd>(async (attempt) => {
    const end = await readToEnd(reading, newLines);
    if (end.kind !== 'broken') return final(end);
    if (signal.aborted) return final({ kind: 'interrupted' });
    const failure = judge(reading.source, progress, end.error);
    if (failure.kind === 'stop') throw failure.error;
    if (failure.kind !== 'again') return final(failure);
    const isFurther = newLines.count > linesMax || failure.reachedBytes > bytesMax;
    fruitless = isFurther ? 1 : fruitless + 1;
    linesMax = Math.max(linesMax, newLines.count);
    bytesMax = Math.max(bytesMax, failure.reachedBytes);
    if (fruitless >= FRUITLESS_ATTEMPTS_MAX || attempt >= ATTEMPTS_MAX) {
      if (failure.error !== null) throw failure.error;
      return final({ kind: 'failed', reason: `${failure.reason} (${attempt} attempts)` });
    }
    if (failure.isDamaged && newLines.count > 0) await takeBack(reading, newLines);
    return againAfter(backOffMs(fruitless, SOURCE_BACK_OFF, reading.random));
  }, reading.sleep);
}

/**
 * Waits for the result of every line, so that none comes behind the count that is taken back: for a
 * moment in which the sink has settled all it has, also of others.
 */
async function takeBack(reading: Reading, newLines: NewLines): Promise<void> {
  await reading.sink.drain();
  reading.progress.takeBack();
  reading.shipper.restart({ isLog: false });
  newLines.restart({ again: true });
}

function judge(source: LogSource, { object }: ObjectProgress, error: unknown): ReadFailure {
  const isFinal = error instanceof ContentError && error.kind !== 'damaged'; // no way is at fault
  const judged = isFinal ? undefined : source.judgeFailure?.(error, object);
  return judged ?? { kind: 'failed', reason: messageOf(error) };
}

type Broken = { readonly kind: 'broken'; readonly error: unknown };

/** Reads twice where the first thousand lines told too late that it is a log. */
async function readToEnd(reading: Reading, newLines: NewLines): Promise<ReadEnd | Broken> {
  newLines.restart({ again: false });
  const end = await readOnce(reading, newLines);
  if (end.kind !== 'read_again') return end;
  reading.shipper.restart({ isLog: true });
  newLines.restart({ again: true });
  const second = await readOnce(reading, newLines);
  if (second.kind === 'read_again') throw new Error('a log object was found to be a log twice');
  return second;
}

async function readOnce(
  reading: Reading,
  newLines: NewLines,
): Promise<ReadEnd | Broken | { readonly kind: 'read_again' }> {
  const { source, progress, shipper, sink, signal } = reading;
  const splitter = new ContentSplitter(newLines);
  const content = source.open(progress.object, signal)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextPart(content); // in order: it is a stream
      if (next.kind === 'broken') return next;
      if (next.kind === 'end') break;
      if ('isWhole' in next.part) progress.willStay();
      const broken = handOn(() => splitter.push(next.part));
      if (broken !== null) return broken;
      if (shipper.isToReadAgain) return { kind: 'read_again' };
      await sink.ready(); // back-pressure: the next part waits for the sink
    }
    progress.bytesRead = progress.object.sizeBytes;
    // Only here: a rest without LF is a line when the body ended as it should.
    const broken = handOn(() => splitter.end());
    if (broken !== null) return broken;
    if (shipper.isToReadAgain) return { kind: 'read_again' };
    return shipper.conclude() ? { kind: 'not_a_log' } : { kind: 'complete' };
  } finally {
    await content.return?.(); // closes what is still open
  }
}

/** Lines may be what makes the object one that cannot be read. */
function handOn(lines: () => void): Broken | null {
  try {
    lines();
    return null;
  } catch (error) {
    if (error instanceof ContentError) return { kind: 'broken', error };
    throw error;
  }
}

type Next =
  | { readonly kind: 'part'; readonly part: Content }
  | { readonly kind: 'end' }
  | { readonly kind: 'broken'; readonly error: unknown };

async function nextPart(content: AsyncIterator<Content>): Promise<Next> {
  try {
    const next = await content.next();
    return next.done === true ? { kind: 'end' } : { kind: 'part', part: next.value };
  } catch (error) {
    return { kind: 'broken', error };
  }
}
