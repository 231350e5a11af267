/** Goal: the tables that everything else is made from are sound in themselves. */
import t from 'tap';
import { ERROR_TABLE, type ErrorCode, messageOf, TamarinError } from '../../src/core/error.ts';
import { FIELD_TABLE, type Field, KEYWORD_BYTES_MAX } from '../../src/core/field-table.ts';
import { REJECT_REASONS } from '../../src/core/reject-reason.ts';

const FIELDS: readonly Field[] = FIELD_TABLE;
const codes = Object.keys(ERROR_TABLE) as ErrorCode[]; // the keys are the codes

t.test('a field has a name and a property of its own', async (t) => {
  for (const column of ['name', 'property'] as const) {
    const values = FIELDS.map((field) => field[column]);
    t.strictSame([...new Set(values)], values, column);
  }
  for (const { name, note } of FIELDS) {
    t.match(name, /^(?:@timestamp|[a-z]+(?:_[a-z]+)*\d?)$/);
    t.ok(note.length > 0 && !note.includes('|'), `${name}: ${note}`);
  }
});

t.test('a property is its name in camel case, but for the time', async (t) => {
  const camelCase = (name: string): string =>
    name === '@timestamp'
      ? 'time'
      : name.replace(/_[a-z]/g, ([, letter = '']) => letter.toUpperCase());
  for (const { name, property } of FIELDS) t.equal(property, camelCase(name));
});

t.test('every position of the log line but two bare dashes has a field', async (t) => {
  const positions = new Set(FIELDS.flatMap(({ position }) => position ?? []));
  const all = Array.from({ length: 27 }, (_, at) => at + 1);
  t.strictSame(
    [...positions].sort((a, b) => a - b),
    all,
  );
  for (const { name, origin, position } of FIELDS)
    t.ok(origin === 'logged' || position === undefined, `${name} is ${origin}`);
});

t.test('a field is one of six kinds', async (t) => {
  const kinds = new Set(FIELDS.map(({ mapping }) => mapping.type));
  t.strictSame([...kinds].sort(), ['date', 'integer', 'ip', 'keyword', 'long', 'short']);
  for (const { name, mapping } of FIELDS) {
    // What is not indexed is offered by no filter: then it is only stored.
    if (mapping.index === false) t.equal(mapping.doc_values, false, name);
    t.notOk('ignore_above' in mapping || 'ignore_malformed' in mapping, `${name} loses nothing`);
    if (mapping.fields !== undefined)
      t.match(mapping.fields, { text: { type: 'text', analyzer: 'tamarin_words' } }, name);
  }
  t.equal(KEYWORD_BYTES_MAX, 32_766);
});

t.test('an error code is a name, and has a meaning', async (t) => {
  for (const code of codes) {
    t.match(code, /^[a-z]+(?:_[a-z]+)*$/);
    t.ok(ERROR_TABLE[code].meaning.length > 0);
  }
});

t.test('an error keeps its code, its cause and what to do next', async (t) => {
  const cause = new Error('why');
  const error = new TamarinError('source_denied', 'Cannot read it', { cause, hint: 'Ask.' });
  t.match(error, { name: 'TamarinError', code: 'source_denied', hint: 'Ask.', cause });
  const bare = new TamarinError('internal', 'x');
  t.equal(bare.hint, '');
  t.notOk(Object.hasOwn(bare, 'cause'));
  t.equal(messageOf(error), 'Cannot read it');
  t.equal(messageOf('text'), 'text');
  t.equal(messageOf(undefined), 'undefined');
});

t.test('a reject reason has a meaning and an example', async (t) => {
  for (const [reason, { meaning, example }] of Object.entries(REJECT_REASONS)) {
    t.match(reason, /^[a-z]+(?:_[a-z]+)*$/);
    t.ok(meaning.length > 0 && example.length > 0, reason);
  }
});
