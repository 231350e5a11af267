/** What part of the records a question is about: its range and filters, as values and as a query. */
import { PROGRAM_CLASSES } from '../../core/agent-class.ts';
import type { IndexName } from '../../core/brand.ts';
import { readIsoTime } from '../../core/iso-time.ts';
import type { Dimension } from './dimension-table.ts';
import { hasValue, storedPattern, storedValue } from './group-values.ts';
import type { Bound, RecordNumber } from './number-table.ts';

export interface ValueFilter {
  readonly dimension: Dimension;
  /** `lacks`: records without a value; `prefix`: the value begins so. */
  readonly test: 'is' | 'is_not' | 'prefix' | 'lacks';
  /** Any of these, or of the patterns; none for `lacks`. */
  readonly values: readonly string[];
  /** As `readGlob` gives them; only of `is` and `is_not`. */
  readonly patterns?: readonly string[];
}

/** More or less than the value: a record without the number is neither. */
export interface NumberFilter {
  readonly test: Bound;
  readonly number: RecordNumber;
  readonly value: number;
  /** As it was given: `1GB`. */
  readonly given: string;
}

/** `--audience people`: requests from an address, but for those of programs, of AWS, and of friends. */
export interface PeopleFilter {
  readonly test: 'people';
  /** Requests of friends: none until a snapshot tells (count/known-friends.ts). */
  readonly friends: readonly Query[];
}

export type Filter = ValueFilter | NumberFilter | PeopleFilter;

export interface Scope {
  /** ISO times in UTC, `to` exclusive; null: no bound. */
  readonly from: string | null;
  readonly to: string | null;
  /** All of these. */
  readonly filters: readonly Filter[];
}

/** A query body; every value a person gave stands in it as a value, never as query syntax. */
export type Query = Readonly<Record<string, unknown>>;

/** All records of the scope that also match `more`. */
export function scopeQuery({ from, to, filters }: Scope, ...more: readonly Query[]): Query {
  const range = { ...(from === null ? {} : { gte: from }), ...(to === null ? {} : { lt: to }) };
  const bounded = from === null && to === null ? [] : [{ range: { '@timestamp': range } }];
  const all = [...bounded, ...filters.map(filterQuery), ...more];
  // A sweep is twice as fast over everything than over a filter that lets everything through.
  return all.length === 0 ? { match_all: {} } : { bool: { filter: all } };
}

/** The records that the filter lets through. */
export function filterQuery(filter: Filter): Query {
  switch (filter.test) {
    case 'is':
      return anyOf(filter);
    case 'is_not':
      return { bool: { must_not: [anyOf(filter)] } };
    case 'prefix':
      return {
        bool: {
          should: filter.values.map((value) => ({
            prefix: { [filter.dimension.field]: { value } },
          })),
        },
      };
    case 'lacks':
      return { bool: { must_not: [hasValue(filter.dimension)] } };
    case 'over':
      return { range: { [filter.number.field]: { gt: filter.value } } };
    case 'under':
      return { range: { [filter.number.field]: { lt: filter.value } } };
    case 'people':
      return { bool: { filter: [HAS_ADDRESS], must_not: [...NOT_PEOPLE, ...filter.friends] } };
    default:
      return filter satisfies never;
  }
}

/** A masked address is one too; S3's own work, such as a lifecycle rule, has none. */
const HAS_ADDRESS: Query = {
  bool: { should: [{ exists: { field: 'remote_ip' } }, { exists: { field: 'remote_ip_logged' } }] },
};
const NOT_PEOPLE: readonly Query[] = [
  { terms: { agent_class: PROGRAM_CLASSES } },
  { prefix: { requester: { value: 'svc:' } } },
];

const STATUS_CLASS = /^\dxx$/;
const isIpv6Network = (value: string): boolean => value.includes(':') && value.includes('/');

/** Values that are ranges in disguise are asked apart from those that stand for themselves. */
function anyOf({ dimension, values: names, patterns = [] }: ValueFilter): Query {
  const { field, kind, isAnyCase } = dimension;
  const values = names.map((name) => storedValue(dimension, name));
  const classes = kind === 'status' ? values.filter((value) => STATUS_CLASS.test(value)) : [];
  const networks = kind === 'ip' ? values.filter(isIpv6Network) : [];
  const loose = isAnyCase === true ? values : [];
  const apart = new Set([...classes, ...networks, ...loose]);
  const exact = values.filter((value) => !apart.has(value));
  if (exact.length === values.length && patterns.length === 0)
    return { terms: { [field]: values } };
  return {
    bool: {
      should: [
        ...classes.map((value) => classQuery(field, value)),
        ...(networks.length === 0 ? [] : [ipv6Networks(field, networks)]),
        ...(exact.length === 0 ? [] : [{ terms: { [field]: exact } }]),
        ...loose.map((value) => ({ term: { [field]: { value, case_insensitive: true } } })),
        ...patterns.map((pattern) => patternQuery(dimension, pattern)),
      ],
    },
  };
}

function classQuery(field: string, value: string): Query {
  const lowest = Number(value[0]) * 100;
  return { range: { [field]: { gte: lowest, lt: lowest + 100 } } };
}

/** Of a field whose values are a few known ones, upper and lower case are one. */
const patternQuery = (dimension: Dimension, pattern: string): Query => ({
  wildcard: {
    [dimension.field]: {
      value: storedPattern(dimension, pattern),
      ...(dimension.values === undefined ? {} : { case_insensitive: true }),
    },
  },
});

/** To OpenSearch every IPv4 address is one of `::ffff:0:0/96`, and so of `::/0`; to people it is none. */
const ipv6Networks = (field: string, networks: readonly string[]): Query => ({
  bool: {
    filter: [{ terms: { [field]: networks } }],
    must_not: [{ term: { [field]: '0.0.0.0/0' } }],
  },
});

/** The month or day of an index, in which its name ends, has a part of the range. */
export function isInScope(index: IndexName, { from, to }: Scope): boolean {
  const period = /\d{4}-\d\d(?:-\d\d)?$/.exec(index)?.[0];
  const begin = period === undefined ? null : readIsoTime(period);
  if (period === undefined || begin === null) return true; // not made by us: what is in it is not known
  const isBefore = from !== null && period < from.slice(0, period.length);
  return !isBefore && (to === null || begin < to);
}
