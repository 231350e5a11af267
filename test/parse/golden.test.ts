/**
 * Goal: each rule of the log format holds, one constructed case a file of test/golden, named after
 * the rule. A new oddity is a new file. Lines are written with one character a byte.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { REJECT_REASONS } from '../../src/core/reject-reason.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { loggedDocument } from './logged-document.ts';

interface Golden {
  readonly rule: string;
  readonly line: string;
  readonly document?: Record<string, unknown>;
  readonly reject?: string;
}

const folder = fileURLToPath(new URL('../golden/', import.meta.url));
const LIMITS = { timeSecondsMax: 4_102_444_800 };
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));
const cases = names.map((name): [string, Golden] => [
  name,
  JSON.parse(readFileSync(folder + name, 'utf8')),
]);

for (const [name, golden] of cases) {
  t.test(`${name}: ${golden.rule}`, async (t) => {
    const outcome = parseLine(golden.line, LIMITS);
    if (golden.reject === undefined) {
      const found = outcome.kind === 'record' ? loggedDocument(outcome.record) : outcome;
      t.strictSame(found, golden.document);
    } else {
      t.match(outcome, { kind: 'reject', reason: golden.reject });
    }
  });
}

t.test('a field that the index cannot hold is rejected, unless it is only stored', async (t) => {
  const long = 'x'.repeat(33_000);
  const withKey = ordinaryLine(1).replace('episodes', long);
  t.match(parseLine(withKey, LIMITS), { kind: 'reject', reason: 'field_too_long' });
  const withUri = ordinaryLine(1).replace('GET /', `GET /${long}`);
  t.match(parseLine(withUri, LIMITS), { kind: 'record' }, 'request_uri is stored only');
  const withExtra = `${ordinaryLine(1)} ${long}`;
  t.match(parseLine(withExtra, LIMITS), { kind: 'record' }, 'so are extra fields');
  const bytes = '\u00ff'.repeat(11_000);
  const withBytes = ordinaryLine(1).replace('shows', bytes);
  t.match(parseLine(withBytes, LIMITS), { reason: 'field_too_long' }, 'each U+FFFD is three bytes');
});

t.test('a line of 64 KiB is read, and one byte more is not', async (t) => {
  const line = `${ordinaryLine(1)} `;
  const longest = line + 'x'.repeat(65_536 - line.length);
  t.match(parseLine(longest, LIMITS), { kind: 'record' });
  const longer = parseLine(`${longest}x`, LIMITS);
  t.match(longer, { kind: 'reject', reason: 'line_too_long' });
  t.equal(longer.kind === 'reject' && longer.text.length, 1_000, 'its text is bounded');
});

t.test('every reason that the parser gives has a case', async (t) => {
  const found = new Set(cases.map(([, golden]) => golden.reject));
  const elsewhere = ['field_too_long', 'line_too_long', 'refused_by_opensearch'];
  const missing = Object.keys(REJECT_REASONS).filter(
    (reason) => !found.has(reason) && !elsewhere.includes(reason),
  );
  t.strictSame(missing, []);
});

t.test('every rule of the format has a case', async (t) => {
  const fields = Array.from({ length: 27 }, (_, index) => `3.${index + 1}`);
  const rules = ['1.1', '1.3', '1.4', '1.5', '2.1', '2.2a', '2.2b', '2.2c', '2.2d', '2.3', '2.4', '2.5', ...fields, '4', '5']; // biome-ignore format: a list
  t.strictSame(
    rules.filter((rule) => !names.some((name) => name.startsWith(`${rule}-`))),
    [],
  );
});
