/** Rows that are handed on as they are read, so that there may be any number of them. */
import type { AsOf } from '../reach/as-of.ts';
import type { Exactness } from './exactness.ts';
import type { SearchPort } from './search-port.ts';
import type { OnProgress } from './sweep.ts';

interface StreamColumn {
  /** Property of the row. */
  readonly key: string;
  /** Heading in CSV, where it is not the key. */
  readonly csvName?: string;
}

/** What is known before the first row. */
export interface StreamHead extends Exactness {
  readonly columns: readonly StreamColumn[];
  /** A sentence: how many there are, and in which order. */
  readonly about: string;
  readonly asOf: AsOf;
  readonly notes?: readonly string[];
}

/** Takes the head once, then rows; resolves when more can be taken. */
export interface RowSink {
  begin(head: StreamHead): Promise<void>;
  rows(rows: readonly object[]): Promise<void>;
}

/** @throws TamarinError; then what was handed on is not all there is */
export type StreamRows = (
  port: SearchPort,
  sink: RowSink,
  onProgress?: OnProgress,
) => Promise<void>;
