/** Parameters that several questions take, as a person gives them, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { GROUP_DIMENSIONS } from './dimension-table.ts';
import type { GroupQuestion } from './group-question.ts';
import { findMetric, METRIC_TABLE, type Metric } from './metric-table.ts';
import { LIMIT_MAX, PARAMETER_TABLE } from './parameter-table.ts';
import { onlyValue, type RawParameters } from './raw-parameters.ts';
import { readScope } from './read-filters.ts';
import { unknownName } from './unknown-name.ts';

export function readGroupQuestion(raw: RawParameters, defaultDimension: string): GroupQuestion {
  const name = onlyValue('dimension', raw) ?? defaultDimension;
  const dimension = GROUP_DIMENSIONS.find((each) => each.name === name);
  if (dimension === undefined) throw unknownName('dimension', name, GROUP_DIMENSIONS);
  return { dimension, by: readMetric(raw), limit: readLimit(raw), scope: readScope(raw) };
}

export function readMetric(raw: RawParameters): Metric {
  const name = onlyValue('by', raw) ?? PARAMETER_TABLE.by.default;
  const metric = findMetric(name);
  if (metric === null) throw unknownName('metric', name, METRIC_TABLE);
  return metric;
}

export function readLimit(raw: RawParameters): number {
  const text = onlyValue('limit', raw) ?? PARAMETER_TABLE.limit.default;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new TamarinError('usage', `--limit "${text}" is not a number of rows.`, {
    hint: `It must be a whole number from 1 to ${LIMIT_MAX}.`,
  });
}
