/** Parameters that several questions take, as a person gives them, checked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { COST } from './cost-metric.ts';
import {
  choicesOf,
  type Dimension,
  findGroupDimension,
  GROUP_DIMENSIONS,
} from './dimension-table.ts';
import { iabDownloads, readDistinct } from './distinct-metric.ts';
import { FOLD_TABLE, findFolded, type GroupDimension, inZone } from './fold-table.ts';
import type { AnyGroupQuestion, TimeBounds } from './group-question.ts';
import { EVERY_METRIC, type Metric } from './metric.ts';
import { addsUp } from './metric-table.ts';
import type { Given, NameList } from './name-list.ts';
import { ALL, LIMIT_MAX, PARAMETER_TABLE } from './parameter-table.ts';
import { onlyValue, type RawParameters, readFlag } from './raw-parameters.ts';
import { readSize } from './read-bounds.ts';
import { readScope } from './read-filters.ts';
import { readZone } from './read-times.ts';
import { unknownName } from './unknown-name.ts';

interface GroupDefaults {
  readonly dimension: string;
  /** What it can be asked by. */
  readonly metrics: readonly Metric[];
}

export function readGroupQuestion(raw: RawParameters, defaults: GroupDefaults): AnyGroupQuestion {
  const name = onlyValue('dimension', raw) ?? defaults.dimension;
  const dimension = readGroupDimension(name, raw);
  const by = readMetric(raw, defaults.metrics);
  if (dimension.kind === 'folded' && dimension.fold === 'time' && !addsUp(by))
    throw new TamarinError('usage', `"${name}" cannot be ranked by "${by.name}".`, {
      hint: `Choose one of: ${defaults.metrics
        .filter(addsUp)
        .map((each) => each.name)
        .join(', ')}.`,
    });
  return { dimension, by, limit: readLimit(raw), scope: readScope(raw) };
}

/** `top` groups by one dimension, or by two: `ip,key`. */
export function readTopQuestion(raw: RawParameters, { among }: Given): AnyGroupQuestion {
  if (onlyValue('sort', raw) !== null)
    throw new TamarinError('usage', '--sort is of "--limit all": else rows are ranked by value.');
  const named = onlyValue('dimension', raw) ?? '';
  const [first = '', ...others] = named.split(',');
  const asked = { metrics: EVERY_METRIC, dimension: first };
  const question = readGroupQuestion({ ...raw, dimension: first }, asked);
  const isAscending = readIsAscending(raw);
  const { by, dimension } = question;
  const bounds = readTimeBounds(raw, by);
  const asking = { ...question, isAscending, ...(bounds === null ? {} : { bounds }) };
  if (by.name === `distinct(${dimension.name})`)
    throw new TamarinError('usage', `Each ${dimension.heading} has one ${dimension.heading}.`, {
      hint: 'Count the different values of another dimension.',
    });
  if (among !== undefined) return { ...asking, among: readAmong(among, question, others) };
  if (others.length === 0) return asking;
  const second = readPlainDimension(others.join(','));
  if (second.name === readPlainDimension(first).name)
    throw new TamarinError('usage', `"${named}" is not two different dimensions.`);
  if (by.tuples !== undefined)
    throw new TamarinError('usage', `Two dimensions cannot be ranked by "${by.name}".`, {
      hint: 'Group by one of them, or rank by a metric that counts no different values.',
    });
  return { ...asking, second };
}

/** null: all groups are asked for. */
function readTimeBounds(raw: RawParameters, { kind }: Metric): TimeBounds | null {
  const [fromMs, toMs] = [boundOf('since', raw), boundOf('until', raw)];
  if (fromMs === null && toMs === null) return null;
  if (kind === 'time') return { fromMs: fromMs ?? -Infinity, toMs: toMs ?? Infinity };
  throw new TamarinError('usage', '--since and --until take "--by first" or "--by last".', {
    hint: '--from and --to say which records are looked at.',
  });
}

function boundOf(name: string, raw: RawParameters): number | null {
  const moment = onlyValue(name, raw);
  return moment === null ? null : Date.parse(moment);
}

/** The names of a list are counted each by itself. */
function readAmong(
  among: NameList,
  { dimension, by }: AnyGroupQuestion,
  others: readonly string[],
): NameList {
  const isPlain = dimension.kind === 'word' || dimension.kind === 'ip';
  if (isPlain && dimension.isAnyCase !== true && by.tuples === undefined && others.length === 0)
    return among;
  throw new TamarinError('usage', `--among takes one dimension of names, and no distinct count.`, {
    hint: 'Such as: top key --by last --among inventory.csv.gz',
  });
}

/** `top --limit all`: null where there is a limit. */
export function readTopStream(raw: RawParameters): TopStream | null {
  const isAll = onlyValue('limit', raw) === ALL;
  const sort = onlyValue('sort', raw);
  if (!isAll) return null;
  const question = readTopQuestion({ ...raw, limit: undefined, sort: undefined }, {});
  if (question.second !== undefined || question.by.tuples !== undefined)
    throw new TamarinError('usage', 'Pairs and distinct counts take no "--limit all".', {
      hint: `At most ${LIMIT_MAX} rows of them are ranked.`,
    });
  if (sort !== null && sort !== 'name' && sort !== 'value')
    throw unknownName('order', sort, [{ name: 'name' }, { name: 'value' }]);
  return { ...question, isByValue: sort === 'value' };
}

interface TopStream extends AnyGroupQuestion {
  readonly isByValue: boolean;
}

/** A field whose values are groups as they stand. */
function readPlainDimension(name: string): Dimension {
  const plain = choicesOf(GROUP_DIMENSIONS.filter(({ isAnyCase }) => isAnyCase !== true));
  const dimension = findFolded(name) ?? findGroupDimension(name);
  if (dimension === null) throw unknownName('dimension', name, plain);
  if (dimension.kind !== 'folded' && dimension.isAnyCase !== true) return dimension;
  throw new TamarinError('usage', `"${name}" cannot be grouped together with another dimension.`, {
    hint: `Choose two of: ${plain.map((each) => each.name).join(', ')}.`,
  });
}

/** Whether the least come first. */
function readIsAscending(raw: RawParameters): boolean {
  const { default: usual, choices } = PARAMETER_TABLE.order;
  const name = onlyValue('order', raw) ?? usual;
  if (choices.some((each) => each === name)) return name === 'asc';
  throw unknownName('order', name, choices.map((each) => ({ name: each }))); // biome-ignore format: one list
}

/** One that may be folded. */
export function readGroupDimension(name: string, raw: RawParameters): GroupDimension {
  const folded = findFolded(name);
  if (folded?.fold === 'time') return inZone(folded, readZone(raw));
  const dimension = folded ?? findGroupDimension(name);
  if (dimension === null)
    throw unknownName('dimension', name, [...choicesOf(GROUP_DIMENSIONS), ...FOLD_TABLE]);
  return dimension;
}

/** `metrics`: those that the question can be asked by. */
export function readMetric(raw: RawParameters, metrics: readonly Metric[]): Metric {
  const name = onlyValue('by', raw) ?? PARAMETER_TABLE.by.default;
  const metric = metrics.find((each) => each.name === name);
  if (metric !== undefined) return withCost(withMinute(metric, raw), raw);
  const distinct = readDistinct(name);
  // Who takes every other metric takes these too.
  if (distinct !== null && metrics === EVERY_METRIC) return withCost(distinct, raw);
  if (distinct === null && !EVERY_METRIC.some((each) => each.name === name))
    throw unknownName('metric', name, metrics);
  throw new TamarinError('usage', `This question cannot be asked by "${name}".`, {
    hint: `Choose one of: ${metrics.map((each) => each.name).join(', ')}. "top" and "timeline" take the others too.`,
  });
}

/** `--cost`: one more column, where it is not there already. */
const withCost = (metric: Metric, raw: RawParameters): Metric =>
  readFlag('cost', raw) && metric.key !== 'cost' ? { ...metric, beside: COST } : metric;

/** `--minute-bytes` is of IAB downloads alone; beside another metric it is a slip. */
function withMinute(metric: Metric, raw: RawParameters): Metric {
  const given = onlyValue('minute-bytes', raw);
  if (given === null) return metric;
  if (metric.key !== 'iabDownloads')
    throw new TamarinError('usage', '--minute-bytes is of "--by iab-downloads" alone.');
  return iabDownloads(readSize('minute-bytes', given));
}

export function readLimit(raw: RawParameters): number {
  const text = onlyValue('limit', raw) ?? PARAMETER_TABLE.limit.default;
  const limit = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= LIMIT_MAX) return limit;
  throw new TamarinError('usage', `--limit "${text}" is not a number of rows.`, {
    hint: `It must be a whole number from 1 to ${LIMIT_MAX}; of "top" and "records" with --json or --csv also "${ALL}".`,
  });
}
