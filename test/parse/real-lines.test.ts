/**
 * Goal: lines whose shape is real become the documents that were worked out for them by hand. The
 * lines are not part of the repository; where they are missing, the test says so and is skipped.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { parseLine } from '../../src/parse/parse-line.ts';
import { splitOrdinaryLine } from '../../src/parse/split-ordinary-line.ts';
import { loggedDocument } from './logged-document.ts';

const folder = fileURLToPath(new URL('../../../shared/real-lines/', import.meta.url));
const LIMITS = { timeSecondsMax: 4_102_444_800 };

interface Expected {
  readonly file: string;
  readonly line: number;
  readonly document?: Record<string, unknown>;
  readonly reject?: string;
}

/** An empty header was worked out as an empty text; since then it is absent. */
const withoutEmpty = (document: Record<string, unknown> | undefined) =>
  document && Object.fromEntries(Object.entries(document).filter(([, value]) => value !== ''));

const skip = existsSync(folder)
  ? false
  : `no real lines at ${folder}: the golden cases of test/golden stand alone`;
if (skip !== false) t.comment(skip);

t.test('every real line becomes its document or is rejected', { skip }, async (t) => {
  const expected = readFileSync(`${folder}expected.jsonl`, 'utf8')
    .split('\n')
    .filter((row) => row !== '')
    .map((row): Expected => JSON.parse(row));
  let fast = 0;
  for (const { file, line, document } of expected) {
    const lines = readFileSync(`${folder}${file}`, 'latin1').split(/\r?\n/);
    const text = lines[line - 1] ?? '';
    const outcome = parseLine(text, LIMITS);
    if (splitOrdinaryLine(text) !== null) fast += 1;
    const found = outcome.kind === 'record' ? loggedDocument(outcome.record) : outcome.kind;
    t.strictSame(found, withoutEmpty(document) ?? 'reject', `${file}:${line}`);
  }
  t.comment(`${expected.length} lines, ${fast} of them by the fast way`);
  t.ok(expected.length > 100, 'the lines are there');
  t.ok(fast / expected.length > 0.85, 'real lines are ordinary ones');
});
