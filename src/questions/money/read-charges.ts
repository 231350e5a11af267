/** What everything in some calendar months costs, as charges: each price follows from all of their bytes. */
import {
  dividedBy,
  type Fraction,
  fraction,
  isLess,
  minus,
  NOTHING,
  plus,
  times,
} from '../../core/fraction.ts';
import { REQUEST_CLASSES, tierPrice } from '../../core/price-table.ts';
import type { Query, Scope } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { RegionFacts } from './bucket-regions.ts';
import type { Charge } from './charge.ts';
import { inAny, type MoneyFacts, readMoneyFacts } from './facts.ts';
import { type RecordsPaid, recordsPaid } from './records-paid.ts';
import { nextMonth } from './whole-months.ts';

export interface Charges extends Pick<MoneyFacts, 'regions' | 'currency' | 'doubts'> {
  readonly charges: readonly Charge[];
  readonly paid: RecordsPaid;
}

/** `months`: whole ones. @throws TamarinError `config_invalid` where a price is not known */
export async function readCharges(months: readonly Scope[], snapshot: Snapshot): Promise<Charges> {
  const facts = await readMoneyFacts(months, snapshot);
  const { regions, currency, doubts } = facts;
  const paid = recordsPaid(facts, snapshot.friends);
  const bytes = await readEgress(facts, paid, months, snapshot);
  const charges = regions.flatMap((region) =>
    chargesOf(region, { ratesByMonth: ratesOf(region, bytes, snapshot), paid, facts }),
  );
  return { charges, regions, currency, doubts, paid };
}

/** The begin of a month in milliseconds, and its bytes to the internet by region. */
export type Egress = ReadonlyMap<number, ReadonlyMap<string, bigint>>;

async function readEgress(
  { regions }: MoneyFacts,
  { to }: RecordsPaid,
  months: readonly Scope[],
  snapshot: Snapshot,
): Promise<Egress> {
  const inMonths = inAny(months);
  const egress = new Map<number, Map<string, bigint>>();
  for (const { table, buckets } of regions) {
    const inRegion = inBuckets(bucketsOf(regions, buckets));
    const query: Query = { bool: { filter: [inMonths, inRegion(to.internet)] } };
    const { intervals } = await snapshot.aggregate(query, {
      intervals: {
        date_histogram: {
          field: '@timestamp',
          calendar_interval: 'month',
          time_zone: 'UTC',
          min_doc_count: 0,
        },
        aggs: { bytes: { sum: { field: 'bytes_sent' } } },
      },
    }); // one region after the other
    for (const { key, bytes, doc_count: records } of intervals.buckets) {
      if (records === 0) continue; // a gap
      const ofMonth = egress.get(key) ?? new Map<string, bigint>();
      egress.set(key, ofMonth.set(table.region, BigInt(bytes.value)));
    }
  }
  return egress;
}

/** What a byte to the internet costs in a month with such records. */
type Rates = ReadonlyMap<number, Fraction>;

export function ratesOf({ table }: RegionFacts, egress: Egress, { prices }: Snapshot): Rates {
  const rates = new Map<number, Fraction>();
  for (const [month, byRegion] of egress) {
    const own = byRegion.get(table.region);
    if (own === undefined) continue;
    if (own === 0n) {
      rates.set(month, NOTHING);
      continue;
    }
    const sum = [...byRegion.values()].reduce((a, b) => a + b, 0n);
    const all = plus(fraction(own), table.otherEgressBytes);
    // What is free belongs to no region: each has the part of it that it has of all bytes.
    const free = times(prices.freeEgressBytes, fraction(own, sum));
    const dear = isLess(free, all) ? minus(all, free) : NOTHING;
    rates.set(month, dividedBy(tierPrice(table.egress, dear), all));
  }
  return rates;
}

interface Known {
  readonly ratesByMonth: Rates;
  readonly paid: RecordsPaid;
  readonly facts: MoneyFacts;
}

function chargesOf(
  { table, buckets }: RegionFacts,
  { ratesByMonth, paid, facts }: Known,
): readonly Charge[] {
  const { region } = table;
  const inRegion = inBuckets(bucketsOf(facts.regions, buckets));
  const egress = byRate(ratesByMonth).map(
    ({ price, months }): Charge => ({
      region,
      paidFor: 'internet',
      filter: inRegion(paid.to.internet, ...months),
      measure: 'bytes',
      price,
    }),
  );
  const transfer: Charge = {
    region,
    paidFor: 'other-region',
    filter: inRegion(paid.to['other-region']),
    measure: 'bytes',
    price: table.otherRegionPerByte,
  };
  const requests = REQUEST_CLASSES.map(
    (name): Charge => ({
      region,
      paidFor: name,
      filter: inRegion(paid.requests[name]),
      measure: 'requests',
      price: table.perRequest[name],
    }),
  );
  return [...egress, transfer, ...requests];
}

/** null: of one region all are, and those that name no bucket, too. */
export const bucketsOf = (
  regions: readonly RegionFacts[],
  buckets: readonly string[],
): readonly string[] | null => (regions.length === 1 ? null : buckets);

/** null: all buckets. */
export const inBuckets =
  (buckets: readonly string[] | null) =>
  (...queries: readonly Query[]): Query => ({
    bool: { filter: [...(buckets === null ? [] : [{ terms: { bucket: buckets } }]), ...queries] },
  });

/** Months of one rate are one charge: below the first tier there is but one. */
function byRate(rates: Rates): readonly { price: Fraction; months: readonly Query[] }[] {
  const groups = Map.groupBy(rates, ([, { over, under }]) => `${over}/${under}`);
  return [...groups.values()].flatMap((some) => {
    const [[, price] = []] = some;
    if (price === undefined) return [];
    const months = some.map(([month]) => monthQuery(month));
    return [{ price, months: groups.size === 1 ? [] : [{ bool: { should: months } }] }];
  });
}

function monthQuery(month: number): Query {
  const gte = new Date(month).toISOString();
  return { range: { '@timestamp': { gte, lt: nextMonth(gte) } } };
}
