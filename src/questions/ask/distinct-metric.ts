/**
 * What is counted by how many different combinations of values there are: the clients of a file, the
 * files of a client, the listeners of a podcast. Nothing adds up to them: they are read as a stream
 * (count/count-tuples.ts).
 */
import { TamarinError } from '../../core/error.ts';
import { plural } from '../../core/format.ts';
import type { Aggregations } from './aggregation.ts';
import { type Dimension, findGroupDimension, requireDimension } from './dimension-table.ts';
import { findFolded } from './fold-table.ts';
import type { MetricRow } from './metric-row.ts';
import { DOWNLOADS } from './metric-table.ts';

export interface TuplePart {
  readonly dimension: Dimension;
  /** A record without it has no such combination; else being without is a value of its own. */
  readonly isNeeded: boolean;
}

export interface Tuples {
  /** The first is needed. */
  readonly parts: readonly [TuplePart, ...TuplePart[]];
  /** The day in UTC is a part too. */
  readonly isByDay?: true;
  /** Only those whose downloads of people have so many bytes in all. */
  readonly downloadBytesMin?: number;
}

export interface DistinctMetric extends MetricRow {
  readonly isExtra: true;
  readonly key: 'distinct' | 'listeners' | 'iabDownloads';
  readonly tuples: Tuples;
}

const DISTINCT = {
  aggregation: null,
  read: () => null, // no bucket tells
  unit: 1,
  combines: 'distinct',
  kind: 'count',
  isExtra: true,
} as const;

const needed = (name: string): TuplePart => ({ dimension: requireDimension(name), isNeeded: true });
const orNone = (name: string): TuplePart => ({
  dimension: requireDimension(name),
  isNeeded: false,
});

const byAgents = ['fields', 'agents'] as const;

/** A minute of an MP3 file of 128 kbit/s. */
const MINUTE_BYTES = 960_000;

const LISTENERS: DistinctMetric = {
  name: 'listeners',
  key: 'listeners',
  heading: 'listeners',
  ...DISTINCT,
  tuples: { parts: [needed('ip'), orNone('user-agent')] },
  words: (value) => plural(value, 'listener'),
  meaning: 'different pairs of IP address and user agent; no user agent is one of its own',
};

/** Of a minute with so many bytes. */
export const iabDownloads = (minuteBytes: number): DistinctMetric => ({
  name: 'iab-downloads',
  key: 'iabDownloads',
  heading: 'IAB downloads',
  ...DISTINCT,
  tuples: {
    parts: [needed('ip'), orNone('user-agent'), needed('key')],
    isByDay: true,
    downloadBytesMin: minuteBytes,
  },
  words: (value) => plural(value, 'IAB download'),
  meaning:
    'different combinations of day, IP address, user agent and key to which downloads sent at least the bytes of a minute (`--minute-bytes`), without declared bots',
  derivedBy: byAgents,
});

/** Those that have a name of their own. */
export const DISTINCT_METRICS: readonly DistinctMetric[] = [LISTENERS, iabDownloads(MINUTE_BYTES)];

const DISTINCT_OF = /^distinct\((.+)\)$/;
/** How the others are written. */
export const DISTINCT_PATTERN = DISTINCT_OF.source;
export const DISTINCT_FORM = 'distinct(<dimension>)';
export const DISTINCT_MEANING =
  'different values of another dimension: `top key --by "distinct(ip)"`';

/** `distinct(ip)`; null: it is another name. @throws TamarinError `usage` for a folded dimension */
export function readDistinct(name: string): DistinctMetric | null {
  const counted = DISTINCT_OF.exec(name)?.[1] ?? '';
  const dimension = findFolded(counted) ?? findGroupDimension(counted);
  if (dimension === null) return null;
  // Of one that folds its values two may be one.
  if (dimension.kind === 'folded' || dimension.isAnyCase === true)
    throw new TamarinError('usage', `Different ${dimension.plural} are not counted.`, {
      hint: `"top ${counted}" lists them all.`,
    });
  const { heading, plural: many, derivedBy } = dimension;
  return {
    name,
    key: 'distinct',
    heading: `different ${many}`,
    ...DISTINCT,
    tuples: { parts: [{ dimension, isNeeded: true }] },
    words: (value) => plural(value, `different ${heading}`, `different ${many}`),
    meaning: `different ${many}`,
    ...(derivedBy === undefined ? {} : { derivedBy }),
  };
}

/** What is asked of each combination, where its records have to be looked at. */
export const TUPLE_AGGREGATIONS = {
  counted: {
    filter: { bool: { filter: [DOWNLOADS], must_not: [{ term: { agent_class: 'bot' } }] } },
    aggs: { bytes: { sum: { field: 'bytes_sent' } } },
  },
} as const satisfies Aggregations;
