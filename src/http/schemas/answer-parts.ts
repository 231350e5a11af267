/** What the answers of several questions share. */
import { type TProperties, Type } from 'typebox';
import { DISTINCT_METRICS } from '../../questions/ask/distinct-metric.ts';
import { EXTRA_METRIC_TABLE } from '../../questions/ask/extra-metric-table.ts';
import { METRIC_TABLE } from '../../questions/ask/metric-table.ts';

/** An object that has no other properties than these. */
export const closed = <P extends TProperties>(properties: P, description?: string) =>
  Type.Object(
    properties,
    description === undefined
      ? { additionalProperties: false }
      : { additionalProperties: false, description },
  );

export const oneOf = (values: readonly string[]) =>
  Type.Union(values.map((value) => Type.Literal(value)));

export const orNull = <
  T extends
    | ReturnType<typeof Type.String>
    | ReturnType<typeof Type.Number>
    | ReturnType<typeof closed>,
>(
  schema: T,
) => Type.Union([schema, Type.Null()]);

export const Count = Type.Integer({ minimum: 0 });
/** Of 1, not per cent. */
export const Share = Type.Number({ minimum: 0 });
export const Time = Type.String({ description: 'ISO 8601, UTC' });

export const Cost = closed({
  amount: Type.String({ description: 'A decimal number, such as 12.3456' }),
  currency: Type.String(),
});

/** Of every cost: by which prices, and what is not in it. */
const Estimate = closed({
  currency: Type.String(),
  prices: Type.Array(closed({ region: Type.String(), date: Type.String(), source: Type.String() })),
  leftOut: Type.Array(Type.String()),
});

/** Every metric of the table. */
const METRICS: TProperties = Object.fromEntries(
  METRIC_TABLE.map(({ key, heading }) => [key, Type.Number({ minimum: 0, description: heading })]),
);

/** `distinct` is one column, whatever is counted. */
const EXTRAS = [
  ...EXTRA_METRIC_TABLE,
  ...DISTINCT_METRICS,
  { key: 'distinct', kind: 'count', meaning: 'different values of another dimension' },
] as const;

/** And that which was asked by, where it is another; null: no record has a value. */
export const ASKED_METRICS: TProperties = {
  ...METRICS,
  ...Object.fromEntries(
    EXTRAS.map(({ key, kind, meaning }) => [
      key,
      Type.Optional(
        Type.Union([kind === 'time' ? Type.String() : Type.Number({ minimum: 0 }), Type.Null()], {
          description: meaning,
        }),
      ),
    ]),
  ),
  cost: Type.Optional(Cost),
};
export const AskedMetrics = closed(ASKED_METRICS);

export const ESTIMATES = {
  estimates: Type.Optional(
    Type.Array(Type.String(), { description: 'Columns that are estimates, off by 1 % at most' }),
  ),
};

export const Distinct = closed({
  value: Count,
  exact: Type.Boolean(),
  isAtLeast: Type.Optional(Type.Literal(true)),
});

export const TopRow = closed({
  name: Type.String(),
  names: Type.Optional(Type.Array(Type.String(), { description: 'Of two dimensions' })),
  ...ASKED_METRICS,
  share: Type.Optional(Share),
  cumulativeShare: Type.Optional(Share),
});

const LAST_SYNC = {
  source: Type.String(),
  state: Type.String(),
  startedAt: Time,
  finishedAt: orNull(Time),
  listingEnded: Type.Boolean(),
  objects: closed({
    listed: Count,
    skipped: Count,
    done: Count,
    failed: Count,
    notALog: Count,
    archived: Count,
    gone: Count,
    growing: Count,
  }),
};

const AsOf = closed(
  {
    complete: Type.Boolean(),
    because: orNull(Type.String()),
    deliveredUntil: orNull(Time),
    completeFrom: orNull(Time),
    newestRecord: orNull(Time),
    lastSync: orNull(closed(LAST_SYNC)),
    sources: Type.Array(closed({ ...LAST_SYNC, deliveredUntil: orNull(Time), failed: Count })),
    failed: Type.Union([Count, Type.Null()]),
    rejected: Type.Union([Count, Type.Null()]),
    unseenSeconds: Type.Number({ minimum: 0 }),
  },
  'How far the answer reaches',
);

export const RecordPeriod = closed(
  {
    first: orNull(Time),
    last: orNull(Time),
    daysWithout: Count,
    gaps: Type.Array(
      closed({ first: Type.String({ format: 'date' }), last: Type.String({ format: 'date' }) }),
    ),
  },
  'First and last record that it is over, and the days in UTC between that have none, in runs (the first ten)',
);

/** Of every answer. */
export const ANSWER = {
  from: orNull(Time),
  to: orNull(Time),
  exact: Type.Boolean(),
  inexactBecause: Type.Optional(Type.String()),
  notes: Type.Optional(
    Type.Array(Type.String(), { description: 'Values of filters that no record has, in words' }),
  ),
  estimate: Type.Optional(Estimate),
  period: RecordPeriod,
  asOf: AsOf,
  parameters: Type.Record(Type.String(), Type.Union([Type.String(), Type.Array(Type.String())]), {
    description: 'As asked, with the defaults of what was not',
  }),
};
