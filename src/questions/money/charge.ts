/**
 * A charge is a filter, what is counted of the records that it lets through, and the price of one.
 * The cost of any records is the sum over all charges: it is linear, so groups add up to the whole.
 */
import { commonUnder, type Fraction } from '../../core/fraction.ts';
import type { RequestClass } from '../../core/price-table.ts';
import type { Query } from '../ask/scope.ts';
import type { Destination } from './records-paid.ts';

export interface Charge {
  readonly region: string;
  /** Where bytes go, or the class of requests. */
  readonly paidFor: Destination | RequestClass;
  readonly filter: Query;
  readonly measure: 'bytes' | 'requests';
  /** Of a byte, or of a request. */
  readonly price: Fraction;
}

/** Sub-aggregations that measure charges, by their places. */
export const measuresOf = (charges: readonly Charge[]) =>
  Object.fromEntries(
    charges.map(({ filter, measure }, at) => [
      slotOf(at),
      measure === 'requests'
        ? { filter }
        : { filter, aggs: { of: { sum: { field: 'bytes_sent' } } } },
    ]),
  );

const slotOf = (at: number): string => `charge${at}`;

type Measures = Readonly<Record<string, unknown>>;

export interface Measured {
  /** Bytes or requests, as the charge measures. */
  readonly count: bigint;
  readonly requests: number;
}

/** What was measured of the charge at this place. */
export function measuredAt(measures: Measures, at: number, { measure }: Charge): Measured {
  const { doc_count: requests = 0, of } = (measures[slotOf(at)] ?? {}) as Answered; // as asked for by measuresOf
  return { count: BigInt(measure === 'requests' ? requests : (of?.value ?? 0)), requests };
}

interface Answered {
  readonly doc_count?: number;
  readonly of?: { readonly value?: number | null };
}

/** Sums and counts of records that are paid, which bound what any records cost. */
interface Bound {
  /** Lets through all that is paid in this measure. */
  readonly filter: Query;
  readonly measure: Charge['measure'];
  /** Of a byte, or of a request, the highest price there is, in parts. */
  readonly weight: bigint;
}

export interface Weights {
  /** No records cost more than what all of them say together. */
  readonly bounds: readonly Bound[];
  /** What every cost is a whole number of parts of. */
  readonly under: bigint;
  /** Reads the cost of the records that were measured, in these parts. */
  readonly partsOf: (measures: Measures) => bigint;
}

/** All prices in parts of one size, so that costs are whole numbers and add up to the last digit. */
export function weightsOf(charges: readonly Charge[]): Weights {
  const under = commonUnder(charges.map(({ price }) => price));
  const weights = charges.map(({ price }) => price.over * (under / price.under));
  return {
    bounds: boundsOf(charges, weights),
    under,
    partsOf: (measures) =>
      charges.reduce(
        (sum, charge, at) => sum + measuredAt(measures, at, charge).count * (weights[at] ?? 0n),
        0n,
      ),
  };
}

const boundsOf = (charges: readonly Charge[], weights: readonly bigint[]): readonly Bound[] =>
  (['bytes', 'requests'] as const).flatMap((measure) => {
    const own = charges.flatMap((charge, at) =>
      charge.measure === measure ? [{ filter: charge.filter, weight: weights[at] ?? 0n }] : [],
    );
    const weight = own.reduce((most, each) => (each.weight > most ? each.weight : most), 0n);
    const filter = { bool: { should: own.map((each) => each.filter) } };
    return weight === 0n ? [] : [{ filter, measure, weight }];
  });
