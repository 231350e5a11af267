/** "top" by two dimensions at once: every pair that occurs is read, and the first are kept. */
import type { Dimension } from '../ask/dimension-table.ts';
import type { GroupQuestion } from '../ask/group-question.ts';
import { hasValue } from '../ask/group-values.ts';
import { fullDownloadsErrorMax } from '../ask/metric-table.ts';
import { aggregationsBy, greatestSum, rawValueOf, readMetrics, showMetrics } from '../ask/metrics.ts'; // biome-ignore format: one import
import { type Query, scopeQuery } from '../ask/scope.ts';
import { estimatesOf, exactnessOf, rankedByEstimate } from '../count/exactness.ts';
import { FirstRanked, isWithin, type Ranked, rankOf } from '../count/rank.ts';
import type { RankedGroup } from '../count/rank-groups.ts';
import { doubting, type Snapshot } from '../count/snapshot.ts';
import { nameIn, streamTuples } from '../count/stream-tuples.ts';
import type { OnProgress } from '../count/sweep.ts';
import { countAll, countRecords, readExtent, withTold } from '../count/totals.ts';
import type { TopAnswer } from './answer.ts';
import { rowsOf } from './rows.ts';

export interface PairQuestion extends GroupQuestion {
  readonly second: Dimension;
}

/** Between the names of a row. */
const JOINT = ', ';

export async function answerPairs(
  question: PairQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<TopAnswer> {
  const { dimension, second, by, scope } = question;
  const all = await countAll(question, snapshot);
  const lacks = lacksEither(question);
  const lacking = await countRecords(lacks, snapshot);
  const missing = await withTold(lacking, { query: lacks, by }, snapshot);
  const { first, pairs, within } = await readPairs(question, snapshot, onProgress);
  return {
    question: 'top',
    dimension: `${dimension.name},${second.name}`,
    by: by.name,
    from: scope.from,
    to: scope.to,
    totals: showMetrics(all, by),
    missing: showMetrics(missing, by),
    fullDownloadsErrorMax: fullDownloadsErrorMax(all),
    distinct: { value: pairs, exact: true },
    ...(question.bounds === undefined ? {} : { within }),
    rows: rowsOf(first, { by, all }),
    ...((await areMerged(question, snapshot)) ? { isMergedOverBuckets: true as const } : {}),
    ...estimatesOf(by),
    ...exactnessOf(doubting(snapshot, rankedByEstimate(by)), { sum: greatestSum(all) }),
  };
}

function lacksEither({ dimension, second, scope }: PairQuestion): Query {
  const has = [dimension, second].map(hasValue);
  return scopeQuery(scope, { bool: { must_not: [{ bool: { filter: has } }] } });
}

type Row = Ranked & RankedGroup & { readonly names: readonly string[] };

async function readPairs(
  question: PairQuestion,
  snapshot: Snapshot,
  onProgress?: OnProgress,
): Promise<{
  readonly first: readonly RankedGroup[];
  readonly pairs: number;
  readonly within: number;
}> {
  const { dimension, second, by, scope, limit } = question;
  const first = new FirstRanked<Row>(limit);
  const parts = [{ dimension: second, isNeeded: true }];
  const asked = { lead: dimension, scope, parts, aggs: aggregationsBy(by) };
  let [pairs, within] = [0, 0];
  const open = () => ({
    take: (pair: Parameters<typeof readMetrics>[0] & { readonly key: PairKey }) => {
      const other = nameIn(second, pair.key.part0);
      if (other === null) return;
      pairs += 1;
      const names = [nameIn(dimension, pair.key.lead) ?? '', other];
      const raw = readMetrics(pair, by);
      const value = rawValueOf(raw, by);
      if (!isWithin(value, question)) return;
      within += 1;
      // Ranked by both names: the least character parts them, so that a shorter first one comes first.
      first.add({ name: names.join('\0'), names, raw, value: rankOf(value, question) }); // biome-ignore format: one row
    },
    end: () => undefined,
  });
  await streamTuples(asked, snapshot, open, onProgress);
  const rows = first.inOrder().map(({ names, raw }) => ({ name: names.join(JOINT), names, raw }));
  return { first: rows, pairs, within };
}

type PairKey = Readonly<Record<string, string | number | null>>;

/** Keys that are named beside their bucket are told apart. */
async function areMerged(question: PairQuestion, snapshot: Snapshot): Promise<boolean> {
  const { dimension, second, scope } = question;
  const within = [dimension, second].find(({ isWithinBucket }) => isWithinBucket);
  if (within === undefined || [dimension, second].some(({ name }) => name === 'bucket'))
    return false;
  return (await readExtent({ dimension: within, scope }, snapshot)).isOfSeveralBuckets;
}
