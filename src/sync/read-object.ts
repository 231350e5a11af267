/**
 * Reads one log object from its first byte to its last, at the pace at which the sink takes what
 * comes of it. Whatever goes wrong with the object is a ReadEnd; only a failing sink throws.
 */
import type { Sink } from '../bulk/sink.ts';
import { messageOf } from '../core/error.ts';
import { LineSplitter } from '../source/line-splitter.ts';
import type { LogSource } from '../source/log-source.ts';
import type { LineShipper } from './line-shipper.ts';
import type { ObjectProgress, ReadEnd } from './object-progress.ts';

export interface Reading {
  readonly source: LogSource;
  readonly progress: ObjectProgress;
  readonly shipper: LineShipper;
  readonly sink: Sink;
  readonly signal: AbortSignal;
}

/** @throws what stopped the sink */
export async function readObject(reading: Reading): Promise<ReadEnd> {
  const { source, progress, shipper, sink, signal } = reading;
  const splitter = new LineSplitter(shipper);
  const chunks = source.open(progress.object, signal)[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await nextChunk(chunks); // in order: it is a stream
      if (next.kind === 'failed') return signal.aborted ? { kind: 'interrupted' } : next;
      if (next.kind === 'end') break;
      splitter.push(next.chunk);
      if (shipper.isNotALog) return { kind: 'not_a_log' };
      await sink.ready(); // back-pressure: the next chunk waits for the sink
    }
    splitter.end();
    return shipper.isNotALog ? { kind: 'not_a_log' } : { kind: 'complete' };
  } finally {
    shipper.end();
    progress.bytesRead = progress.object.sizeBytes;
    await chunks.return?.(); // closes what is still open
  }
}

type Next =
  | { readonly kind: 'chunk'; readonly chunk: Buffer }
  | { readonly kind: 'end' }
  | { readonly kind: 'failed'; readonly reason: string };

async function nextChunk(chunks: AsyncIterator<Buffer>): Promise<Next> {
  try {
    const next = await chunks.next();
    return next.done === true ? { kind: 'end' } : { kind: 'chunk', chunk: next.value };
  } catch (error) {
    return { kind: 'failed', reason: messageOf(error) };
  }
}
