/** The list prices of a region, and what so many bytes cost by them. */
import { type Fraction, isLess, minus, NOTHING, plus, times } from './fraction.ts';

/** As Amazon bills it: 2³⁰ bytes. */
export const GB_BYTES = 1_073_741_824n;

export interface Tier {
  /** Of a month; null: without end. */
  readonly upToBytes: Fraction | null;
  readonly perByte: Fraction;
}

export const REQUEST_CLASSES = ['put', 'get'] as const;
export type RequestClass = (typeof REQUEST_CLASSES)[number];

export interface PriceTable {
  readonly region: string;
  /** `USD` */
  readonly currency: string;
  /** Of the prices: `2025-01-01`. */
  readonly date: string;
  /** In words. */
  readonly source: string;
  /** In their order. */
  readonly egress: readonly Tier[];
  /** To other regions of Amazon. */
  readonly otherRegionPerByte: Fraction;
  readonly perRequest: Readonly<Record<RequestClass, Fraction>>;
  /** A month to the internet that is not in the logs and counts for the tiers. */
  readonly otherEgressBytes: Fraction;
}

/** What so many bytes of a month cost by the tiers. */
export function tierPrice(tiers: readonly Tier[], bytes: Fraction): Fraction {
  let price = NOTHING;
  let from = NOTHING;
  for (const { upToBytes, perByte } of tiers) {
    const to = upToBytes === null || isLess(bytes, upToBytes) ? bytes : upToBytes;
    if (!isLess(from, to)) break;
    price = plus(price, times(minus(to, from), perByte));
    from = to;
  }
  return price;
}
