/** Reads `sources:` of the configuration file: a list of blocks, each with the keys of SOURCE_TABLE. */
import { dirname, resolve } from 'node:path';
import type * as Yaml from 'yaml';
import { loadLate } from '../core/load-late.ts';
import { isS3Url } from '../core/s3-url.ts';
import { toSchedule } from './read-schedule.ts';
import type { ReadValue } from './read-value.ts';
import { SOURCE_TABLE, type SourceConfig, type SourceKey } from './source-table.ts';

const SOURCES_MAX = 1_000;

/** `node`: what YAML read below the key; undefined: nothing. Adds every problem to `problems`. */
export function readSources(
  node: unknown,
  file: string,
  problems: string[],
): readonly SourceConfig[] {
  if (node === undefined) return [];
  const { isSeq } = loadLate('yaml') as typeof Yaml;
  const where = `${file}: sources`;
  if (!isSeq(node) || node.items.length > SOURCES_MAX) {
    problems.push(`${where}: should be a list of at most ${SOURCES_MAX} blocks of keys`);
    return [];
  }
  const sources: SourceConfig[] = [];
  for (const [index, item] of node.items.entries()) {
    const source = readSource(item, { file, where: `${where}[${index}]` }, problems);
    if (source === null) continue;
    if (sources.some(({ alias }) => alias === source.alias))
      problems.push(`${where}[${index}].alias: "${source.alias}" is the alias of another source`);
    sources.push(source);
  }
  return Object.freeze(sources);
}

interface Place {
  readonly file: string;
  readonly where: string;
}

/** Null: it has problems, and they were told. */
function readSource(
  item: unknown,
  { file, where }: Place,
  problems: string[],
): SourceConfig | null {
  const { isMap, isScalar } = loadLate('yaml') as typeof Yaml;
  if (!isMap(item)) {
    problems.push(`${where}: should be a block of keys: alias, url, …`);
    return null;
  }
  const before = problems.length;
  const given = new Map<string, string>();
  for (const { key, value } of item.items) {
    const name = isScalar(key) ? String(key.value) : 'a key';
    if (!SOURCE_TABLE.some((row) => row.key === name))
      problems.push(`${where}: unknown key ${name}`);
    else if (value !== null && !isScalar(value))
      problems.push(`${where}.${name}: should be one value, not a list or a block of keys`);
    else if (isScalar(value) && value.value !== null)
      given.set(name, value.source ?? String(value.value));
  }
  const values = new Map<string, Value>();
  for (const row of SOURCE_TABLE as readonly SourceKey[])
    values.set(row.key, readKey(row, given.get(row.key), where, problems));
  const schedule = textOf(values.get('schedule'));
  const timeZone = textOf(values.get('timeZone'));
  const planned = schedule === null ? null : toSchedule(schedule, timeZone);
  if (timeZone !== null && planned?.kind !== 'cron')
    problems.push(`${where}.timeZone: is only for a schedule that is a cron expression`);
  if (problems.length > before) return null;
  values.delete('timeZone');
  const address = textOf(values.get('url')) ?? '';
  const url = isS3Url(address) ? address : resolve(dirname(file), address);
  const source = { ...Object.fromEntries(values), url, schedule: planned };
  return Object.freeze(source) as unknown as SourceConfig; // the table holds exactly these keys: read-sources.test.ts
}

type Value = Extract<ReadValue, { kind: 'value' }>['value'];

const textOf = (value: Value | undefined): string | null =>
  typeof value === 'string' ? value : null;

function readKey(
  { key, isNeeded, default: usual, read }: SourceKey,
  given: string | undefined,
  where: string,
  problems: string[],
): Value {
  const text = given ?? usual;
  if (text === undefined) {
    if (isNeeded) problems.push(`${where}: lacks ${key}`);
    return null;
  }
  const result = read(text);
  if (result.kind === 'value') return result.value;
  // An endpoint may hold a password, also one that is no valid URL.
  const shown = JSON.stringify(text.replace(/^.*@/s, '…@'));
  problems.push(`${where}.${key}: ${shown} is not ${result.wanted}`);
  return null;
}
