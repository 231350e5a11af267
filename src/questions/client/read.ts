/** The parameters of `client`, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { COST } from '../ask/cost-metric.ts';
import { METRIC_TABLE } from '../ask/metric-table.ts';
import { onlyValue, type RawParameters } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import { readLimit, readMetric } from '../ask/read-parameters.ts';
import { isAddressOrNetwork } from '../ask/read-value.ts';
import type { ClientQuestion } from './answer.ts';

/** What every row has, and what it costs. */
const CLIENT_METRICS = [...METRIC_TABLE, COST];

export function readClientQuestion(raw: RawParameters): ClientQuestion {
  const named = onlyValue('client', raw) ?? '';
  // Blanks around an address are a slip; around a user agent they may be part of it.
  const client = isAddressOrNetwork(named.trim()) ? named.trim() : named;
  if (client.trim() === '') throw new TamarinError('usage', 'No client given.');
  return {
    client,
    by: readMetric(raw, CLIENT_METRICS),
    limit: readLimit(raw),
    scope: readScope(raw),
  };
}
