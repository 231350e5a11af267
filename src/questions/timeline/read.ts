/** The parameters of `timeline`, checked. @throws TamarinError `usage` */

import { TamarinError } from '../../core/error.ts';
import type { GroupDimension } from '../ask/fold-table.ts';
import { INTERVAL_TABLE } from '../ask/interval-table.ts';
import { EVERY_METRIC, type Metric } from '../ask/metric.ts';
import { PARAMETER_TABLE } from '../ask/parameter-table.ts';
import { onlyValue, type RawParameters } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import { readGroupDimension, readMetric } from '../ask/read-parameters.ts';
import { readZone } from '../ask/read-times.ts';
import { unknownName } from '../ask/unknown-name.ts';
import type { TimelineQuestion } from './answer.ts';

export function readTimelineQuestion(raw: RawParameters): TimelineQuestion {
  const name = onlyValue('interval', raw) ?? PARAMETER_TABLE.interval.default;
  const interval = INTERVAL_TABLE.find((each) => each.name === name);
  if (interval === undefined) throw unknownName('interval', name, INTERVAL_TABLE);
  const by = readMetric(raw, EVERY_METRIC);
  const split = readSplitDimension(raw, by);
  return { by, interval, zone: readZone(raw), split, scope: readScope(raw) };
}

function readSplitDimension(raw: RawParameters, by: Metric): GroupDimension | null {
  const name = onlyValue('split', raw);
  if (name === null) return null;
  if (by.tuples !== undefined)
    throw new TamarinError('usage', `A timeline by "${by.name}" cannot be split.`, {
      hint: 'Ask for each value by itself, as a filter.',
    });
  const dimension = readGroupDimension(name, raw);
  if (dimension.kind !== 'folded' || dimension.fold !== 'time') return dimension;
  throw new TamarinError('usage', `A timeline cannot be split by ${name}.`, {
    hint: `"top ${name}" adds up all ${dimension.plural}.`,
  });
}
