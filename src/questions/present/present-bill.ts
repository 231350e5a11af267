/** What explains the bill, in tables and sentences. */
import { formatAmount, formatBytes, formatCount, formatShare } from '../../core/format.ts';
import type { BillAnswer } from '../bill/answer.ts';
import { DESTINATION_TABLE } from '../money/records-paid.ts';
import { doubtText } from './present-parts.ts';
import type { Column, Presentation } from './presentation.ts';

const CLASS_NAMES = { put: 'PUT, COPY, POST, LIST', get: 'GET and all other' } as const;
const DESTINATION_NAMES = new Map(DESTINATION_TABLE.map(({ key, meaning }) => [key, meaning]));

export function presentBill(answer: BillAnswer): Presentation {
  const { month, cost, egress, requests } = answer;
  const costColumn: Column = {
    key: 'cost',
    heading: `cost (${cost.currency})`,
    kind: 'money',
    stays: 'kept',
  };
  const region: Column = { key: 'region', heading: 'region', kind: 'text' };
  const count: Column = { key: 'requests', heading: 'requests', kind: 'count' };
  return {
    title: `${month}: ${formatAmount(cost.amount)} ${cost.currency} by what the logs show`,
    tables: [
      {
        title: 'Bytes sent to',
        columns: [
          { key: 'where', heading: 'where', kind: 'text' },
          region,
          count,
          { key: 'bytes', heading: 'bytes', kind: 'bytes', stays: 'kept' },
          costColumn,
        ],
        rows: egress.map((row) => ({ ...row, where: DESTINATION_NAMES.get(row.to) })),
        isRanked: false,
        part: 'bytes',
      },
      {
        title: 'Requests',
        columns: [{ key: 'name', heading: 'class', kind: 'text' }, region, count, costColumn], // biome-ignore format: one list
        rows: requests.map((row) => ({ ...row, name: CLASS_NAMES[row.class] })),
        isRanked: false,
        part: 'requests',
      },
    ],
    closing: [...explainedText(answer), ...freeText(answer), ...doubtText(answer)],
  };
}

const REST = {
  gb: 'the rest can be other services of the account, buckets without logs, lines that S3 has not delivered, and the headers of answers, which no log counts',
  amount:
    'the rest can be storage, retrieval, replication, buckets without logs, and lines that S3 has not delivered',
} as const;
const BILLED_LESS =
  'the bill has less: a free amount (freeEgressGb), prices of your own (pricesFile), or only a part of the month';

/** Requests of no class; none where there are none. */
function freeText({ egress, requests }: BillAnswer): readonly string[] {
  const sumOf = (rows: readonly { readonly requests: number }[]): number =>
    rows.reduce((sum, row) => sum + row.requests, 0);
  const all = sumOf(egress);
  const free = all - sumOf(requests);
  return free === 0 ? [] : [`${formatCount(free)} of the ${formatCount(all)} requests are in no class and cost nothing: DELETE, work of S3 itself, errors.`]; // biome-ignore format: one text
}

/** `1.5 TB` of the table in the unit of the bill. */
function unitText({ explained, egress, cost }: BillAnswer): string {
  if (explained?.what !== 'gb') return cost.currency;
  const internet = egress.filter(({ to }) => to === 'internet');
  const bytes = internet.reduce((sum, row) => sum + row.bytes, 0);
  return `GB to the internet (the ${formatBytes(bytes)} above, in what AWS calls GB: 2³⁰ bytes)`;
}

function explainedText(answer: BillAnswer): readonly string[] {
  const { explained } = answer;
  if (explained === undefined) return [];
  const { what, shown, billed, share } = explained;
  const why = share > 1 ? BILLED_LESS : REST[what];
  return [
    `The logs explain ${formatShare(share)} of the bill: ${formatAmount(shown)} of ${billedText(billed)} ${unitText(answer)}; ${why}.`,
  ];
}

/** `1,700`; a part as it was given. */
const billedText = (billed: string): string =>
  Number.isInteger(Number(billed)) ? formatCount(Number(billed)) : billed;
