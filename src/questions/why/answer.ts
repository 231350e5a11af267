/**
 * The question "why was that day so dear": which day of a range stands out against the same weekdays
 * of the weeks around it, and who or what its rise is of.
 */
import type { Cost } from '../../core/cost.ts';
import { dayAfter, offsetsOf, zonedIso } from '../../core/zone-time.ts';
import { aggregationOf, rawValueIn } from '../ask/metrics.ts';
import { scopeQuery } from '../ask/scope.ts';
import { type Exactness, exactnessOf } from '../count/exactness.ts';
import { doubting, type Snapshot } from '../count/snapshot.ts';
import type { Estimate } from '../money/estimate.ts';
import type { Span } from './busy-hours.ts';
import { type Day, type JudgedDay, judgeDays } from './days.ts';
import { type Cause, type Explained, explain, riseOf } from './explain.ts';
import type { WhyQuestion } from './read.ts';
import { type RiseCosts, readRiseCosts } from './rise-costs.ts';
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
  /** Of the rise; absent where a price is not known. */
  readonly cost?: Cost;
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
  readonly rows: Explained['rows'];
  /** By which prices costs are told. */
  readonly estimate?: Estimate;
  /** Which price is not known, and what is to be set. */
  readonly notes?: readonly string[];
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
  const priced = most?.standsOut ? await readRiseCosts(question, snapshot) : null;
  const costs = typeof priced === 'string' ? null : priced;
  const explained = most?.standsOut ? await explain(most, question, { costs, snapshot }) : null;
  const shown: ShownDay[] = [];
  for (const day of standing.slice(0, OTHERS_MAX + 1))
    shown.push(await withCost(day, question, costs)); // one after the other: each uses all processors
  const [first = most === null ? null : shownDay(most, zone), ...others] = shown;
  const facts = {
    verdict: most === null ? 'too_few_days' : most.standsOut ? 'stands_out' : 'nothing',
    day: most === null || first === null ? null : { ...first, comparedWith: most.comparedWith.map((each) => timeOf(each, zone)) }, // biome-ignore format: one object
    sureness: most === null ? null : surenessOf(most),
    cause: explained?.cause ?? null,
    others,
    rows: explained?.rows ?? [],
  } as const;
  const notes = typeof priced === 'string' ? [`No costs: ${priced}`] : [];
  const sum = Math.max(0, ...days.map(({ value }) => value * by.unit));
  return {
    question: 'why',
    by: by.name,
    tz: zone,
    from,
    to,
    ...facts,
    sentences: sentencesOf(facts, by),
    ...(costs === null ? {} : { estimate: costs.estimate }),
    ...(notes.length === 0 ? {} : { notes }),
    ...exactnessOf(doubting(snapshot, costs?.doubts ?? []), { sum }),
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

/** And what its rise cost, of the records that are asked about. */
async function withCost(
  day: JudgedDay,
  { zone, scope }: WhyQuestion,
  costs: RiseCosts | null,
): Promise<ShownDay> {
  const cost = await costs?.of(riseOf(day, zone), scope.filters);
  return { ...shownDay(day, zone), ...(cost === undefined ? {} : { cost }) };
}
