/** The parameters of `why`, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { type Dimension, requireDimension } from '../ask/dimension-table.ts';
import { COUNTED_METRICS, type Metric } from '../ask/metric.ts';
import { onlyValue, type RawParameters } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import { readMetric } from '../ask/read-parameters.ts';
import { readZone } from '../ask/read-times.ts';
import type { Scope } from '../ask/scope.ts';
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

const WEEK_MS = 604_800_000;

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

/** With a week to spare for days that the range cuts: the first and the last are not compared with. */
const weeksFrom = (iso: string | null, weeks: number): string | null =>
  iso === null ? null : new Date(Date.parse(iso) + weeks * WEEK_MS).toISOString();
