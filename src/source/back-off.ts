/** How long to wait before something is tried again: doubling, with jitter, up to a limit. */
const FIRST_DELAY_MS = 200;
const DELAY_MS_MAX = 20_000;

/** `attempt`: how many have failed. `random` gives numbers from 0 to 1. */
export function backOffMs(attempt: number, random: () => number): number {
  const fullMs = Math.min(DELAY_MS_MAX, FIRST_DELAY_MS * 2 ** (attempt - 1));
  return Math.round(fullMs * (0.5 + random() / 2));
}
