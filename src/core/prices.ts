/** What money is reckoned by, as the operator has set it. */
import { type Fraction, NOTHING } from './fraction.ts';
import type { PriceTable } from './price-table.ts';

export interface Prices {
  /** null: there are none of that region. @throws TamarinError for a file that is wrong */
  tableOf(region: string): PriceTable | null;
  /** Those that the configuration names; of others the host header tells it. */
  readonly regionsOfBuckets: ReadonlyMap<string, string>;
  /** Of a month, over all regions of the account. */
  readonly freeEgressBytes: Fraction;
}

export const NO_PRICES: Prices = {
  tableOf: () => null,
  regionsOfBuckets: new Map(),
  freeEgressBytes: NOTHING,
};
