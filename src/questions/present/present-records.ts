/** Single records of any filter, as a table. */
import { formatCount, plural } from '../../core/format.ts';
import type { RecordSort, RecordsAnswer, RecordsQuestion } from '../records/answer.ts';
import { doubtText, emptyText, scopeText } from './present-parts.ts';
import type { Column, Presentation } from './presentation.ts';
import { DOCUMENT_COLUMNS, HIT_COLUMNS } from './record-columns.ts';

export function presentRecords(
  answer: RecordsAnswer,
  { fields, scope, sort }: RecordsQuestion,
): Presentation {
  const { total, hits } = answer;
  const columns = fields === null ? usualColumns(sort) : namedColumns(fields);
  const shown = hits.length < total ? [`${formatCount(hits.length)} of ${formatCount(total)} shown.`] : []; // biome-ignore format: one sentence
  return {
    title: `${plural(total, 'record')}, ${orderText(sort)}${scopeText(scope)}`,
    tables: [{ title: '', columns, rows: hits, isRanked: false }],
    closing: [...shown, ...doubtText(answer), ...emptyText({ requests: total })],
  };
}

const orderText = (sort: RecordSort): string =>
  sort.kind === 'time' ? `${sort.name} first` : `by ${sort.number.heading}, the greatest first`;

/** And the number that they are sorted by. */
function usualColumns(sort: RecordSort): readonly Column[] {
  if (sort.kind === 'time' || HIT_COLUMNS.some(({ key }) => key === sort.number.field))
    return HIT_COLUMNS;
  const { field, heading, unit } = sort.number;
  const [time, ...others] = HIT_COLUMNS;
  const own: Column = { key: field, heading, kind: unit };
  return time === undefined ? [own] : [time, own, ...others];
}

const namedColumns = (fields: readonly string[]): readonly Column[] =>
  fields.flatMap((field) => DOCUMENT_COLUMNS.filter(({ key }) => key === field));
