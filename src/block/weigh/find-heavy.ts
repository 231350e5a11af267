/** Who takes more than a share of all, or than so many times the average: by a ranking that is exact. */
import { TamarinError } from '../../core/error.ts';
import { formatShare, formatTenths } from '../../core/format.ts';
import { type Fraction, fraction, isLess, ratioOf, times } from '../../core/fraction.ts';
import { costWords, showCost } from '../../questions/ask/cost-metric.ts';
import { requireDimension } from '../../questions/ask/dimension-table.ts';
import type { Metric } from '../../questions/ask/metric.ts';
import { type RawValue, rawValueOf } from '../../questions/ask/metrics.ts';
import type { Scope } from '../../questions/ask/scope.ts';
import { FirstRanked } from '../../questions/count/rank.ts';
import type { Snapshot } from '../../questions/count/snapshot.ts';
import { type OnProgress, sweepGroups } from '../../questions/count/sweep.ts';
import { countAll } from '../../questions/count/totals.ts';
import { priceQuestion } from '../../questions/money/price-metric.ts';
import { readCidr } from '../address/cidr.ts';
import type { Finding, Found } from './found.ts';
import type { Rule } from './read-request.ts';

/** Each is weighed by itself, in four searches. */
const ENTRIES_MAX = 1_000;

interface Asked {
  readonly rule: Extract<Rule, { kind: 'over' | 'times-mean' }>;
  readonly ruleText: string;
  readonly scope: Scope;
}

interface Group {
  readonly name: string;
  readonly value: bigint;
}

/** @throws TamarinError */
export async function findHeavy(
  { rule, ruleText, scope }: Asked,
  opened: Snapshot,
  onProgress?: OnProgress,
): Promise<Finding> {
  const priced = await priceQuestion({ by: rule.by, scope }, opened);
  const { by } = priced?.checked ?? { by: rule.by };
  const snapshot = priced?.snapshot ?? opened;
  const dimension = requireDimension(rule.per);
  const first = new FirstRanked(ENTRIES_MAX + 1);
  let [sum, count] = [0n, 0n];
  const take = (name: string, value: RawValue): void => {
    sum += BigInt(value);
    count += 1n;
    first.add({ name, value });
  };
  await sweepGroups(
    { dimension, by, scope },
    snapshot,
    ({ name, value }) => take(name, value ?? 0),
    (groups) => onProgress?.({ groups, groupsExpected: null }),
  );
  const all = BigInt(rawValueOf(await countAll({ scope, by }, snapshot), by) ?? 0);
  const [whole, part] = rule.kind === 'over' ? [all, rule.share] : [sum, meanOf(rule.times, count)];
  const least = times(fraction(whole), part);
  const groups = first.inOrder().map(({ name, value }): Group => ({ name, value: BigInt(value) }));
  const heavy = groups.filter(({ value }) => isLess(least, fraction(value)));
  refuseMany(heavy.length);
  const figures = { all, sum, count, by };
  return { found: heavy.map((group) => foundOf(group, { rule, ruleText, figures })), leftOut: [] };
}

/** So many times the average, as a part of the sum. */
const meanOf = (many: Fraction, count: bigint): Fraction =>
  count === 0n ? fraction(1n) : times(many, fraction(1n, count));

export function refuseMany(entries: number): void {
  if (entries > ENTRIES_MAX)
    throw new TamarinError('question_too_large', `There are more than ${ENTRIES_MAX} to block.`, {
      hint: 'Who blocks so many blocks visitors too: raise the limit, rank networks (--per network), or plan a part at a time.',
    }); // biome-ignore format: one error
}

interface Figures {
  readonly all: bigint;
  readonly sum: bigint;
  readonly count: bigint;
  readonly by: Metric;
}

interface Context {
  readonly rule: Asked['rule'];
  readonly ruleText: string;
  readonly figures: Figures;
}

function foundOf({ name, value }: Group, { rule, ruleText, figures }: Context): Found {
  const { all, sum, count, by } = figures;
  const amount = by.key === 'cost' ? costWords(showCost(value, by)) : by.words(Number(value));
  const reason =
    rule.kind === 'over'
      ? `takes ${formatShare(ratioOf(fraction(value), fraction(all)))} of all ${by.heading}: ${amount}`
      : `takes ${formatTenths(ratioOf(fraction(value * count), fraction(sum)))} times the ${by.heading} of the average ${rule.per}: ${amount}`;
  const read = readCidr(name);
  const spans = 'span' in read ? [read.span] : [];
  return { subject: `${rule.per} ${name}`, spans, reason, rule: ruleText, query: null };
}
