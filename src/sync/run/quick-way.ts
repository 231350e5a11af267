/**
 * The way of ordinary lines past parser and tickets, as a sync uses it: transcode/line-encoder.ts is
 * it. Its fields are of the line that was encoded last.
 */
import type { WrittenLine } from '../../bulk/batch.ts';
import type { IndexName, SyncId } from '../../core/brand.ts';
import type { ByteWriter } from '../../core/byte-writer.ts';
import type { RawLine } from '../../core/raw-line.ts';
import type { TimeLimits } from '../../parse/read-record.ts';

export interface QuickWay<LogTexts = unknown> extends WrittenLine {
  readonly index: IndexName | null;
  /** Of the record, since 1970-01-01 UTC. */
  readonly timeSeconds: number;
  /** What the documents of one log have in common. */
  logTexts(logKey: string, syncId: SyncId, limits: TimeLimits): LogTexts;
  /** Bytes that the item of a line takes at most; 0 where the line takes the readable way. */
  roomFor(line: RawLine, log: LogTexts): number;
  /** False: the line takes the readable way, and what was written is void. */
  encodeItem(line: RawLine, log: LogTexts, to: ByteWriter): boolean;
}
