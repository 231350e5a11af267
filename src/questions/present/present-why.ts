/** Why a day stands out: sentences, what rose most of each dimension, and the days that stand out. */
import type { WhyAnswer } from '../why/answer.ts';
import type { WhyQuestion } from '../why/read.ts';
import { doubtText, scopeText } from './present-parts.ts';
import type { Column, Presentation, Table } from './presentation.ts';

/** "timeline" is the way on. */
const TOO_FEW = '"timeline" shows which days have records. ';

export function presentWhy(
  answer: WhyAnswer,
  { by, zone, scope, from, to }: WhyQuestion,
): Presentation {
  const { day, others, rows } = answer;
  const numbers: readonly Column[] = [
    { key: 'value', heading: by.heading, kind: by.kind },
    { key: 'usual', heading: `usual ${by.heading}`, kind: by.kind },
    { key: 'rise', heading: 'rise', kind: by.kind, stays: 'kept' },
  ];
  const cost: readonly Column[] =
    day?.cost === undefined ? [] : [{ key: 'cost', heading: `rise (${day.cost.currency})`, kind: 'money' }]; // biome-ignore format: one rule
  const requests: readonly Column[] = [
    { key: 'requests', heading: 'requests', kind: 'count' },
    { key: 'usualRequests', heading: 'usual requests', kind: 'tenths' },
  ];
  const risers: Table = {
    title: 'What rose most',
    columns: [
      { key: 'name', heading: 'name', kind: 'text' },
      { key: 'dimension', heading: 'which is', kind: 'text' },
      ...numbers,
      ...cost,
      { key: 'share', heading: 'of the rise', kind: 'share' },
      ...requests,
    ],
    rows,
    isRanked: false,
    part: 'rose most',
  };
  const days: Table = {
    title: answer.verdict === 'stands_out' ? 'Days that stand out' : 'The most conspicuous day',
    columns: [
      { key: 'time', heading: `day (${zone})`, kind: 'date' },
      ...numbers,
      ...cost,
      { key: 'times', heading: '× usual', kind: 'tenths' },
      ...requests,
    ],
    rows: day === null ? [] : [day, ...others],
    isRanked: false,
    part: 'day',
  };
  return {
    title: `${answer.sentences.join(' ')}${scopeText({ ...scope, from, to })}`,
    tables: rows.length === 0 ? [days] : [risers, days],
    closing: [`${day === null ? TOO_FEW : ''}By ${by.heading}.`, ...doubtText(answer)],
  };
}
