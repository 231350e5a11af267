/**
 * What `up` prints: the answers to the four questions, each with what a bucket owner wants to see beside
 * it. Pure: the answers are asked in `cli/headlines.ts`.
 */
import { formatBytes, formatCount, formatShare, formatTenths, plural } from '../../core/format.ts';
import type { Scope } from '../ask/scope.ts';
import type { CompareAnswer } from '../compare/answer.ts';
import type { TopAnswer } from '../top/answer.ts';
import { doubtText, scopeText } from './present-parts.ts';
import type { Column, Presentation, Table } from './presentation.ts';

/** By name of a row; a row without one has no cell. */
export type Beside = ReadonlyMap<string, string | number>;

/** With a column before those that are neither name nor kept; as it is where nothing is known. */
export function withColumn(
  presentation: Presentation,
  column: Column,
  values: Beside,
): Presentation {
  if (values.size === 0) return presentation;
  const [table, ...others] = presentation.tables;
  if (table === undefined) return presentation;
  const at = table.columns.findIndex(({ stays, key }) => stays === undefined && key !== 'share');
  const place = at === -1 ? table.columns.length : at;
  const besideOf = (row: object): string | number | undefined =>
    values.get(String(Reflect.get(row, 'name')));
  const shown: Table = {
    ...table,
    columns: table.columns.toSpliced(place, 0, column),
    rows: table.rows.map((row) => ({ ...row, [column.key]: besideOf(row) ?? null })),
  };
  return { ...presentation, tables: [shown, ...others] };
}

/** Who owns the address. */
export const OWNER: Column = { key: 'owner', heading: 'owner', kind: 'text', stays: 'kept' };
/** Different addresses that asked for a file. */
export const CLIENTS: Column = {
  key: 'clients',
  heading: 'addresses',
  kind: 'count',
  stays: 'kept',
};

/** A list that says nothing about all but what the one above has said; what is not exact is said. */
export const belowAnother = (
  presentation: Presentation,
  { exact }: Pick<TopAnswer, 'exact'>,
): Presentation => (exact ? { ...presentation, closing: [] } : presentation);

interface SideBySide {
  /** By bytes; each row has its requests. */
  readonly top: TopAnswer;
  /** Of the same records, by bytes and by requests. */
  readonly bytes: CompareAnswer;
  readonly requests: CompareAnswer;
  /** Different files of each row. */
  readonly files: Beside;
}

const COLUMNS: readonly Column[] = [
  { key: 'name', heading: 'IP address', kind: 'text', stays: 'name' },
  { key: 'bytes', heading: 'bytes', kind: 'bytes', stays: 'kept' },
  { key: 'timesBytes', heading: '× mean bytes', kind: 'tenths' },
  { key: 'requests', heading: 'requests', kind: 'count', stays: 'kept' },
  { key: 'timesRequests', heading: '× mean requests', kind: 'tenths' },
  { key: 'files', heading: 'files', kind: 'count', stays: 'kept' },
];

const number = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : formatTenths(value);

/** The first by bytes beside the average and the usual client: bytes, requests and different files. */
export function presentSideBySide(
  about: SideBySide,
  { scope }: { readonly scope: Scope },
): Presentation {
  const { top, bytes, requests, files } = about;
  const { count } = bytes.population;
  const [meanBytes, meanRequests] = [bytes, requests].map(({ population }) => Number(population.mean)); // biome-ignore format: one list
  const times = (value: number, mean = 0): number => (mean === 0 ? 0 : value / mean);
  const rows = top.rows.map(({ name, ...row }) => ({
    name,
    bytes: row.bytes,
    timesBytes: times(row.bytes, meanBytes),
    requests: row.requests,
    timesRequests: times(row.requests, meanRequests),
    files: files.get(name) ?? null,
  }));
  const shareOf = (key: 'bytes' | 'requests', { population }: CompareAnswer): string => {
    const sum = rows.reduce((total, row) => total + row[key], 0);
    return formatShare(times(sum, Number(population.total)));
  };
  const addresses = plural(count, 'IP address', 'IP addresses');
  return {
    title: `Top ${rows.length} by bytes compared with the average (×) of ${addresses}${scopeText(scope)}`,
    tables: [{ title: '', columns: COLUMNS, rows, isRanked: true }],
    closing: [
      ...(rows.length === 0
        ? []
        : [
            `The average address: ${formatBytes(meanBytes ?? 0)}, ${number(meanRequests ?? 0)} requests. The usual one (median): ${formatBytes(Number(bytes.population.median))}, ${number(Number(requests.population.median))} requests.`,
            `The top ${rows.length} take ${shareOf('bytes', bytes)} of the bytes and make ${shareOf('requests', requests)} of the requests.`,
          ]),
      ...doubtText(bytes),
    ],
  };
}
