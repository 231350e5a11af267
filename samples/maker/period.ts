/**
 * The 30 days of the samples and the daily curve of human traffic. The days cross a month's border
 * on purpose: records of two months live in two indices, and answers must add them up.
 */
import type { Random } from './prng.ts';

export const MINUTE_S = 60;
export const HOUR_S = 3_600;
export const DAY_S = 86_400;

export const PERIOD_FROM_S = Date.UTC(2026, 0, 17) / 1_000;
export const MONTH_BORDER_S = Date.UTC(2026, 1, 1) / 1_000;
/** Exclusive. */
export const PERIOD_TO_S = Date.UTC(2026, 1, 16) / 1_000;
export const PERIOD_DAYS = 30;
/** From here on lines carry field 27, as if AWS had rolled it out in the middle of the month. */
export const SOURCE_REGION_FROM_S = Date.UTC(2026, 1, 3) / 1_000;

/** Parts of a thousand by UTC hour: quiet before dawn, a rise over lunch, most in the evening. */
const HOUR_WEIGHTS = [
  260, 150, 90, 60, 50, 70, 160, 330, 420, 400, 390, 430, 520, 510, 460, 470, 560, 700, 850, 970,
  1000, 930, 700, 450,
];
/** Sunday first. */
const WEEKDAY_WEIGHTS = [1, 0.78, 0.76, 0.8, 0.79, 0.86, 0.97];

export interface Span {
  readonly fromS: number;
  readonly toS: number;
}

export const WHOLE_PERIOD: Span = { fromS: PERIOD_FROM_S, toS: PERIOD_TO_S };
export const JANUARY: Span = { fromS: PERIOD_FROM_S, toS: MONTH_BORDER_S };
export const FEBRUARY: Span = { fromS: MONTH_BORDER_S, toS: PERIOD_TO_S };

/** A moment at which a human is likely to listen. */
export function listeningTimeS(random: Random, { fromS, toS }: Span): number {
  // Rejection sampling accepts about 0.4 of the tries: a hundred failures in a row do not happen.
  for (let tries = 0; tries < 1_000; tries += 1) {
    const timeS = random.int(fromS, toS - 1);
    const date = new Date(timeS * 1_000);
    const hourWeight = (HOUR_WEIGHTS[date.getUTCHours()] ?? 0) / 1_000;
    const dayWeight = WEEKDAY_WEIGHTS[date.getUTCDay()] ?? 0;
    if (random.chance(hourWeight * dayWeight)) return timeS;
  }
  throw new Error('The traffic curve accepts no time in the span');
}
