/** What each question answers: the JSON of the command line. A new question needs its row here. */
import { type TSchema, Type } from 'typebox';
import { REQUEST_CLASSES } from '../../core/price-table.ts';
import { ACTOR_KINDS, VERDICT_TABLE } from '../../questions/evidence/actor.ts';
import { DESTINATION_TABLE } from '../../questions/money/records-paid.ts';
import type { Question } from '../../questions/question.ts';
import { ANSWER, ASKED_METRICS, AskedMetrics, Cost, Count, closed, Distinct, ESTIMATES, oneOf, orNull, Share, Time, TopRow } from './answer-parts.ts'; // biome-ignore format: one import
import { Growth, Why } from './answers-of-change.ts';

const MERGED = { isMergedOverBuckets: Type.Optional(Type.Literal(true)) };
const Value = Type.Number({ minimum: 0 });

/** Of any metric. */
const Shown = Type.Union([Value, Type.String(), Cost, Type.Null()]);
/** Money by cost, else a number. */
const Figure = Type.Union([Value, Cost]);

const Top = closed({
  question: Type.Literal('top'),
  dimension: Type.String(),
  by: Type.String(),
  totals: AskedMetrics,
  missing: AskedMetrics,
  fullDownloadsErrorMax: Value,
  distinct: Distinct,
  within: Type.Optional(Count),
  rows: Type.Array(TopRow),
  ...MERGED,
  ...ESTIMATES,
  ...ANSWER,
});

const Compare = closed({
  question: Type.Literal('compare'),
  dimension: Type.String(),
  by: Type.String(),
  population: closed({
    count: Count,
    total: Figure,
    mean: Figure,
    median: Figure,
    p90: Figure,
    p99: Figure,
    max: Figure,
    gini: Type.Number(),
  }),
  top: closed({ count: Count, total: Figure, mean: Figure, share: Type.Optional(Share) }),
  rows: Type.Array(
    closed({
      name: Type.String(),
      value: Figure,
      share: Type.Optional(Share),
      timesMean: Value,
      timesMedian: Type.Union([Value, Type.Null()]),
      percentile: Share,
    }),
  ),
  fullDownloadsErrorMax: Type.Optional(Value),
  ...ANSWER,
});

const Timeline = closed({
  question: Type.Literal('timeline'),
  by: Type.String(),
  interval: Type.String(),
  tz: Type.String({ description: 'IANA name of the zone whose clock cuts the rows' }),
  totals: AskedMetrics,
  fullDownloadsErrorMax: Value,
  split: Type.Optional(
    closed({ dimension: Type.String(), names: Type.Array(Type.String()) }, 'What `parts` are'),
  ),
  rows: Type.Array(
    closed({
      time: Time,
      isPart: Type.Optional(
        Type.Literal(true, { description: 'At an edge, and less than a whole interval' }),
      ),
      ...ASKED_METRICS,
      parts: Type.Optional(Type.Array(Shown)),
      rest: Type.Optional(Shown),
    }),
  ),
  ...ESTIMATES,
  ...ANSWER,
});

const Search = closed({
  question: Type.Literal('search'),
  text: Type.String(),
  total: Count,
  hits: Type.Array(
    Type.Record(Type.String(), Type.Unknown(), { description: 'A document, as it is indexed' }),
  ),
  next: orNull(Type.String({ description: '?after= of the next page' })),
  ...ANSWER,
});

const VERDICT = oneOf(VERDICT_TABLE.map(({ verdict }) => verdict));
const Score = Type.Integer({ minimum: 0, maximum: 100 });
const Reasons = Type.Array(
  closed({
    signal: Type.String(),
    value: Value,
    usual: orNull(Value),
    text: Type.String(),
  }),
);

const BesideOthers = closed({
  mean: Value,
  median: Value,
  timesMean: Value,
  timesMedian: orNull(Value),
  percentile: Share,
});

const Client = closed({
  question: Type.Literal('client'),
  client: closed({ dimension: Type.String(), value: Type.String() }),
  by: Type.String(),
  totals: AskedMetrics,
  everybody: AskedMetrics,
  fullDownloadsErrorMax: Value,
  share: Type.Optional(Share),
  first: Time,
  last: Time,
  hours: Type.Array(closed({ hour: Type.Integer({ minimum: 0, maximum: 23 }), ...ASKED_METRICS })),
  hoursActive: Count,
  tables: Type.Array(
    closed({
      dimension: Type.String(),
      missing: AskedMetrics,
      distinct: Distinct,
      rows: Type.Array(TopRow),
      ...MERGED,
    }),
  ),
  days: Type.Array(closed({ day: Type.String({ format: 'date' }), ...ASKED_METRICS })),
  distinctKeys: Count,
  suspicion: orNull(
    closed({ score: Score, verdict: Type.Union([VERDICT, Type.Null()]), reasons: Reasons }),
  ),
  compared: closed({
    dimension: Type.String(),
    count: Count,
    bytes: BesideOthers,
    requests: BesideOthers,
  }),
  ...ANSWER,
});

const Scrapers = closed({
  question: Type.Literal('scrapers'),
  population: closed({
    clients: Count,
    requests: Count,
    bytes: Count,
    medianRequests: Value,
    medianBytes: Value,
    medianFiles: Value,
  }),
  accused: Count,
  rows: Type.Array(
    closed({
      kind: oneOf(ACTOR_KINDS),
      name: Type.String(),
      verdict: VERDICT,
      score: Score,
      reasons: Reasons,
      bytes: Count,
      requests: Count,
      distinctKeys: Count,
      share: Share,
      firstSeen: Time,
      lastSeen: Time,
      agents: Type.Array(Type.String()),
      topFiles: Type.Array(
        closed({ key: Type.String(), requests: Count, bytes: Count, fullDownloads: Value }),
      ),
      members: closed({
        addresses: Type.Array(Type.String()),
        networks: Type.Array(Type.String()),
        count: Count,
      }),
    }),
  ),
  ...ANSWER,
});

const Bill = closed({
  question: Type.Literal('bill'),
  month: Type.String(),
  cost: Cost,
  egress: Type.Array(
    closed({
      region: Type.String(),
      to: oneOf(DESTINATION_TABLE.map(({ key }) => key)),
      requests: Count,
      bytes: Count,
      cost: Cost,
    }),
  ),
  requests: Type.Array(
    closed({ region: Type.String(), class: oneOf(REQUEST_CLASSES), requests: Count, cost: Cost }),
  ),
  explained: Type.Optional(
    closed({
      what: oneOf(['gb', 'amount']),
      shown: Type.String(),
      billed: Type.String(),
      share: Share,
    }),
  ),
  ...ANSWER,
});

/** Of `records` each line is one. */
const Document = Type.Record(Type.String(), Type.Unknown(), {
  description: 'A document, as it is indexed, or the fields of it that were asked for',
});

export const ANSWER_SCHEMAS = {
  records: Document,
  top: Top,
  compare: Compare,
  timeline: Timeline,
  growth: Growth,
  why: Why,
  search: Search,
  client: Client,
  scrapers: Scrapers,
  bill: Bill,
} satisfies Record<Question['name'], TSchema>;
