/** The parameters of `why`, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { dayAfter, momentOf, offsetsOf } from '../../core/zone-time.ts';
import { type Dimension, requireDimension } from '../ask/dimension-table.ts';
import { COUNTED_METRICS, type Metric } from '../ask/metric.ts';
import { onlyValue, type RawParameters } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import { readMetric } from '../ask/read-parameters.ts';
import { readZone } from '../ask/read-times.ts';
import type { Scope } from '../ask/scope.ts';
import type { Range } from '../reach/reach-facts.ts';
import { WEEKS } from './days.ts';

export interface WhyQuestion {
  readonly by: Metric;
  /** IANA name. */
  readonly zone: string;
  /** Its range is wider than what is asked about: days before and after are compared with. */
  readonly scope: Scope;
  readonly from: string | null;
  readonly to: string | null;
  /** A moment of the day that is asked about; null: the most conspicuous one of the range. */
  readonly day: string | null;
  /** What its rise cost is told, where prices are known. */
  readonly tellsCosts: true;
  /** What may explain a day. */
  readonly dimensions: readonly Dimension[];
}

const EXPLAINING = ['ip', 'network', 'referrer-domain', 'agent', 'agent-class', 'key', 'folder'];

const DAY_MS = 86_400_000;
const WEEK_MS = 7 * DAY_MS;

/** `raw`: its times are moments, `day` too. */
export function readWhyQuestion(raw: RawParameters): WhyQuestion {
  const scope = readScope(raw);
  const { from, to } = scope;
  const day = onlyValue('day', raw);
  if (day !== null && (from !== null || to !== null))
    throw new TamarinError('usage', '--day is a range of its own: leave out the other one.');
  return {
    by: readMetric(raw, COUNTED_METRICS),
    zone: readZone(raw),
    scope: { ...scope, from: weeksFrom(day ?? from, -WEEKS - 1), to: weeksFrom(day ?? to, WEEKS + 1) }, // biome-ignore format: one scope
    from,
    to,
    day,
    tellsCosts: true,
    dimensions: EXPLAINING.map(requireDimension),
  };
}

/** What is asked about: the scope reaches further, for days to compare with. */
export function askedRange({ day, zone, from, to }: WhyQuestion): Range {
  if (day === null) return { from, to };
  const offsetAt = offsetsOf(zone);
  const toMs = dayAfter(Date.parse(day), offsetAt);
  const localMs = Date.parse(day) + offsetAt(Date.parse(day));
  const fromMs = momentOf(localMs - (localMs % DAY_MS), offsetAt);
  return { from: new Date(fromMs).toISOString(), to: new Date(toMs).toISOString() };
}

/** With a week to spare for days that the range cuts: the first and the last are not compared with. */
const weeksFrom = (iso: string | null, weeks: number): string | null =>
  iso === null ? null : new Date(Date.parse(iso) + weeks * WEEK_MS).toISOString();
