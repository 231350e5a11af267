/** A day and those that it is compared with: how their records are found, and counted a day each. */
import { type Query, scopeQuery } from '../ask/scope.ts';
import type { Day } from './days.ts';

/** With its end. */
export type ComparedDay = Day & { readonly toMs: number };

const iso = (ms: number): string => new Date(ms).toISOString();

/** Records of any of them. */
export const inDays = (days: readonly ComparedDay[]): Query => ({
  bool: {
    should: days.map(({ fromMs, toMs }) =>
      scopeQuery({ from: iso(fromMs), to: iso(toMs), filters: [] }),
    ),
  },
});

/** Buckets with the begin of each day as their key. */
export const daysOf = (zone: string) =>
  ({
    date_histogram: {
      field: '@timestamp',
      calendar_interval: 'day',
      time_zone: zone,
      min_doc_count: 0,
    },
  }) as const;
