/** The parameters of each question as a person gives them, checked. @throws TamarinError `usage` */
import { TamarinError } from '../core/error.ts';
import { GROUP_DIMENSIONS } from './ask/dimension-table.ts';
import type { GroupQuestion } from './ask/group-question.ts';
import { findMetric, METRIC_TABLE, type Metric } from './ask/metric-table.ts';
import { LIMIT_MAX, PARAMETER_TABLE } from './ask/parameter-table.ts';
import { one, type RawParameters, readScope } from './ask/read-filters.ts';
import { unknownName } from './ask/unknown-name.ts';
import { identityOf, type SearchQuestion } from './search/answer.ts';
import { unpackCursor } from './search/cursor.ts';
import { splitParts, TEXT_FIELD_TABLE, type TextField } from './search/search-query.ts';
import { INTERVAL_TABLE, type TimelineQuestion } from './timeline/answer.ts';

/**
 * Escaped it stays below the 1,000 characters of a pattern (`index.max_regex_length`), and even one
 * letter so many times makes no automaton that OpenSearch finds too complex (from 315 on it does).
 */
const TEXT_CHARACTERS_MAX = 300;
/** A query has room for 1,024 clauses, 12 for each part. */
const TEXT_PARTS_MAX = 50;

export function readGroupQuestion(raw: RawParameters, defaultDimension: string): GroupQuestion {
  const name = one('dimension', raw) ?? defaultDimension;
  const dimension = GROUP_DIMENSIONS.find((each) => each.name === name);
  if (dimension === undefined) throw unknownName('dimension', name, GROUP_DIMENSIONS);
  return { dimension, by: readMetric(raw), limit: readLimit(raw), scope: readScope(raw) };
}

export function readTimelineQuestion(raw: RawParameters): TimelineQuestion {
  const name = one('interval', raw) ?? PARAMETER_TABLE.interval.default;
  const interval = INTERVAL_TABLE.find((each) => each.name === name);
  if (interval === undefined) throw unknownName('interval', name, INTERVAL_TABLE);
  return { by: readMetric(raw), interval, scope: readScope(raw) };
}

export function readSearchQuestion(raw: RawParameters): SearchQuestion {
  const text = one('text', raw)?.trim() ?? '';
  const parts = splitParts(text);
  if (parts.length === 0) {
    throw new TamarinError('usage', 'There is no text to search for.', {
      hint: 'Give a word, a "quoted phrase" or a piece of a value: search bot',
    });
  }
  if (text.normalize('NFD').length > TEXT_CHARACTERS_MAX || parts.length > TEXT_PARTS_MAX) {
    throw new TamarinError(
      'usage',
      `The text to search for is too long: ${text.length} characters, ${parts.length} words.`,
      { hint: `At most ${TEXT_CHARACTERS_MAX} characters and ${TEXT_PARTS_MAX} words.` },
    );
  }
  const names = (one('in', raw) ?? PARAMETER_TABLE.in.default).split(',');
  const fields = [...new Set(names.map(readTextField))];
  const asked = { text, fields, limit: readLimit(raw), scope: readScope(raw) };
  const cursor = one('after', raw);
  return { ...asked, after: cursor === null ? null : unpackCursor(cursor, identityOf(asked)) };
}

function readTextField(name: string): TextField {
  const field = TEXT_FIELD_TABLE.find((each) => each.name === name.trim().replaceAll('-', '_'));
  if (field === undefined) throw unknownName('text field', name, TEXT_FIELD_TABLE);
  return field;
}

export function readMetric(raw: RawParameters): Metric {
  const name = one('by', raw) ?? PARAMETER_TABLE.by.default;
  const metric = findMetric(name);
  if (metric === null) throw unknownName('metric', name, METRIC_TABLE);
  return metric;
}

export function readLimit(raw: RawParameters): number {
  const text = one('limit', raw) ?? PARAMETER_TABLE.limit.default;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new TamarinError('usage', `--limit "${text}" is no number of rows.`, {
    hint: `A whole number from 1 to ${LIMIT_MAX} is wanted.`,
  });
}
