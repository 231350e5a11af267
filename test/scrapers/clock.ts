/** When people are awake: moments of a span, drawn as a country lives. */
import type { Random } from '../../samples/maker/prng.ts';

export const HOUR_S = 3_600;
export const DAY_S = 24 * HOUR_S;

export interface Span {
  readonly fromS: number;
  /** Exclusive. */
  readonly toS: number;
}

/** By the hour of the day, of one: people at home and under way, and people at work. */
// biome-ignore format: a row for each half of the day
const CURVES = {
  people: [
    0.22, 0.12, 0.07, 0.05, 0.05, 0.1, 0.24, 0.42, 0.5, 0.48, 0.47, 0.52,
    0.6, 0.55, 0.52, 0.55, 0.62, 0.72, 0.84, 0.96, 1, 0.92, 0.7, 0.42,
  ],
  office: [
    0.004, 0.002, 0.001, 0.001, 0.002, 0.01, 0.05, 0.35, 0.85, 1, 0.95, 0.8,
    0.6, 0.8, 0.95, 0.9, 0.7, 0.4, 0.12, 0.05, 0.03, 0.02, 0.01, 0.005,
  ],
} as const;
const WEEKEND = { people: 1.15, office: 0.04 } as const;

/** A moment in seconds. `offsetHours`: how far the people's clock is ahead of UTC. */
export function makeClock(
  random: Random,
  { fromS, toS }: Span,
  kind: keyof typeof CURVES = 'people',
  offsetHours = 1,
): () => number {
  const hours = Math.ceil((toS - fromS) / HOUR_S);
  let total = 0;
  const upTo = Array.from({ length: hours }, (_, hour) => {
    const local = new Date((fromS + (hour + offsetHours) * HOUR_S) * 1_000);
    const day = local.getUTCDay();
    total +=
      (CURVES[kind][local.getUTCHours()] ?? 0) * (day === 0 || day === 6 ? WEEKEND[kind] : 1);
    return total;
  });
  return () => {
    const drawn = random.next() * total;
    let [low, high] = [0, hours - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] ?? 0) < drawn) low = middle + 1;
      else high = middle;
    }
    const timeS = fromS + low * HOUR_S + random.int(0, HOUR_S - 1);
    return Math.min(timeS, toS - 1);
  };
}
