/** Suspects as a table, and why each is one. */
import { formatCount, plural } from '../../core/format.ts';
import type { ScraperRow, ScrapersAnswer, ScrapersQuestion } from '../scrapers/answer.ts';
import { doubtText, scopeText } from './present-parts.ts';
import type { Column, Presentation } from './presentation.ts';

const NAME: Column = { key: 'name', heading: 'who', kind: 'text', stays: 'name' };
const SCORE: readonly Column[] = [
  { key: 'score', heading: 'score', kind: 'count', stays: 'kept' },
  { key: 'verdict', heading: 'verdict', kind: 'text', stays: 'kept' },
];
const NUMBERS: readonly Column[] = [
  { key: 'bytes', heading: 'bytes', kind: 'bytes' },
  { key: 'share', heading: 'share', kind: 'share' },
  { key: 'requests', heading: 'requests', kind: 'count' },
  { key: 'distinctKeys', heading: 'files', kind: 'count' },
  { key: 'addresses', heading: 'addresses', kind: 'count' },
];

const COLUMNS: readonly Column[] = [NAME, ...SCORE, ...NUMBERS];

const CSV_COLUMNS: readonly Column[] = [
  ...SCORE,
  NAME,
  ...NUMBERS,
  { key: 'kind', heading: 'kind', kind: 'text' },
  { key: 'firstSeen', heading: 'first', kind: 'time' },
  { key: 'lastSeen', heading: 'last', kind: 'time' },
  { key: 'why', heading: 'why', kind: 'text' },
];

const why = ({ reasons }: ScraperRow): string => reasons.map(({ text }) => text).join('; ');

/** A line a reason: an owner reads why before they block. */
const reasonLines = ({ name, reasons }: ScraperRow): readonly string[] =>
  reasons.length === 0 ? [] : [name, ...reasons.map(({ text }) => `  - ${text}`)];

export function presentScrapers(answer: ScrapersAnswer, { scope }: ScrapersQuestion): Presentation {
  const { population, accused } = answer;
  const rows = answer.rows.map((row) => ({
    ...row,
    addresses: row.members.count,
    why: why(row),
  }));
  return {
    title: `${accused === 0 ? 'No suspects' : plural(accused, 'suspect')} among ${plural(population.clients, 'client')}${scopeText(scope)}`,
    tables: [
      {
        title: '',
        columns: COLUMNS,
        allColumns: CSV_COLUMNS,
        rows,
        isRanked: false,
      },
    ],
    closing: [
      ...answer.rows.flatMap(reasonLines),
      `A score of 50 or more accuses. The usual client makes ${plural(population.medianRequests, 'request')} for ${plural(population.medianFiles, 'file')} (median of ${formatCount(population.clients)}).`,
      ...doubtText(answer),
    ],
  };
}
