/** Rows that are handed on as they are read, so that there may be any number of them. */
import type { AsOf } from '../reach/as-of.ts';
import type { RecordPeriod } from '../reach/record-period.ts';
import type { Exactness } from './exactness.ts';
import type { SearchPort } from './search-port.ts';
import type { OnProgress } from './sweep.ts';

interface StreamColumn {
  /** Property of the row. */
  readonly key: string;
  /** Heading in CSV, where it is not the key. */
  readonly csvName?: string;
}

/** What a question tells before its first row. */
export interface OwnHead extends Exactness {
  readonly columns: readonly StreamColumn[];
  /** A sentence: how many there are, and in which order. */
  readonly about: string;
  readonly asOf: AsOf;
}

/** What is known before the first row. */
export interface StreamHead extends OwnHead {
  readonly period: RecordPeriod;
  readonly notes?: readonly string[];
}

/** Takes the head once, then rows; resolves when more can be taken. */
interface SinkOf<Head> {
  begin(head: Head): Promise<void>;
  rows(rows: readonly object[]): Promise<void>;
}

export type RowSink = SinkOf<StreamHead>;
/** As a question sees it. */
export type StreamSink = SinkOf<OwnHead>;

/** @throws TamarinError; then what was handed on is not all there is */
export type StreamRows = (
  port: SearchPort,
  sink: RowSink,
  onProgress?: OnProgress,
) => Promise<void>;
