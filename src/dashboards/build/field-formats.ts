/** How values are shown wherever a field appears: in lists, on axes, in single records. */
import type { FIELD_TABLE } from '../../core/field-table.ts';
import { EVERY_REQUEST } from './every-request.ts';
import { idOf, type Target } from './saved-object.ts';

type FieldName = (typeof FIELD_TABLE)[number]['name'];

interface Format {
  readonly id: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** Units of 1,000, as Tamarin's own answers and as bills: `48.9 GB`. */
const BYTES: Format = { id: 'bytes', params: { pattern: '0,0.[0] bd' } };
const MILLISECONDS: Format = { id: 'number', params: { pattern: '0,0' } };
/** No comma in 15169. */
const NAME_IN_DIGITS: Format = { id: 'number', params: { pattern: '0' } };
/** The only format that divides: millionths of a file become files. */
const MILLIONTHS: Format = {
  id: 'duration',
  params: { inputFormat: 'microseconds', outputFormat: 'asSeconds', outputPrecision: 1 },
};

/** A link from a value to its single records, over the same time as the dashboards. */
function toRecords(target: Target, field: FieldName): Format {
  const query = `query:(language:kuery,query:'${field}:"{{value}}"')`;
  const { from, to } = target.time;
  const time = `_g=(time:(from:'${from}',to:'${to}'))`;
  // Dashboards puts its address and /app/ before a path, so one that begins with app/ leads nowhere.
  const path = `../app/discover#/view/${idOf(target, EVERY_REQUEST.name)}`;
  // Told nothing of columns, Discover shows whole documents instead of those of the saved search.
  const columns = `columns:!(${EVERY_REQUEST.columns.join(',')})`;
  const sort = `sort:!(!('@timestamp',desc))`;
  const urlTemplate = `${path}?${time}&_a=(${columns},${sort},${query})`;
  return { id: 'url', params: { type: 'a', urlTemplate, labelTemplate: '{{value}}' } };
}

export const formatsOf = (target: Target): Partial<Record<FieldName, Format>> => ({
  remote_ip: toRecords(target, 'remote_ip'),
  network: toRecords(target, 'network'),
  key: toRecords(target, 'key'),
  http_status: NAME_IN_DIGITS,
  asn: NAME_IN_DIGITS,
  bytes_sent: BYTES,
  object_size: BYTES,
  total_time: MILLISECONDS,
  turn_around_time: MILLISECONDS,
  download_ppm: MILLIONTHS,
});
