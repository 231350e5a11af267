/**
 * The question `top` without a limit: every group, handed on as it is read. Ordered by name, as they
 * are read; by value only as many as can be held.
 */
import { TamarinError } from '../../core/error.ts';
import { isOfPeople } from '../ask/audience.ts';
import { foldOf } from '../ask/fold-table.ts';
import type { AnyGroupQuestion, GroupQuestion } from '../ask/group-question.ts';
import { addsUp } from '../ask/metric-table.ts';
import { greatestSum, type RawMetrics, rawValueOf, shareOf, showMetrics } from '../ask/metrics.ts';
import { exactnessOf, rankedByEstimate } from '../count/exactness.ts';
import { readFolded } from '../count/fold-groups.ts';
import { isWithin } from '../count/rank.ts';
import { rankGroups } from '../count/rank-groups.ts';
import type { OwnHead, StreamSink } from '../count/row-stream.ts';
import { doubting, type Snapshot } from '../count/snapshot.ts';
import { type OnProgress, type SweptRow, sweepRows } from '../count/sweep.ts';
import { countAll, readExtent } from '../count/totals.ts';

export interface TopStreamQuestion extends AnyGroupQuestion {
  /** By the metric; else by name. */
  readonly isByValue: boolean;
}

/** About 300 MB. */
const RANKED_MAX = 1_000_000;
const PAGE_ROWS = 10_000;

export async function streamTop(
  question: TopStreamQuestion,
  snapshot: Snapshot,
  sink: StreamSink,
  onProgress?: OnProgress,
): Promise<void> {
  const dimension = foldOf(question.dimension);
  const all = await countAll(question, snapshot);
  await sink.begin(headOf(question, all, snapshot));
  const hand = (rows: readonly SweptRow[]): Promise<void> =>
    sink.rows(
      rows
        .filter(({ raw }) => isWithin(rawValueOf(raw, question.by), question))
        .map(({ name, raw }) => rowOf(name, raw, all, question)),
    );
  if (dimension.kind === 'folded') {
    const { byName } = await readFolded({ ...question, dimension }, snapshot);
    return hand(inOrder(byName, question));
  }
  const ofField: GroupQuestion = { ...question, dimension };
  const { distinctEstimate: groupsExpected } = await readExtent(ofField, snapshot);
  const held = new Map<string, RawMetrics>();
  await sweepRows(ofField, snapshot, async (rows, groups) => {
    onProgress?.({ groups, groupsExpected });
    if (!question.isByValue) return hand(rows);
    if (groups > RANKED_MAX) throw tooManyToRank(question);
    for (const { name, raw } of rows) held.set(name, raw);
  });
  if (!question.isByValue) return;
  const ranked = rankGroups(held, { ...question, limit: held.size });
  for (let at = 0; at < ranked.length; at += PAGE_ROWS)
    await hand(ranked.slice(at, at + PAGE_ROWS)); // as fast as they are taken
}

function inOrder(
  byName: ReadonlyMap<string, RawMetrics>,
  question: TopStreamQuestion,
): readonly SweptRow[] {
  if (question.isByValue) return rankGroups(byName, { ...question, limit: byName.size });
  return [...byName]
    .map(([name, raw]) => ({ name, raw }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function headOf(
  { dimension, by, scope, isByValue, isAscending = false }: TopStreamQuestion,
  all: RawMetrics,
  snapshot: Snapshot,
): OwnHead {
  const metrics = Object.keys(showMetrics(all, by));
  const doubts = isByValue ? rankedByEstimate(by) : [];
  const order = isByValue ? `by ${by.heading}, ${isAscending ? 'ascending' : 'descending'}` : 'by name, not by value (--sort value)'; // biome-ignore format: one rule
  return {
    columns: [
      { key: 'name', csvName: dimension.name },
      ...metrics.map((key) => ({ key })),
      ...(addsUp(by) ? [{ key: 'share' }] : []),
    ],
    about: `All ${dimension.plural}${isOfPeople(scope) ? ' of people only' : ''}, in the order ${order}.`,
    asOf: snapshot.asOf,
    ...exactnessOf(doubting(snapshot, doubts), { sum: greatestSum(all) }),
  };
}

function rowOf(name: string, raw: RawMetrics, all: RawMetrics, { by }: TopStreamQuestion): object {
  const total = rawValueOf(all, by) ?? 0;
  const share = addsUp(by) ? { share: shareOf(rawValueOf(raw, by) ?? 0, total) } : {};
  return { name, ...showMetrics(raw, by), ...share };
}

const tooManyToRank = ({ dimension }: TopStreamQuestion): TamarinError =>
  new TamarinError(
    'question_too_large',
    `There are more than ${RANKED_MAX} ${dimension.plural}, too many to be ranked all together.`,
    { hint: 'Leave out --sort value: then they come in the order of their names.' },
  );
