/** What is to be said beside every cost: by which prices, and what is not in it. */
import type { RegionFacts } from './bucket-regions.ts';

export interface Estimate {
  readonly currency: string;
  readonly prices: readonly {
    readonly region: string;
    /** Of the list prices. */
    readonly date: string;
    readonly source: string;
  }[];
  /** What a bill has and these logs do not show. */
  readonly leftOut: readonly string[];
}

const LEFT_OUT = ['storage', 'retrieval', 'replication'];

export const estimateOf = ({
  regions,
  currency,
}: {
  readonly regions: readonly RegionFacts[];
  readonly currency: string;
}): Estimate => ({
  currency,
  prices: regions.map(({ table: { region, date, source } }) => ({ region, date, source })),
  leftOut: LEFT_OUT,
});

/** Said by the source of a price table that nobody has checked. */
const FROM_MEMORY = 'from memory';
const FREE =
  'Bytes to the same region, VPC endpoints and CloudFront are free; so are the first 100 GB a month only where freeEgressGb says it.';

export function estimateText({ prices, leftOut }: Estimate): string {
  const dates = [...new Set(prices.map(({ date }) => date))].join(' and ');
  const at = dates === '' ? 'list prices' : `list prices of ${dates}`;
  const memory = prices.some(({ source }) => source.includes(FROM_MEMORY)) ? ' These prices are written down from memory: check them (docs/money.md).' : ''; // biome-ignore format: one text
  return `An estimate at ${at}, not the bill; not in these logs: ${leftOut.join(', ')}.${memory} ${FREE}`;
}
