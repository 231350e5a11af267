/** The parameters of `timeline`, checked. @throws TamarinError `usage` */

import { INTERVAL_TABLE } from '../ask/interval-table.ts';
import { EVERY_METRIC } from '../ask/metric.ts';
import { PARAMETER_TABLE } from '../ask/parameter-table.ts';
import { onlyValue, type RawParameters } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import { readMetric } from '../ask/read-parameters.ts';
import { unknownName } from '../ask/unknown-name.ts';
import type { TimelineQuestion } from './answer.ts';

export function readTimelineQuestion(raw: RawParameters): TimelineQuestion {
  const name = onlyValue('interval', raw) ?? PARAMETER_TABLE.interval.default;
  const interval = INTERVAL_TABLE.find((each) => each.name === name);
  if (interval === undefined) throw unknownName('interval', name, INTERVAL_TABLE);
  return { by: readMetric(raw, EVERY_METRIC), interval, scope: readScope(raw) };
}
