/** The parameters of a block plan, checked before anything is asked. @throws TamarinError `usage` */
import { TamarinError } from '../../core/error.ts';
import { type Fraction, fraction, isLess, NOTHING, readDecimal } from '../../core/fraction.ts';
import { shellWord } from '../../core/shell-word.ts';
import { COST } from '../../questions/ask/cost-metric.ts';
import { DIMENSION_TABLE } from '../../questions/ask/dimension-table.ts';
import { findMetric, type Metric } from '../../questions/ask/metric.ts';
import { BOUND_TABLE } from '../../questions/ask/number-table.ts';
import { FILTER_TABLE, PARAMETER_OF_ALL_TABLE, RANGE_TABLE } from '../../questions/ask/parameter-table.ts'; // biome-ignore format: one import
import { allValues, onlyValue, type RawParameters, readFlag } from '../../questions/ask/raw-parameters.ts'; // biome-ignore format: one import
import { readScope } from '../../questions/ask/read-filters.ts';
import { resolveTimes } from '../../questions/ask/read-times.ts';
import type { Scope } from '../../questions/ask/scope.ts';
import { readSpan } from '../../questions/ask/time-forms.ts';
import { unknownName } from '../../questions/ask/unknown-name.ts';
import { BLOCK_PARAMETER_TABLE, PERCENT_PATTERN, TIMES_PATTERN } from './parameter-table.ts';
import { type ListedNetwork, readList } from './read-list.ts';

interface Ranking {
  readonly per: 'ip' | 'network';
  readonly by: Metric;
}

/** Who is to be blocked. */
export type Rule =
  | { readonly kind: 'suspects'; readonly minScore: number; readonly withBots: boolean }
  | ({ readonly kind: 'over'; readonly share: Fraction } & Ranking)
  | ({ readonly kind: 'times-mean'; readonly times: Fraction } & Ranking)
  | { readonly kind: 'list'; readonly networks: readonly ListedNetwork[] };

export interface PlanRequest {
  readonly rule: Rule;
  /** The rule alone, in the words of the command line. */
  readonly ruleText: string;
  /** All of it. */
  readonly asked: string;
  readonly scope: Scope;
  readonly callers: readonly string[];
  readonly force: boolean;
  readonly createdMs: number;
  readonly expiresMs: number;
}

interface Given {
  readonly nowMs: number;
  /** What a file of addresses holds. */
  readonly list?: { readonly from: string; readonly text: string };
}

export function readPlanRequest(raw: RawParameters, { nowMs, list }: Given): PlanRequest {
  refuseUnknown(raw);
  const resolved = resolveTimes(raw, nowMs);
  const rule = readRule(resolved, list);
  const text = list === undefined ? [] : [`--list ${shellWord(list.from)}`];
  const callers = (onlyValue('caller', raw) ?? '').split(',').map((each) => each.trim());
  return {
    rule,
    ruleText: [...text, ...wordsOf(raw, RULE_NAMES[rule.kind])].join(' ') || '--from-scrapers',
    asked: [...text, ...wordsOf(raw, [...RULE_NAMES[rule.kind], ...OTHER_NAMES])].join(' '),
    scope: readScope(resolved),
    callers: callers.filter((each) => each !== ''),
    force: readFlag('force', raw),
    createdMs: nowMs,
    expiresMs: nowMs + readExpiry(raw),
  };
}

const BLOCK_NAMES: readonly string[] = BLOCK_PARAMETER_TABLE.map(({ name }) => name);
const SCOPE_NAMES: readonly string[] = [
  ...[...PARAMETER_OF_ALL_TABLE, ...RANGE_TABLE, ...DIMENSION_TABLE, ...FILTER_TABLE, ...BOUND_TABLE].map(({ name }) => name), // biome-ignore format: one list
];
/** Beside the rule. Of the caller nothing is kept in a file. */
const OTHER_NAMES = ['expires', 'force', ...SCOPE_NAMES];
const RULE_NAMES: Readonly<Record<Rule['kind'], readonly string[]>> = {
  suspects: ['from-scrapers', 'min-score', 'with-bots'],
  over: ['over', 'per', 'by'],
  'times-mean': ['times-mean', 'per', 'by'],
  list: [],
};

function refuseUnknown(raw: RawParameters): void {
  const known = [...BLOCK_NAMES, ...SCOPE_NAMES];
  const unknown = Object.keys(raw).find((key) => raw[key] !== undefined && !known.includes(key));
  if (unknown !== undefined)
    throw unknownName('parameter', unknown, known.map((name) => ({ name }))); // biome-ignore format: one error
}

/** Exactly one rule. */
function readRule(raw: RawParameters, list: Given['list']): Rule {
  const [over, times, score] = ['over', 'times-mean', 'min-score'].map((name) => onlyValue(name, raw)); // biome-ignore format: one row
  const isSuspects = readFlag('from-scrapers', raw);
  const given = [
    ...(isSuspects ? ['--from-scrapers'] : []),
    ...(over === null ? [] : ['--over']),
    ...(times === null ? [] : ['--times-mean']),
    ...(list === undefined ? [] : ['--list']),
  ];
  if (given.length > 1)
    throw new TamarinError('usage', `${given.join(' and ')} are rules of their own: give one of them.`, {
      hint: 'Make a plan of each; an address in both is blocked once.',
    }); // biome-ignore format: one error
  if (list !== undefined) return { kind: 'list', networks: readList(list.text, list.from) };
  if (over !== undefined && over !== null) return { kind: 'over', share: readShare(over), ...readRanking(raw) }; // biome-ignore format: one rule
  if (times !== undefined && times !== null) return { kind: 'times-mean', times: readTimes(times), ...readRanking(raw) }; // biome-ignore format: one rule
  return {
    kind: 'suspects',
    minScore: readScore(score ?? '50'),
    withBots: readFlag('with-bots', raw),
  };
}

function readRanking(raw: RawParameters): Ranking {
  const per = onlyValue('per', raw) ?? 'ip';
  const name = onlyValue('by', raw) ?? 'bytes';
  const metrics = ['bytes', 'requests', COST.name];
  const by = metrics.includes(name) ? findMetric(name) : null;
  if (by === null) throw unknownName('metric', name, metrics.map((each) => ({ name: each }))); // biome-ignore format: one error
  if (per === 'ip' || per === 'network') return { per, by };
  throw unknownName('kind', per, [{ name: 'ip' }, { name: 'network' }]);
}

function readShare(text: string): Fraction {
  const percent = new RegExp(PERCENT_PATTERN).test(text) ? readDecimal(text.slice(0, -1)) : null;
  if (percent !== null && isLess(NOTHING, percent))
    return fraction(percent.over, percent.under * 100n);
  throw new TamarinError('usage', `--over "${text}" is no share.`, {
    hint: 'Use a part of all in per cent: --over 5%',
  });
}

function readTimes(text: string): Fraction {
  const times = new RegExp(TIMES_PATTERN).test(text) ? readDecimal(text) : null;
  if (times !== null && !isLess(times, fraction(1n))) return times;
  throw new TamarinError('usage', `--times-mean "${text}" is no number from 1 on.`, {
    hint: 'How many times what the average one takes: --times-mean 50',
  });
}

function readScore(text: string): number {
  const score = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  if (score <= 100) return score;
  throw new TamarinError('usage', `--min-score "${text}" is not a number from 0 to 100.`);
}

const DAY_MS = 86_400_000;
const EXPIRY_DAYS_MAX = 366;

function readExpiry(raw: RawParameters): number {
  const text = onlyValue('expires', raw) ?? '30d';
  const spanMs = readSpan(text);
  if (spanMs !== null && spanMs <= EXPIRY_DAYS_MAX * DAY_MS) return spanMs;
  throw new TamarinError('usage', `--expires "${text}" is no span of time up to a year.`, {
    hint: 'Use whole hours, days or weeks: 24h, 30d, 4w. Addresses change hands: no block is for ever.',
  });
}

const FLAGS: readonly string[] = BLOCK_PARAMETER_TABLE.filter((row) => !('value' in row)).map(({ name }) => name); // biome-ignore format: one rule

/** As they would be typed; what is so anyway is left out. */
const wordsOf = (raw: RawParameters, names: readonly string[]): readonly string[] =>
  names.flatMap((name) => {
    if (FLAGS.includes(name)) return readFlag(name, raw) ? [`--${name}`] : [];
    const usual = PARAMETER_OF_ALL_TABLE.find((row) => row.name === name)?.default;
    const values = allValues(name, raw).filter((value) => value !== usual);
    return values.map((value) => `--${name} ${shellWord(value)}`);
  });
