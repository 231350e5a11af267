/** Groups that are no field of a record, naively: by the status's first digit, by the clock of a zone. */
import type { PlannedRequest } from '../../samples/maker/request.ts';

interface NaiveFold {
  /** As the question is asked. */
  readonly raw: { readonly dimension: string; readonly tz?: string };
  readonly nameOf: (record: PlannedRequest) => string | null;
}

function byClock(
  dimension: 'hour' | 'weekday',
  timeZone: string,
  raw: NaiveFold['raw'] = { dimension, tz: timeZone },
): NaiveFold {
  const options = dimension === 'hour' ? ({ hour: '2-digit', hourCycle: 'h23' } as const) : ({ weekday: 'long' } as const); // biome-ignore format: one rule
  const format = new Intl.DateTimeFormat('en-GB', { timeZone, ...options });
  return { raw, nameOf: ({ timeS }) => format.format(timeS * 1_000) };
}

/** Zones of whole, half and quarter hours, and one whose clock is set by half an hour. */
export const NAIVE_FOLDS = {
  'status-class': {
    raw: { dimension: 'status-class' },
    nameOf: ({ status }) => (status === null ? null : `${Math.floor(status / 100)}xx`),
  },
  hour: byClock('hour', 'UTC', { dimension: 'hour' }),
  weekday: byClock('weekday', 'UTC', { dimension: 'weekday' }),
  'weekday in New York': byClock('weekday', 'America/New_York'),
  'hour in India': byClock('hour', 'Asia/Kolkata'),
  'hour in Nepal': byClock('hour', 'Asia/Kathmandu'),
  'hour on Lord Howe': byClock('hour', 'Australia/Lord_Howe'),
} as const satisfies Readonly<Record<string, NaiveFold>>;

export type FoldName = keyof typeof NAIVE_FOLDS;

export const FOLD_NAMES = Object.keys(NAIVE_FOLDS).filter(isFoldName);

export function isFoldName(name: string): name is FoldName {
  return Object.hasOwn(NAIVE_FOLDS, name);
}
