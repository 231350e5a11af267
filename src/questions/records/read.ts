/** The parameters of `records`, checked. @throws TamarinError `usage` */
import { FIELD_TABLE } from '../../core/field-table.ts';
import { NUMBER_TABLE } from '../ask/number-table.ts';
import { ALL } from '../ask/parameter-table.ts';
import { onlyValue, type RawParameters } from '../ask/raw-parameters.ts';
import { readScope } from '../ask/read-filters.ts';
import { readLimit } from '../ask/read-parameters.ts';
import { unknownName } from '../ask/unknown-name.ts';
import type { RecordSort, RecordsQuestion, RecordsStreamQuestion } from './answer.ts';

export const readRecordsQuestion = (raw: RawParameters): RecordsQuestion => ({
  ...readAsked(raw),
  limit: readLimit(raw),
});

const ALL_FIELDS: readonly string[] = FIELD_TABLE.map(({ name }) => name);

/** In CSV every record has every column. */
export function readRecordsStream(raw: RawParameters): RecordsStreamQuestion {
  const asked = readAsked(raw);
  const limit = onlyValue('limit', raw) === ALL ? null : readLimit(raw);
  return { ...asked, columns: asked.fields ?? ALL_FIELDS, limit };
}

const readAsked = (raw: RawParameters): Omit<RecordsQuestion, 'limit'> => ({
  scope: readScope(raw),
  sort: readSort(raw),
  fields: readFields(raw),
});

function readSort(raw: RawParameters): RecordSort {
  const name = onlyValue('sort', raw) ?? 'newest';
  if (name === 'newest' || name === 'oldest') return { kind: 'time', name };
  const number = NUMBER_TABLE.find((each) => each.name === name);
  if (number !== undefined) return { kind: 'number', name, number };
  throw unknownName('order', name, [{ name: 'newest' }, { name: 'oldest' }, ...NUMBER_TABLE]);
}

/** `remote-ip` is `remote_ip`, and `time` is the time of the request. */
function readFields(raw: RawParameters): readonly string[] | null {
  const text = onlyValue('fields', raw);
  return text === null ? null : [...new Set(text.split(',').map(readField))];
}

function readField(given: string): string {
  const name = given.trim().replaceAll('-', '_');
  const field = FIELD_TABLE.find((each) => each.name === name || (name === 'time' && each.name === '@timestamp')); // biome-ignore format: one rule
  if (field === undefined) throw unknownName('field', given, FIELD_TABLE);
  return field.name;
}
