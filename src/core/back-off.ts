/** How long to wait before something is tried again: doubling, with jitter, up to a limit. */

export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Between half and all of `firstMs`, twice that, and so on. `attempt`: how many have failed. */
export function backOffMs(
  attempt: number,
  { firstMs, maxMs }: BackOff,
  /** From 0 up to, not including, 1. */
  random: () => number,
): number {
  const fullMs = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, DOUBLINGS_MAX));
  return Math.round(fullMs * (0.5 + random() / 2));
}

/** Beyond it every limit is reached, and a number of its own size would be. */
const DOUBLINGS_MAX = 20;
