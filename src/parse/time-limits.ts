/**
 * How late a record may claim to be: a forged year must not create an index. Two days after now, or
 * after its log was delivered where that is later, cover clocks that are wrong and zones that are.
 */
import type { TimeLimits } from './read-record.ts';

const CLOCK_SKEW_SECONDS = 2 * 24 * 3_600;

/** Both in milliseconds since 1970-01-01 UTC. */
export const timeLimits = (nowMs: number, deliveredMs: number): TimeLimits => ({
  timeSecondsMax: Math.floor(Math.max(nowMs, deliveredMs) / 1_000) + CLOCK_SKEW_SECONDS,
});
