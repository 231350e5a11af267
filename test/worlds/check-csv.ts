/** Answers as CSV, read again and held against the naive count. */
import type { Test } from 'tap';
import { prepareQuestion } from '../../src/questions/catalogue.ts';
import type { SearchPort } from '../../src/questions/count/search-port.ts';
import { answerCsv } from '../../src/render/csv/answer-csv.ts';
import type { Case } from './ask-all.ts';
import { differences } from './differences.ts';

export async function checkCsv(t: Test, port: SearchPort, cases: readonly Case[]): Promise<void> {
  for (const { question, raw, want } of cases) {
    const { present } = await prepareQuestion(question, raw)(port); // a handful
    const [[first = '', ...others] = [], ...lines] = readCsv(answerCsv(present(), false));
    // Of groups it is called after their dimension.
    t.equal(first, Reflect.get(want, 'dimension') ?? 'time');
    const heading = [first === 'time' ? first : 'name', ...others];
    const rows = lines.map((line) =>
      Object.fromEntries(heading.map((name, at) => [name, cellValue(name, line[at] ?? '')])),
    );
    const wanted: unknown = Reflect.get(want, 'rows');
    t.strictSame(differences({ rows }, { rows: wanted }), [], `${question} ${JSON.stringify(raw)}`);
  }
}

/** Names and times are text, whatever they look like; an empty number is none. */
function cellValue(heading: string, cell: string): string | number | null {
  if (heading === 'name' || heading === 'time') return cell.replace(/^'(?=[=+\-@\t\r\n\0])/, '');
  return cell === '' ? null : Number(cell);
}

/** RFC 4180: quotes around what holds quotes, commas or line ends; a quote inside is two. */
function readCsv(text: string): string[][] {
  const cell = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\n)/gy;
  const lines: string[][] = [[]];
  for (const [, quoted, plain, end] of text.matchAll(cell)) {
    lines.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\n') lines.push([]);
  }
  return lines.slice(0, -1);
}
