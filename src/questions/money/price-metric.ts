/** The metric that a question by cost is answered with: what records cost, by the prices of their months. */
import { COST, type CostMetric } from '../ask/cost-metric.ts';
import { costIn, type Metric } from '../ask/metric.ts';
import type { Scope } from '../ask/scope.ts';
import { doubting, type Snapshot } from '../count/snapshot.ts';
import { measuresOf, weightsOf } from './charge.ts';
import { type Estimate, estimateOf } from './estimate.ts';
import { type Charges, readCharges } from './read-charges.ts';
import { wholeMonths } from './whole-months.ts';

/** ISO moments; null: no bound. */
type Range = Pick<Scope, 'from' | 'to'>;

interface Asked {
  readonly by?: Metric;
  readonly scope: Scope;
  /** Parts of the scope that are asked about, where it is not all. */
  readonly ranges?: readonly Range[];
}

interface Opened extends Asked {
  /** It tells costs beside what it is asked by, where prices are known. */
  readonly tellsCosts?: true;
}

/** What has to be looked at to answer: of months that a question by cost touches, all. */
export const openedScope = ({ by, scope, tellsCosts }: Opened): Scope =>
  tellsCosts === true || (by !== undefined && costIn(by) !== null) ? wholeMonths(scope) : scope;

export interface Priced<Checked> {
  readonly checked: Checked;
  /** With the doubts about what is paid. */
  readonly snapshot: Snapshot;
  readonly estimate: Estimate;
}

/** null: nobody asks for money. @throws TamarinError `config_invalid` where a price is not known */
export async function priceQuestion<Checked extends Asked>(
  checked: Checked,
  snapshot: Snapshot,
): Promise<Priced<Checked> | null> {
  const { by, scope, ranges = [scope] } = checked;
  if (by === undefined || costIn(by) === null) return null;
  const { cost, estimate, doubts } = await readCostMetric({ scope, ranges }, snapshot);
  return {
    checked: { ...checked, by: by.key === 'cost' ? cost : { ...by, beside: cost } },
    snapshot: doubting(snapshot, doubts),
    estimate,
  };
}

export interface PricedMetric {
  readonly cost: CostMetric;
  readonly estimate: Estimate;
  /** About what is paid. */
  readonly doubts: readonly string[];
}

/** For all records of the months that the ranges touch. @throws TamarinError `config_invalid` */
export async function readCostMetric(
  { scope, ranges = [scope] }: Pick<Asked, 'scope' | 'ranges'>,
  snapshot: Snapshot,
): Promise<PricedMetric> {
  const months = ranges.map((range) => wholeMonths({ ...range, filters: [] }));
  const read = await readCharges(months, snapshot);
  return { cost: pricedBy(read), estimate: estimateOf(read), doubts: read.doubts };
}

function pricedBy({ charges, currency }: Charges): CostMetric {
  const paid = charges.filter(({ price }) => price.over > 0n);
  return { ...COST, pricing: { currency, aggs: measuresOf(paid), ...weightsOf(paid) } };
}
