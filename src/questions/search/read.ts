/** The parameters of `search`, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { PARAMETER_TABLE } from '../ask/parameter-table.ts';
import { onlyValue, type RawParameters, readFlag } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import { readLimit } from '../ask/read-parameters.ts';
import { TEXT_FIELD_TABLE, type TextField } from '../ask/text-field-table.ts';
import { unknownName } from '../ask/unknown-name.ts';
import { identityOf, type SearchQuestion } from './answer.ts';
import { unpackCursor } from './cursor.ts';
import { splitParts } from './search-query.ts';

/**
 * Escaped it stays below the 1,000 characters of a pattern (`index.max_regex_length`), and even one
 * letter so many times makes no automaton that OpenSearch finds too complex (from 315 on it does).
 */
const TEXT_CHARACTERS_MAX = 300;
/** A query has room for 1,024 clauses, 15 for each part. */
const TEXT_PARTS_MAX = 50;

export function readSearchQuestion(raw: RawParameters): SearchQuestion {
  const text = onlyValue('text', raw)?.trim() ?? '';
  const parts = splitParts(text);
  if (parts.length === 0) {
    throw new TamarinError('usage', 'No text to search for.', {
      hint: 'Enter a word, a "quoted phrase" or part of a value: search bot',
    });
  }
  if (text.normalize('NFD').length > TEXT_CHARACTERS_MAX || parts.length > TEXT_PARTS_MAX) {
    throw new TamarinError(
      'usage',
      `The text to search for is too long: ${text.length} characters, ${parts.length} words.`,
      { hint: `At most ${TEXT_CHARACTERS_MAX} characters and ${TEXT_PARTS_MAX} words.` },
    );
  }
  const names = (onlyValue('in', raw) ?? PARAMETER_TABLE.in.default).split(',');
  const fields = [...new Set(names.map(readTextField))];
  const isLiteral = readFlag('literal', raw);
  const asked = { text, isLiteral, fields, limit: readLimit(raw), scope: readScope(raw) };
  const cursor = onlyValue('after', raw);
  return { ...asked, after: cursor === null ? null : unpackCursor(cursor, identityOf(asked)) };
}

function readTextField(name: string): TextField {
  const field = TEXT_FIELD_TABLE.find((each) => each.name === name.trim().replaceAll('-', '_'));
  if (field === undefined) throw unknownName('text field', name, TEXT_FIELD_TABLE);
  return field;
}
