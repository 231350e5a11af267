/** Asks for a block plan: whom the rule finds, who of them may be blocked, what that saves and hits. */
import { costOf } from '../../core/cost.ts';
import { messageOf, TamarinError } from '../../core/error.ts';
import { type Query, type Scope, scopeQuery } from '../../questions/ask/scope.ts';
import { atOnce } from '../../questions/count/at-once.ts';
import { type Exactness, exactnessOf } from '../../questions/count/exactness.ts';
import { filterNotes } from '../../questions/count/filter-notes.ts';
import { knowingFriends } from '../../questions/count/known-friends.ts';
import { PERIOD_AGGREGATIONS, periodOf } from '../../questions/count/ride-period.ts';
import { doubting, type Snapshot, withSnapshot } from '../../questions/count/snapshot.ts';
import type { OnProgress } from '../../questions/count/sweep.ts';
import { readOwn } from '../../questions/evidence/own.ts';
import { sweepFields } from '../../questions/evidence/sweep-pages.ts';
import type { Estimate } from '../../questions/money/estimate.ts';
import { type MonthCost, readMonthCost } from '../../questions/money/month-cost.ts';
import { wholeMonths } from '../../questions/money/whole-months.ts';
import type { AskFor } from '../../questions/question.ts';
import type { AsOf } from '../../questions/reach/as-of.ts';
import type { RecordPeriod } from '../../questions/reach/record-period.ts';
import { cidrsOf } from '../address/cidr.ts';
import { bySpan, subtract } from '../address/span.ts';
import type { BlockPlan, Entry } from '../plan/block-plan.ts';
import { type Drafted, makeEntries } from '../plan/make-entries.ts';
import type { NeverBlock } from '../plan/never-block.ts';
import { oneLine } from '../plan/plan-text.ts';
import { spansOf } from '../plan/spans-of.ts';
import { addressQuery } from './address-query.ts';
import { findHeavy, refuseMany } from './find-heavy.ts';
import { findSuspects } from './find-suspects.ts';
import type { Finding, Found } from './found.ts';
import type { PlanRequest } from './read-request.ts';
import { resolveNever } from './resolve-never.ts';
import { type Everybody, savedBy, type Weighed, weighEntry } from './weigh-entry.ts';

export interface PlanAnswer extends BlockPlan, Exactness {
  readonly question: 'block-plan';
  readonly period: RecordPeriod;
  readonly asOf: AsOf;
  /** By which prices; absent where none are known. */
  readonly estimate?: Estimate;
  readonly notes?: readonly string[];
}

interface Known {
  /** Whatever the records say. */
  readonly never: readonly NeverBlock[];
  /** Entries of an earlier plan stay until they are over. */
  readonly keep: readonly Entry[];
}

/** All at one point in time. @throws TamarinError */
export const planBlocks =
  (request: PlanRequest, known: Known): AskFor<PlanAnswer> =>
  (port, onProgress) =>
    withSnapshot(port, wholeMonths(request.scope), (snapshot) =>
      answer(request, known, { snapshot, onProgress }),
    );

interface Asking {
  readonly snapshot: Snapshot;
  readonly onProgress: OnProgress | undefined;
}

async function answer(
  request: PlanRequest,
  { never, keep }: Known,
  { snapshot, onProgress }: Asking,
): Promise<PlanAnswer> {
  const scope = await knowingFriends(request.scope, snapshot);
  const { found, leftOut } = await find({ ...request, scope }, snapshot, onProgress);
  const { everybody, notes, period } = await readEverybody(scope, snapshot);
  const wanted = [...found, ...keptOf(keep, request.createdMs)].map(inOneLine);
  refuseMany(wanted.length);
  const spared = [...never, ...(await neverAmong(wanted, never, { everybody, snapshot }))];
  const draft = makeEntries(wanted, { never: spared, force: request.force });
  const weighed = await atOnce(draft.entries, async ({ wanted, cidrs }) => {
    const { query: subject } = wanted;
    return { wanted, cidrs, ...(await weighEntry({ cidrs, subject }, everybody, snapshot)) };
  });
  const entries = weighed.map((each) => entryOf(each, { request, everybody }));
  const { money, allRequests, allBytes, own } = everybody;
  const hasRecords = allRequests > 0;
  const said = [...notes, ...(await filterNotes({ scope, hasRecords }, snapshot))];
  return {
    question: 'block-plan',
    created: new Date(request.createdMs).toISOString(),
    from: scope.from,
    to: scope.to,
    asked: oneLine(request.asked),
    buckets: await readBuckets(everybody.query, snapshot),
    ownAccounts: [...own.accounts].toSorted(),
    all: {
      requests: allRequests,
      bytes: allBytes,
      cost: money === null ? null : costOf(money.all, money.currency),
    },
    saves: savedBy(weighed, everybody),
    entries: entries.toSorted(byAddress),
    leftOut: [...draft.leftOut, ...leftOut].map(({ what, because }) => ({
      what: oneLine(what),
      because: oneLine(because),
    })),
    ...exactnessOf(doubting(snapshot, money?.doubts ?? []), { sum: allBytes }),
    period,
    asOf: snapshot.asOf,
    ...(money === null ? {} : { estimate: money.estimate }),
    ...(said.length === 0 ? {} : { notes: said }),
  };
}

async function find(
  { rule, ruleText, scope }: PlanRequest,
  snapshot: Snapshot,
  onProgress: OnProgress | undefined,
): Promise<Finding> {
  switch (rule.kind) {
    case 'suspects': {
      const { minScore, withBots } = rule;
      return findSuspects({ scope, minScore, withBots, rule: ruleText }, snapshot, onProgress);
    }
    case 'over':
    case 'times-mean':
      return findHeavy({ rule, ruleText, scope }, snapshot, onProgress);
    case 'list':
      return {
        found: rule.networks.map(({ text, span, reason }) => ({
          subject: `list ${text}`,
          spans: [span],
          reason: reason === '' ? 'on the list' : reason,
          rule: ruleText,
          query: null,
        })),
        leftOut: [],
      };
    default:
      return rule satisfies never;
  }
}

/** What is over is not kept. */
const keptOf = (keep: readonly Entry[], nowMs: number): readonly Found[] =>
  keep
    .filter(({ expires }) => Date.parse(expires) > nowMs)
    .map((kept) => {
      const { subject, reason, rule } = kept;
      return { subject, spans: spansOf([kept]), reason, rule, query: null, kept };
    });

const inOneLine = (found: Found): Found => ({
  ...found,
  subject: oneLine(found.subject),
  reason: oneLine(found.reason),
  rule: oneLine(found.rule),
});

interface Among {
  readonly everybody: Everybody;
  readonly snapshot: Snapshot;
}

async function neverAmong(
  wanted: readonly Found[],
  never: readonly NeverBlock[],
  { everybody, snapshot }: Among,
): Promise<readonly NeverBlock[]> {
  const spans = subtract(
    wanted.flatMap((each) => each.spans),
    never.map(({ span }) => span),
  );
  if (spans.length === 0) return [];
  // In all records of the snapshot: a friend who did nothing in a day is one all the same.
  return resolveNever({ query: addressQuery(cidrsOf(spans)), own: everybody.own }, snapshot);
}

/**
 * A block knows of filters nothing but the bucket that it is put on: whoever is found by them loses all
 * that they asked for in the period, and so does whoever is behind the same address.
 */
const everythingIn = ({ from, to, filters }: Scope): Scope => ({
  from,
  to,
  filters: filters.filter((each) => 'dimension' in each && each.dimension.name === 'bucket'),
});

async function readEverybody(scope: Scope, snapshot: Snapshot) {
  const query = scopeQuery(everythingIn(scope));
  const counted = { clients: 0, requests: 0, bytes: 0 };
  const bytes = { sum: { field: 'bytes_sent' } } as const;
  const aggs = { bytes, ...PERIOD_AGGREGATIONS };
  const { records, aggregated } = await snapshot.countAndAggregate(query, aggs);
  await sweepFields({ fields: ['remote_ip'], query, aggs: { bytes } }, snapshot, (bucket) => {
    counted.clients += 1;
    counted.requests += bucket.doc_count;
    counted.bytes += bucket.bytes.value;
  });
  const { money, notes } = await readMoney(scope, snapshot);
  const everybody: Everybody = {
    query,
    ...counted,
    allRequests: records,
    allBytes: aggregated.bytes.value,
    own: await readOwn(snapshot.friends, [], snapshot),
    money,
  };
  return { everybody, notes, period: periodOf(aggregated) };
}

/** A plan is of use without prices. */
async function readMoney(
  scope: Scope,
  snapshot: Snapshot,
): Promise<{ readonly money: MonthCost | null; readonly notes: readonly string[] }> {
  try {
    return { money: await readMonthCost(wholeMonths(scope), snapshot), notes: [] };
  } catch (error) {
    if (!(error instanceof TamarinError) || error.code !== 'config_invalid') throw error;
    return { money: null, notes: [`Nothing is said of money: ${messageOf(error)} ${error.hint}`] };
  }
}

/** As many as anybody reads. */
const BUCKETS_MAX = 100;

async function readBuckets(query: Query, snapshot: Snapshot): Promise<readonly string[]> {
  const terms = { field: 'bucket', size: BUCKETS_MAX };
  const { buckets } = await snapshot.aggregate(query, { buckets: { terms } });
  return buckets.buckets.map(({ key }) => String(key)).toSorted();
}

interface Context {
  readonly request: PlanRequest;
  readonly everybody: Everybody;
}

function entryOf(weighed: Drafted<Found> & Weighed, { request, everybody }: Context): Entry {
  const { subject, reason, rule, kept } = weighed.wanted;
  return {
    subject,
    cidrs: weighed.cidrs,
    reason,
    rule,
    saves: savedBy([weighed], everybody),
    hits: weighed.hits,
    created: kept?.created ?? new Date(request.createdMs).toISOString(),
    expires: kept?.expires ?? new Date(request.expiresMs).toISOString(),
  };
}

/** None of them shares an address with another. */
function byAddress(a: Entry, b: Entry): number {
  const [[first], [second]] = [spansOf([a]), spansOf([b])];
  return first === undefined || second === undefined ? 0 : bySpan(first, second);
}
