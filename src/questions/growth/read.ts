/** The parameters of `growth`, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { SUMMED_METRICS } from '../ask/metric.ts';
import { PARAMETER_TABLE } from '../ask/parameter-table.ts';
import { onlyValue, type RawParameters } from '../ask/raw-parameters.ts';
import { readGroupQuestion } from '../ask/read-parameters.ts';
import { PREVIOUS, RANGE_SIGN } from '../ask/time-forms.ts';
import { unknownName } from '../ask/unknown-name.ts';
import type { GrowthQuestion, Period } from './answer.ts';
import type { GrowthOrder } from './tally.ts';

const ORDERS = ['difference', 'rise', 'fall'] as const satisfies readonly GrowthOrder[];

/** `raw`: its times are moments, those of `vs` too. */
export function readGrowthQuestion(raw: RawParameters, defaultDimension: string): GrowthQuestion {
  const question = readGroupQuestion(raw, {
    dimension: defaultDimension,
    metrics: SUMMED_METRICS,
  });
  const { from, to } = question.scope;
  if (from === null || to === null)
    throw new TamarinError('usage', 'A change needs a range with both ends.', {
      hint: 'Use --last 7d, --month 2026-02, or --from with --to.',
    });
  const period = { from, to };
  const before = readBefore(onlyValue('vs', raw) ?? PARAMETER_TABLE.vs.default, period);
  const scope = {
    ...question.scope,
    from: from < before.from ? from : before.from,
    to: to > before.to ? to : before.to,
  };
  return { ...question, scope, period, before, ranges: [period, before], order: readOrder(raw) };
}

function readBefore(vs: string, { from, to }: Period): Period {
  if (vs === PREVIOUS) {
    const fromMs = Date.parse(from);
    return { from: new Date(2 * fromMs - Date.parse(to)).toISOString(), to: from };
  }
  const [begin = '', end = ''] = vs.split(RANGE_SIGN);
  if (begin < end) return { from: begin, to: end };
  throw new TamarinError('usage', `The range of --vs is empty: ${begin} is not before ${end}.`);
}

function readOrder(raw: RawParameters): GrowthOrder {
  const name = onlyValue('sort', raw) ?? 'difference';
  const order = ORDERS.find((each) => each === name);
  if (order === undefined) throw unknownName('order', name, ORDERS.map((each) => ({ name: each }))); // biome-ignore format: one list
  return order;
}
