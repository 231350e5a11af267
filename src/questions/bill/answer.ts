/** The question "what explains the bill": what everything in a month costs at list prices, by class. */
import { type Cost, costOf } from '../../core/cost.ts';
import { decimalText, dividedBy, type Fraction, fraction, NOTHING, plus, ratioOf, times } from '../../core/fraction.ts'; // biome-ignore format: one import
import { GB_BYTES, REQUEST_CLASSES, type RequestClass } from '../../core/price-table.ts';
import { scopeQuery } from '../ask/scope.ts';
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import { doubting, type Snapshot } from '../count/snapshot.ts';
import { type Charge, type Measured, measuredAt, measuresOf } from '../money/charge.ts';
import { type Estimate, estimateOf } from '../money/estimate.ts';
import { bucketsOf, type Charges, inBuckets, readCharges } from '../money/read-charges.ts';
import { DESTINATION_TABLE, type Destination } from '../money/records-paid.ts';
import type { Billed, BillQuestion } from './read.ts';

interface EgressRow {
  readonly region: string;
  readonly to: Destination;
  readonly requests: number;
  readonly bytes: number;
  readonly cost: Cost;
}

interface RequestRow {
  readonly region: string;
  readonly class: RequestClass;
  readonly requests: number;
  readonly cost: Cost;
}

export interface BillAnswer extends Exactness {
  readonly question: 'bill';
  readonly month: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Of everything in the month that the logs show. */
  readonly cost: Cost;
  readonly egress: readonly EgressRow[];
  readonly requests: readonly RequestRow[];
  /** Absent where nothing of the bill was given. */
  readonly explained?: {
    readonly what: Billed['what'];
    /** What the logs show of what was billed, in its unit. */
    readonly shown: string;
    readonly billed: string;
    /** 1: all of it; above 1 the logs show more. */
    readonly share: number;
  };
  readonly estimate: Estimate;
}

export async function answerBill(
  { month, scope, billed }: BillQuestion,
  snapshot: Snapshot,
): Promise<BillAnswer> {
  const priced = await readCharges([scope], snapshot);
  const charges = [...priced.charges, ...freeCharges(priced)];
  const measured = await snapshot.aggregate(scopeQuery(scope), {
    all: { filter: { match_all: {} }, aggs: measuresOf(charges) },
  });
  const lines = charges.map((charge, at): Line => {
    const of = measuredAt(measured.all, at, charge);
    return { ...charge, ...of, cost: times(fraction(of.count), charge.price) };
  });
  const { currency } = priced;
  const all = lines.reduce((sum, { cost }) => plus(sum, cost), NOTHING);
  const egress = egressRows(lines, currency);
  const bytes = egress.reduce((sum, row) => sum + row.bytes, 0);
  return {
    question: 'bill',
    month,
    from: scope.from,
    to: scope.to,
    cost: costOf(all, currency),
    egress,
    requests: requestRows(lines, currency),
    ...(billed === null ? {} : { explained: explain(billed, all, lines) }),
    estimate: estimateOf(priced),
    ...exactnessOf(doubting(snapshot, priced.doubts), { sum: bytes }),
  };
}

interface Line extends Charge, Measured {
  readonly cost: Fraction;
}

/** Bytes that cost nothing are told too: they explain why a bill is so small. */
const freeCharges = ({ regions, paid }: Charges): readonly Charge[] =>
  regions.flatMap(({ table: { region }, buckets }) =>
    FREE_DESTINATIONS.map(
      (to): Charge => ({
        region,
        paidFor: to,
        filter: inBuckets(bucketsOf(regions, buckets))(paid.to[to]),
        measure: 'bytes',
        price: NOTHING,
      }),
    ),
  );

const FREE_DESTINATIONS = ['same-region', 'vpc', 'cdn', 'unbilled'] as const;

function egressRows(lines: readonly Line[], currency: string): readonly EgressRow[] {
  return DESTINATION_TABLE.flatMap(({ key }) =>
    lines
      .filter(({ paidFor, requests }) => paidFor === key && requests > 0)
      .map(({ region, requests, count, cost }) => ({
        region,
        to: key,
        requests,
        bytes: Number(count),
        cost: costOf(cost, currency),
      })),
  );
}

function requestRows(lines: readonly Line[], currency: string): readonly RequestRow[] {
  return REQUEST_CLASSES.flatMap((name) =>
    lines
      .filter(({ paidFor, requests }) => paidFor === name && requests > 0)
      .map(({ region, requests, cost }) => ({
        region,
        class: name,
        requests,
        cost: costOf(cost, currency),
      })),
  );
}

function explain(
  { what, value, given }: Billed,
  all: Fraction,
  lines: readonly Line[],
): NonNullable<BillAnswer['explained']> {
  const bytes = lines
    .filter(({ paidFor }) => paidFor === 'internet')
    .reduce((sum, { count }) => sum + count, 0n);
  const shown = what === 'amount' ? all : dividedBy(fraction(bytes), fraction(GB_BYTES));
  return { what, shown: decimalText(shown), billed: given, share: ratioOf(shown, value) };
}
