/**
 * A world: log objects planned request by request, and what is to be asked about them. What Tamarin
 * answers is held against a naive count of the plan (naive-count.ts).
 */
import type { PlannedRequest } from '../../samples/maker/request.ts';
import type { AwsRange, DimensionName, Place } from './naive-dimensions.ts';

export interface WorldObject {
  /** As S3 names log objects; also the log key, because it lies at the top of the folder. */
  readonly name: string;
  readonly records: readonly PlannedRequest[];
}

export interface World {
  readonly name: string;
  readonly grain: 'month' | 'day';
  readonly objects: readonly WorldObject[];
  /** Networks that the data files of the look-up know. */
  readonly places: readonly Place[];
  /** What a copy of AWS's own file lists, and the operator's networks. */
  readonly awsRanges: readonly AwsRange[];
  readonly own: readonly string[];
  readonly dimensions: 'all' | readonly DimensionName[];
  /**
   * `all`: each dimension by each metric. `turns`: so for one dimension of each kind; each of the others
   * by one metric, in turn. `once`: each by one metric. That is enough where another world asks for all
   * of them.
   */
  readonly pairs: 'all' | 'turns' | 'once';
  /** Each `--limit` that `top` is asked with, in turn. */
  readonly limits: readonly number[];
  readonly intervals: readonly Interval[];
  /**
   * Whether `top` and `timeline` are asked by metrics that only such questions have. `once`: each of one
   * dimension at once, of another as if of many groups, and of time.
   */
  readonly asksExtras: 'all' | 'once' | false;
  /** Hours, weekdays, status classes, and values in any case. */
  readonly asksFolds: boolean;
  readonly asksCsv: boolean;
  /** What the clients are whose pages are asked for. */
  readonly clients: readonly ClientKind[];
  /** `all`: those of every dimension. `kinds`: of one of each kind, each filter with one question. */
  readonly asksFilters: 'all' | 'kinds' | false;
  /** Whether a plain `terms` aggregation over all indices, ten IP addresses by bytes, is wrong. */
  readonly isPlainTermsWrong: boolean;
}

const CLIENT_KINDS = ['ip', 'requester', 'agent', 'user-agent'] as const;
type ClientKind = (typeof CLIENT_KINDS)[number];

const INTERVALS = ['hour', 'day', 'week', 'month'] as const;
export type Interval = (typeof INTERVALS)[number];

/** 1 is the least, 10 the default; 1,000 is more than most worlds have groups. */
const ALL_LIMITS = [1, 10, 100, 1_000];

/** A world with everything asked, but for what is given. */
export const defineWorld = (given: Partial<World> & Pick<World, 'name' | 'objects'>): World => ({
  grain: 'month',
  places: [],
  awsRanges: [],
  own: [],
  dimensions: 'all',
  pairs: 'turns',
  limits: ALL_LIMITS,
  intervals: INTERVALS,
  asksExtras: false,
  asksFolds: true,
  asksCsv: true,
  clients: CLIENT_KINDS,
  asksFilters: false,
  isPlainTermsWrong: false,
  ...given,
});

/**
 * One dimension of each kind that is asked in a way of its own: an address, a word, a status, a
 * number, a long text, a part of a field with several values. For servers that differ from the one that was asked about everything.
 */
export const ONE_OF_EACH_KIND = [
  'ip',
  'key',
  'status',
  'asn',
  'user-agent',
  'param:x-user',
] as const;
