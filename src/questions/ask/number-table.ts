/**
 * The numbers of a single record, each once: what it can be filtered by (`--bytes-over 1GB`), and what
 * a list of records can be sorted by.
 */
import type { FIELD_TABLE } from '../../core/field-table.ts';

type FieldName = (typeof FIELD_TABLE)[number]['name'];

export interface RecordNumber {
  /** As on the command line. */
  readonly name: string;
  readonly field: FieldName;
  readonly unit: 'bytes' | 'ms';
  /** Completes "only records whose … is over this". */
  readonly heading: string;
  /** What the field can hold. */
  readonly max: number;
}

const BYTES = { unit: 'bytes', max: Number.MAX_SAFE_INTEGER } as const;
/** `integer` in the index: 24 days. */
const MS = { unit: 'ms', max: 2 ** 31 - 1 } as const;

// biome-ignore format: a table, one row a number
export const NUMBER_TABLE = [
  { name: 'bytes', field: 'bytes_sent', heading: 'bytes sent', ...BYTES },
  { name: 'size', field: 'object_size', heading: 'object size', ...BYTES },
  { name: 'time', field: 'total_time', heading: 'total time', ...MS },
  { name: 'turn-around', field: 'turn_around_time', heading: 'turn-around time', ...MS },
] as const satisfies readonly RecordNumber[];

export type Bound = 'over' | 'under';

interface NumberBound {
  /** `bytes-over` */
  readonly name: string;
  /** What its value is called in help texts. */
  readonly value: string;
  readonly about: string;
  readonly number: RecordNumber;
  readonly bound: Bound;
}

const EXAMPLES = { bytes: '1GB', ms: '2s' } as const;
const VALUES = { bytes: 'size', ms: 'duration' } as const;
const WORDS = { over: 'more', under: 'less' } as const;

/** Filters by a number. Each may be given once; a record without the number is on neither side. */
export const BOUND_TABLE: readonly NumberBound[] = NUMBER_TABLE.flatMap((number) =>
  (['over', 'under'] as const).map((bound) => ({
    name: `${number.name}-${bound}`,
    value: VALUES[number.unit],
    about: `only ${number.heading} ${WORDS[bound]} than this: ${EXAMPLES[number.unit]}`,
    number,
    bound,
  })),
);
