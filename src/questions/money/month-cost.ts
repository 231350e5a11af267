/**
 * What months cost, and what they would have cost without some requests: by the tiers a byte that is not
 * sent makes all others dearer or cheaper, so a difference is no share.
 */
import { type Fraction, fraction, minus, NOTHING, plus, times } from '../../core/fraction.ts';
import { REQUEST_CLASSES } from '../../core/price-table.ts';
import type { Query, Scope } from '../ask/scope.ts';
import { scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { type Charge, measuredAt, measuresOf } from './charge.ts';
import { type Estimate, estimateOf } from './estimate.ts';
import { type MoneyFacts, readMoneyFacts } from './facts.ts';
import { bucketsOf, type Egress, inBuckets, ratesOf } from './read-charges.ts';
import { recordsPaid } from './records-paid.ts';

/** By the begin of a month in milliseconds: bytes and requests, in the order of the charges. */
export type Usage = ReadonlyMap<number, readonly bigint[]>;

export interface MonthCost {
  readonly currency: string;
  readonly estimate: Estimate;
  readonly doubts: readonly string[];
  /** Of all records of the months. */
  readonly all: Fraction;
  /** What of these records is paid. */
  readonly usageOf: (query: Query) => Promise<Usage>;
  /** How much less the months would have cost without all of that. */
  readonly savedBy: (usages: readonly Usage[]) => Fraction;
}

/** `months`: whole ones. @throws TamarinError `config_invalid` where a price is not known */
export async function readMonthCost(months: Scope, snapshot: Snapshot): Promise<MonthCost> {
  const facts = await readMoneyFacts([months], snapshot);
  const charges = chargesOf(facts, snapshot);
  const usageOf = (query: Query): Promise<Usage> => readUsage(query, charges, snapshot);
  const everything = await usageOf(scopeQuery(months));
  const all = costOfUsage(everything, { charges, facts, snapshot });
  return {
    currency: facts.currency,
    estimate: estimateOf(facts),
    doubts: facts.doubts,
    all,
    usageOf,
    savedBy: (usages) =>
      minus(all, costOfUsage(usages.reduce(less, everything), { charges, facts, snapshot })),
  };
}

/** Those to the internet have no price yet: it follows from all bytes of a month. */
function chargesOf(facts: MoneyFacts, { friends }: Snapshot): readonly Charge[] {
  const paid = recordsPaid(facts, friends);
  return facts.regions.flatMap(({ table, buckets }): readonly Charge[] => {
    const { region } = table;
    const inRegion = inBuckets(bucketsOf(facts.regions, buckets));
    return [
      { region, paidFor: 'internet', filter: inRegion(paid.to.internet), measure: 'bytes', price: NOTHING }, // biome-ignore format: one row
      { region, paidFor: 'other-region', filter: inRegion(paid.to['other-region']), measure: 'bytes', price: table.otherRegionPerByte }, // biome-ignore format: one row
      ...REQUEST_CLASSES.map((name): Charge => ({ region, paidFor: name, filter: inRegion(paid.requests[name]), measure: 'requests', price: table.perRequest[name] })), // biome-ignore format: one row
    ];
  });
}

async function readUsage(
  query: Query,
  charges: readonly Charge[],
  snapshot: Snapshot,
): Promise<Usage> {
  const month = { calendar_interval: 'month', time_zone: 'UTC', min_doc_count: 0 } as const;
  const { months } = await snapshot.aggregate(query, {
    months: { date_histogram: { field: '@timestamp', ...month }, aggs: measuresOf(charges) },
  });
  return new Map(
    months.buckets
      .filter(({ doc_count: records }) => records > 0) // a gap
      .map((bucket) => [
        bucket.key,
        charges.map((charge, at) => measuredAt({ ...bucket }, at, charge).count),
      ]),
  );
}

/** `part`: of records that are in `whole`. */
const less = (whole: Usage, part: Usage): Usage =>
  new Map(
    [...whole].map(([month, counts]) => [
      month,
      counts.map((count, at) => count - (part.get(month)?.[at] ?? 0n)),
    ]),
  );

interface Priced {
  readonly charges: readonly Charge[];
  readonly facts: MoneyFacts;
  readonly snapshot: Snapshot;
}

function costOfUsage(usage: Usage, { charges, facts, snapshot }: Priced): Fraction {
  const egress: Egress = new Map(
    [...usage].map(([month, counts]) => [
      month,
      new Map(
        charges.flatMap(({ region, paidFor }, at) =>
          paidFor === 'internet' ? [[region, counts[at] ?? 0n] as const] : [],
        ),
      ),
    ]),
  );
  const rates = new Map(
    facts.regions.map((region) => [region.table.region, ratesOf(region, egress, snapshot)]),
  );
  let sum = NOTHING;
  for (const [month, counts] of usage)
    for (const [at, { region, paidFor, price }] of charges.entries()) {
      const rate = paidFor === 'internet' ? (rates.get(region)?.get(month) ?? NOTHING) : price;
      sum = plus(sum, times(fraction(counts[at] ?? 0n), rate));
    }
  return sum;
}
