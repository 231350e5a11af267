/** The answers that hold two times against each other. */
import { Type } from 'typebox';
import { CAUSE_KINDS } from '../../questions/why/cause.ts';
import { ANSWER, Cost, Count, closed, Distinct, oneOf, orNull, RecordPeriod, Share, Time } from './answer-parts.ts'; // biome-ignore format: one import

const Value = Type.Number({ minimum: 0 });

/** Money by cost, else a number. */
const Figure = Type.Union([Value, Cost]);
const CHANGE = {
  value: Figure,
  before: Figure,
  difference: Type.Union([Type.Number(), Cost]),
  cost: Type.Optional(Cost),
  costBefore: Type.Optional(Cost),
  costDifference: Type.Optional(Cost),
};
const Change = closed(CHANGE);

export const Growth = closed({
  question: Type.Literal('growth'),
  dimension: Type.String(),
  by: Type.String(),
  vs: closed({ from: Time, to: Time, period: RecordPeriod }),
  totals: Change,
  missing: Change,
  rise: Figure,
  fall: Figure,
  groups: closed({ count: Count, new: Count, gone: Count }),
  rows: Type.Array(
    closed({
      name: Type.String(),
      change: oneOf(['more', 'less', 'same', 'new', 'gone']),
      ...CHANGE,
      times: orNull(Type.Number()),
      share: Share,
    }),
  ),
  fullDownloadsErrorMax: Type.Optional(Value),
  ...ANSWER,
});

/** Of the rise; absent where a price is not known, which `notes` says. */
const RISE_COST = Type.Optional(Cost);
const DAY = {
  time: Time,
  value: Value,
  usual: Value,
  rise: Type.Number(),
  times: orNull(Type.Number()),
  requests: Count,
  usualRequests: Value,
  cost: RISE_COST,
};
const RISER = {
  dimension: Type.String(),
  name: Type.String(),
  value: Value,
  usual: Value,
  rise: Type.Number(),
  requests: Count,
  usualRequests: Value,
  share: Type.Number(),
  cost: RISE_COST,
};

export const Why = closed({
  question: Type.Literal('why'),
  by: Type.String(),
  tz: Type.String(),
  verdict: oneOf(['stands_out', 'nothing', 'too_few_days']),
  day: orNull(closed({ ...DAY, comparedWith: Type.Array(Time) })),
  sureness: Type.Union([oneOf(['sure', 'fairly_sure', 'unsure']), Type.Null()]),
  cause: orNull(
    closed({
      kind: oneOf(CAUSE_KINDS),
      ...RISER,
      clients: Type.Optional(Distinct),
      mostly: Type.Optional(closed({ from: Time, to: Time })),
    }),
  ),
  others: Type.Array(closed(DAY)),
  rows: Type.Array(closed(RISER)),
  sentences: Type.Array(Type.String(), { maxItems: 3 }),
  ...ANSWER,
});
