/** The metric that a question by cost is answered with: what records cost, by the prices of their months. */
import { COST, type CostMetric } from '../ask/cost-metric.ts';
import { costIn, type Metric } from '../ask/metric.ts';
import type { Scope } from '../ask/scope.ts';
import { doubting, type Snapshot } from '../count/snapshot.ts';
import { measuresOf, weightsOf } from './charge.ts';
import { type Estimate, estimateOf } from './estimate.ts';
import { type Charges, readCharges } from './read-charges.ts';
import { wholeMonths } from './whole-months.ts';

interface Asked {
  readonly by?: Metric;
  readonly scope: Scope;
}

/** What has to be looked at to answer: of months that a question by cost touches, all. */
export const openedScope = ({ by, scope }: Asked): Scope =>
  by === undefined || costIn(by) === null ? scope : wholeMonths(scope);

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
  const { by, scope } = checked;
  if (by === undefined || costIn(by) === null) return null;
  const read = await readCharges(wholeMonths(scope), snapshot);
  const cost = pricedBy(read);
  return {
    checked: { ...checked, by: by.key === 'cost' ? cost : { ...by, beside: cost } },
    snapshot: doubting(snapshot, read.doubts),
    estimate: estimateOf(read),
  };
}

function pricedBy({ charges, currency }: Charges): CostMetric {
  const paid = charges.filter(({ price }) => price.over > 0n);
  const { under, partsOf } = weightsOf(paid);
  return { ...COST, pricing: { currency, under, aggs: measuresOf(paid), partsOf } };
}
