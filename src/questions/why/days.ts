/** What each day of a zone has, and which days stand out against what is usual. */

export interface Day {
  /** When it begins. */
  readonly fromMs: number;
  readonly value: number;
  readonly requests: number;
}

export interface JudgedDay extends Day {
  /** Median of the days that it is compared with. */
  readonly usual: number;
  readonly usualRequests: number;
  readonly comparedWith: readonly Day[];
  /** They are all of its own weekday; else there are too few of them, and they are any days near it. */
  readonly isByWeekday: boolean;
  /** How far it is above what is usual on its weekday, and on any day near it, in usual deviations. */
  readonly score: number;
  readonly standsOut: boolean;
}

/** A day is compared with those of up to so many weeks before and after it. */
export const WEEKS = 8;
const WEEKDAYS_MIN = 3;
/** Where there are fewer of the same weekday. */
const NEAR_DAYS = 28;
const NEAR_DAYS_MIN = 5;

/** A rise that is no more than the ups and downs of most days is none: four times a usual deviation. */
const SCORE_MIN = 4;
/** And one that nobody would call a surprise is none either. */
const TIMES_MIN = 1.5;
/** Even where every day is like the other, a tenth more is nothing. */
const DEVIATION_MIN = 0.1;
/** Days of next to nothing have great factors: less than this part of a usual day counts as so much. */
const FLOOR_PART = 0.1;
/** Makes of the median of deviations what a standard deviation is, where they are spread normally. */
const MAD_FACTOR = 1.4826;
const CUT_AT = 2;

/** Mean of the two middle values for an even count; 0 of none. */
export function median(values: readonly number[]): number {
  const ascending = values.toSorted((a, b) => a - b);
  const { length } = ascending;
  const [low = 0, high = 0] = [ascending[Math.floor((length - 1) / 2)], ascending[Math.floor(length / 2)]]; // biome-ignore format: one pair
  return (low + high) / 2;
}

/** `days`: without a gap. Those that can be compared with others; the first and the last may be cut. */
export function judgeDays(days: readonly Day[]): readonly JudgedDay[] {
  const floor = FLOOR_PART * median(days.map(({ value }) => value));
  const compared = days.flatMap((_, at) => compareDay(days, at, floor));
  const unit = Math.max(DEVIATION_MIN, deviationOf(compared.map(({ logRatio }) => logRatio)));
  return compared.map(({ logRatio, nearLogRatio, ...day }) => {
    const score = Math.min(logRatio, nearLogRatio) / unit;
    const isMore = day.value > 0 && day.value >= TIMES_MIN * day.usual;
    return { ...day, score, standsOut: isMore && score >= SCORE_MIN };
  });
}

/**
 * What most days deviate by. The median of deviations alone is off by a fifth over a month; so it only
 * says from where on a deviation counts as no more than that, and all days tell the rest.
 */
function deviationOf(logRatios: readonly number[]): number {
  if (logRatios.length === 0) return 0;
  const most = CUT_AT * MAD_FACTOR * median(logRatios.map(Math.abs));
  const squares = logRatios.map((ratio) => Math.min(Math.abs(ratio), most) ** 2);
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
}

type Compared = Omit<JudgedDay, 'score' | 'standsOut'> & {
  readonly logRatio: number;
  /** Of three weekdays the median may be low by chance; that of the month around it is not. */
  readonly nearLogRatio: number;
};

function compareDay(days: readonly Day[], at: number, floor: number): readonly Compared[] {
  const day = days[at];
  const weekdays = daysAround(days, at, { reach: WEEKS * 7, step: 7 });
  const isByWeekday = weekdays.length >= WEEKDAYS_MIN;
  const near = daysAround(days, at, { reach: NEAR_DAYS, step: 1 });
  const others = isByWeekday ? weekdays : near;
  if (day === undefined || others.length < (isByWeekday ? WEEKDAYS_MIN : NEAR_DAYS_MIN)) return [];
  const usual = median(others.map(({ value }) => value));
  const nearUsual = median(near.map(({ value }) => value));
  return [
    {
      ...day,
      usual,
      usualRequests: median(others.map(({ requests }) => requests)),
      comparedWith: others,
      isByWeekday,
      logRatio: logRatioOf(day.value, usual, floor),
      nearLogRatio: logRatioOf(day.value, nearUsual, floor),
    },
  ];
}

/** Factors up and down are alike; of two days without anything there is none. */
function logRatioOf(value: number, usual: number, floor: number): number {
  const [most, least] = [Math.max(value, floor), Math.max(usual, floor)];
  return most === least ? 0 : Math.log(most / least);
}

function daysAround(
  days: readonly Day[],
  at: number,
  { reach, step }: { readonly reach: number; readonly step: number },
): readonly Day[] {
  const whole = days.slice(1, -1);
  return whole.filter((_, index) => {
    const distance = Math.abs(index + 1 - at);
    return distance > 0 && distance <= reach && distance % step === 0;
  });
}
