/**
 * What an ordinary dashboard asks: a `terms` aggregation ordered by a sum, over all indices at
 * once, with OpenSearch's own defaults. The worlds show where that is wrong.
 */
import { askServer } from './server.ts';

export interface PlainRow {
  readonly name: string;
  readonly bytes: number;
}

interface PlainAnswer {
  readonly groups: {
    readonly buckets: readonly { readonly key: string; readonly sum: { readonly value: number } }[];
  };
}

export async function askPlainTerms(
  url: string,
  pattern: string,
  limit: number,
): Promise<PlainRow[]> {
  const { aggregations } = await askServer(url, 'POST', `/${pattern}/_search`, {
    size: 0,
    aggs: {
      groups: {
        terms: { field: 'remote_ip', size: limit, order: { sum: 'desc' } },
        aggs: { sum: { sum: { field: 'bytes_sent' } } },
      },
    },
  });
  const { groups } = aggregations as PlainAnswer; // the answer to these aggs
  return groups.buckets.map(({ key, sum }) => ({ name: key, bytes: sum.value }));
}

/**
 * `sumOf`: the true sum of a name. Another choice among equal sums is not called wrong, because
 * OpenSearch does not promise one.
 */
export function describeMistake(
  plain: readonly PlainRow[],
  right: readonly PlainRow[],
  sumOf: (name: string) => number,
): string | null {
  const wrongSum = plain.find(({ name, bytes }) => sumOf(name) !== bytes);
  const lacking = right.filter(
    ({ bytes }, at) => bytes !== sumOf(plain[at]?.name ?? '') && plain.length > 0,
  );
  const mistakes = [
    ...(lacking.length === 0
      ? []
      : [`${lacking.length} of ${right.length} rows are not the right ones`]),
    ...(wrongSum === undefined
      ? []
      : [`${wrongSum.name} has ${wrongSum.bytes} bytes instead of ${sumOf(wrongSum.name)}`]),
  ];
  return mistakes.length === 0 ? null : mistakes.join(', ');
}
