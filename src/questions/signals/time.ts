/** Time: people sleep and pause, programs do not. */
import { formatCount, formatShare, plural } from '../../core/format.ts';
import { byHourOfDay, quietHours, shareIn, spanHours } from '../evidence/hours.ts';
import { NOVELTY_FAR } from '../evidence/popularity.ts';
import { classPart, isOne } from '../evidence/subject.ts';
import { clamp, type Finding, rise, type Signal } from './signal.ts';

/** Two nights, and enough requests to see them. */
const [NIGHT_SPAN_HOURS, NIGHT_REQUESTS] = [36, 60];
/** Eight hours are a third of the day; people leave hardly anything in those in which they sleep. */
const NIGHT_SHARE = 0.2;
const [NIGHT_TIMES_FROM, NIGHT_TIMES_TO] = [1.4, 2.5];

/** Whoever lives elsewhere sleeps at other hours: an actor's own quietest ones are looked at. */
export const night: Signal = {
  signal: 'night',
  source: '`@timestamp`',
  family: 'time',
  meaning:
    'part of the requests in the eight hours of the day in a row with the fewest, the same of everybody',
  unit: 'share',
  find: ({ hours, requests, actor }, { quietShare }): Finding | null => {
    if (requests < NIGHT_REQUESTS || spanHours(hours) < NIGHT_SPAN_HOURS) return null;
    if (actor.kind === 'referrer-domain') return null;
    const day = byHourOfDay(hours);
    const share = shareIn(quietHours(day), day);
    const times = share / Math.max(quietShare, 0.01);
    if (share < NIGHT_SHARE || times < NIGHT_TIMES_FROM) return null;
    return {
      weight: 0.4 * rise(times, NIGHT_TIMES_FROM / 1.5, NIGHT_TIMES_TO),
      value: share,
      usual: quietShare,
      text: `does not sleep: ${formatShare(share)} of its requests fall into its eight quietest hours of the day, of everybody’s ${formatShare(quietShare)}`,
    };
  },
};

/** Awake for so long, one person is not. */
const [AWAKE_FROM, AWAKE_TO] = [24, 72];
/** A pause that is no sleep. */
const PAUSE_HOURS = 3;
const HOUR_MS = 3_600_000;

/** Hours from the first to the last of the longest run without a pause that could be sleep. */
function longestAwake(startMs: readonly number[]): number {
  let [longest, from, last] = [0, startMs[0] ?? 0, startMs[0] ?? 0];
  for (const start of startMs) {
    if (start - last > PAUSE_HOURS * HOUR_MS) from = start;
    last = start;
    longest = Math.max(longest, (start - from) / HOUR_MS + 1);
  }
  return longest;
}

export const sleepless: Signal = {
  signal: 'awake',
  source: '`@timestamp`, `user_agent`',
  family: 'time',
  meaning:
    'hours in a row without a pause of more than three, of one address with one agent or a few',
  unit: 'hours',
  find: (subject): Finding | null => {
    const awake = longestAwake(subject.hours.startMs);
    if (!isOne(subject) || subject.people > 2 || awake < AWAKE_FROM) return null;
    return {
      weight: 0.2 + 0.2 * rise(awake, AWAKE_FROM, AWAKE_TO),
      value: awake,
      usual: null,
      text: `asks around the clock: never silent for ${PAUSE_HOURS + 1} hours in ${formatCount(awake)} hours`,
    };
  },
};

/** Enough hours, with enough in each, that chance alone would not be as even. */
const [STEADY_HOURS, STEADY_MEAN] = [5, 4];
/** What chance alone makes of the busiest hour. */
const STEADY_SIGMAS = 3.5;

export const steady: Signal = {
  signal: 'steady',
  source: '`@timestamp`',
  family: 'time',
  meaning: 'requests in the busiest hour, against the mean over all hours from first to last',
  unit: 'requests an hour',
  find: ({ hours, requests, novelty, people }): Finding | null => {
    const span = spanHours(hours) - 2; // the first and the last hour are cut
    const inner = hours.requests.slice(1, -1);
    if (span < STEADY_HOURS || (people > 2 && novelty < NOVELTY_FAR)) return null;
    const mean = inner.reduce((sum, count) => sum + count, 0) / span;
    const busiest = Math.max(...hours.requests);
    const chance = mean + STEADY_SIGMAS * Math.sqrt(mean);
    const isEven = inner.length === span && Math.min(...inner) > mean / 4;
    if (mean < STEADY_MEAN || busiest > Math.max(chance, 1.5 * mean) || !isEven) return null;
    return {
      weight: 0.35,
      value: busiest,
      usual: null,
      text: `never speeds up or rests: at most ${plural(busiest, 'request')} an hour, ${formatCount(Math.round(requests / spanHours(hours)))} on average`,
    };
  },
};

const [BURST_TIMES_FROM, BURST_TIMES_TO] = [3, 30];
const BURST_MIN = 300;
/** One a second for a whole hour. */
const BURST_BEYOND = 3_600;
const MANY_PARTS = 0.5;

export const burst: Signal = {
  signal: 'burst',
  source: '`@timestamp`',
  family: 'time',
  meaning: 'requests in the busiest hour, against what the usual client makes in all',
  unit: 'requests',
  find: (subject, { requests }): Finding | null => {
    const busiest = Math.max(0, ...subject.hours.requests) / subject.people;
    const isPlayer = subject.partial > MANY_PARTS * subject.requests;
    if (isPlayer || busiest < BURST_MIN || busiest < BURST_TIMES_FROM * requests.median)
      return null;
    if (!isOne(subject) || classPart(subject, 'cdn') > 0) return null;
    const value = Math.max(...subject.hours.requests);
    return {
      weight: 0.35 * clamp(0.4 + rise(busiest, BURST_MIN, (BURST_MIN * BURST_TIMES_TO) / 3)),
      value,
      usual: requests.median,
      text: `${formatCount(value)} requests in its busiest hour; the usual client makes ${formatCount(requests.median)} in all`,
      ...(busiest >= BURST_BEYOND && subject.files >= BURST_BEYOND ? { isBeyondAnyone: true } : {}),
    };
  },
};
