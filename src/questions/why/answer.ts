/**
 * The question "why was that day so dear": which day of a range stands out against the same weekdays
 * of the weeks around it, and who or what its rise is of.
 */
import { dayAfter, offsetsOf, zonedIso } from '../../core/zone-time.ts';
import { requireDimension } from '../ask/dimension-table.ts';
import { aggregationOf, rawValueIn } from '../ask/metrics.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { answerTop, type TopAnswer } from '../top/answer.ts';
import { readBusyHours, type Span } from './busy-hours.ts';
import { type CauseKind, findCause } from './cause.ts';
import { type Day, type JudgedDay, judgeDays } from './days.ts';
import type { WhyQuestion } from './read.ts';
import { findRisers, type Riser } from './risers.ts';
import { sentencesOf } from './sentences.ts';

interface ShownDay {
  /** When it begins, with the offset of its zone. */
  readonly time: string;
  readonly value: number;
  /** Median of the days that it is compared with. */
  readonly usual: number;
  readonly rise: number;
  /** value ÷ usual; null where nothing is usual. */
  readonly times: number | null;
  readonly requests: number;
  readonly usualRequests: number;
}

/** `share`: of the rise of the day; above 1 where others fell. */
type WhyRow = Riser & { readonly share: number };

export interface Cause extends WhyRow {
  readonly kind: CauseKind;
  /** Different addresses of it on that day; absent where it is one of them. */
  readonly clients?: TopAnswer['distinct'];
  /** The shortest run of hours that has four fifths of it. */
  readonly mostly?: { readonly from: string; readonly to: string };
}

export interface WhyAnswer extends Exactness {
  readonly question: 'why';
  readonly by: string;
  readonly tz: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly verdict: 'stands_out' | 'nothing' | 'too_few_days';
  /** At most three. */
  readonly sentences: readonly string[];
  /** The most conspicuous one, or the one that was asked about; null where none can be judged. */
  readonly day: (ShownDay & { readonly comparedWith: readonly string[] }) | null;
  /** By how many days, and of which kind, it is judged. */
  readonly sureness: 'sure' | 'fairly_sure' | 'unsure' | null;
  readonly cause: Cause | null;
  /** Other days of the range that stand out, the greatest rise first. */
  readonly others: readonly ShownDay[];
  /** Of each dimension the value that rose most. */
  readonly rows: readonly WhyRow[];
}

const OTHERS_MAX = 10;
/** So many days of the same weekday make sure; 3 are the least there are. */
const SURE_FROM = 4;

export async function answerWhy(question: WhyQuestion, snapshot: Snapshot): Promise<WhyAnswer> {
  const { by, zone, from, to } = question;
  const days = await readDays(question, snapshot);
  const offsetAt = offsetsOf(zone);
  const judged = judgeDays(days).filter(({ fromMs }) =>
    isAskedAbout({ fromMs, toMs: dayAfter(fromMs, offsetAt) }, question),
  );
  const standing = judged.filter(({ standsOut }) => standsOut).toSorted(byRise);
  const [most = null] = standing.length > 0 ? standing : judged.toSorted((a, b) => b.score - a.score); // biome-ignore format: one rule
  const explained = most?.standsOut ? await explain(most, question, snapshot) : null;
  const facts = {
    verdict: most === null ? 'too_few_days' : most.standsOut ? 'stands_out' : 'nothing',
    day: most === null ? null : { ...shownDay(most, zone), comparedWith: most.comparedWith.map((each) => timeOf(each, zone)) }, // biome-ignore format: one object
    sureness: most === null ? null : surenessOf(most),
    cause: explained?.cause ?? null,
    others: standing.slice(1, OTHERS_MAX + 1).map((each) => shownDay(each, zone)),
    rows: explained?.rows ?? [],
  } as const;
  const sum = Math.max(0, ...days.map(({ value }) => value * by.unit));
  return {
    question: 'why',
    by: by.name,
    tz: zone,
    from,
    to,
    ...facts,
    sentences: sentencesOf(facts, by),
    ...exactnessOf(snapshot, { sum }),
  };
}

const byRise = (a: JudgedDay, b: JudgedDay): number => b.value - b.usual - (a.value - a.usual);

/** A day that lies in the range at least in part, or the one day that is asked about. */
function isAskedAbout({ fromMs, toMs }: Span, { day, from, to }: WhyQuestion): boolean {
  if (day !== null) return fromMs <= Date.parse(day) && Date.parse(day) < toMs;
  return (from === null || toMs > Date.parse(from)) && (to === null || fromMs < Date.parse(to));
}

/** From the first with a record to the last, without a gap. */
async function readDays({ by, zone, scope }: WhyQuestion, snapshot: Snapshot) {
  const { days } = await snapshot.aggregate(scopeQuery(scope), {
    days: {
      date_histogram: {
        field: '@timestamp',
        calendar_interval: 'day',
        time_zone: zone,
        min_doc_count: 0,
      },
      aggs: aggregationOf(by),
    },
  });
  return days.buckets.map(
    (bucket): Day => ({
      fromMs: bucket.key,
      value: Number(rawValueIn(bucket, by) ?? 0) / by.unit,
      requests: bucket.doc_count,
    }),
  );
}

async function explain(day: JudgedDay, question: WhyQuestion, snapshot: Snapshot) {
  const { by, zone, dimensions } = question;
  const offsetAt = offsetsOf(zone);
  const endOf = (some: Day): number => dayAfter(some.fromMs, offsetAt);
  const comparedWith = day.comparedWith.map((each) => ({ ...each, toMs: endOf(each) }));
  const scope: Scope = {
    ...question.scope,
    from: new Date(day.fromMs).toISOString(),
    to: new Date(endOf(day)).toISOString(),
  };
  const rise = day.value - day.usual;
  const risers: Riser[] = [];
  for (const dimension of dimensions)
    risers.push(...(await findRisers({ dimension, by, zone, scope, comparedWith }, snapshot))); // one after the other: each uses all processors
  const { kind, riser } = findCause(risers, { rise, usual: day.usual });
  const withShare = (each: Riser): WhyRow => ({ ...each, share: each.rise / rise });
  const rows = dimensions.flatMap(({ name }) => {
    const [first] = risers.filter((each) => each.dimension === name && each.rise > 0);
    return first === undefined ? [] : [withShare(first)];
  });
  if (riser === null) return { cause: null, rows };
  const clients = kind === 'client' ? null : await countClients(riser, scope, question, snapshot);
  const isNew = kind === 'file' && !(await wasThereBefore(riser, scope, question, snapshot));
  const hours = await readBusyHours(ownScope(riser, scope), question, snapshot);
  const at = (ms: number): string => zonedIso(ms, zone, offsetAt);
  const cause: Cause = {
    kind: isNew ? 'launch' : kind,
    ...withShare(riser),
    ...(clients === null ? {} : { clients }),
    ...(hours === null ? {} : { mostly: { from: at(hours.fromMs), to: at(hours.toMs) } }),
  };
  return { cause, rows };
}

/** Its records alone. */
const ownScope = ({ dimension, name }: Riser, scope: Scope): Scope => ({
  ...scope,
  filters: [
    ...scope.filters,
    { dimension: requireDimension(dimension), test: 'is', values: [name] },
  ],
});

/** On any day of the weeks before. */
async function wasThereBefore(
  riser: Riser,
  scope: Scope,
  question: WhyQuestion,
  snapshot: Snapshot,
): Promise<boolean> {
  const before = { ...ownScope(riser, scope), from: question.scope.from, to: scope.from };
  return (await snapshot.countAndAggregate(scopeQuery(before), {})).records > 0;
}

async function countClients(
  riser: Riser,
  scope: Scope,
  { by }: WhyQuestion,
  snapshot: Snapshot,
): Promise<TopAnswer['distinct']> {
  const own = ownScope(riser, scope);
  const asked = { dimension: requireDimension('ip'), by, scope: own, limit: 1 };
  return (await answerTop(asked, snapshot)).distinct;
}

const surenessOf = ({ isByWeekday, comparedWith }: JudgedDay) => {
  if (!isByWeekday) return 'unsure';
  return comparedWith.length >= SURE_FROM ? 'sure' : 'fairly_sure';
};

const timeOf = ({ fromMs }: Day, zone: string): string => zonedIso(fromMs, zone, offsetsOf(zone));

function shownDay(day: JudgedDay, zone: string): ShownDay {
  const { value, usual, requests, usualRequests } = day;
  return {
    time: timeOf(day, zone),
    value,
    usual,
    rise: value - usual,
    times: usual === 0 ? null : value / usual,
    requests,
    usualRequests,
  };
}
