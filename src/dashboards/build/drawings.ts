/**
 * Vega-Lite drawings: what classic panels cannot compute. Each asks once, within the time range and
 * filters of its dashboard. Version 5 of the language is what every Dashboards from 2.19 on compiles.
 */
import { requireDimension } from '../../questions/ask/dimension-table.ts';
import type { Query } from '../../questions/ask/scope.ts';
import { metricOf } from './aggregations.ts';
import { BLUE, GREEN, ORANGE } from './colours.ts';
import { LIST_GROUPS_MAX } from './list-groups-max.ts';
import { recordsOf, type Target } from './saved-object.ts';

const SCHEMA = 'https://vega.github.io/schema/vega-lite/v5.json';
const SHOWN = 10;
/** Of the numbers in other panels. */
const INK = '#343741';

const asked = (target: Target, body: object, property: string) => ({
  url: {
    ...{ '%context%': true, '%timefield%': '@timestamp' },
    ...{ index: recordsOf(target), body: { size: 0, ...body } },
  },
  format: { property },
});

/** Three digits and a unit of 1,000: `48.9 GB`. */
const bytes = (value: string): string => `replace(format(${value}, '.3~s'), /(\\D?)$/, ' $1B')`;
const count = (value: string): string => `format(${value}, ',.3~r')`;
const calculate = (as: string, expression: string) => ({ calculate: expression, as });

/** The first ten of a dimension beside the mean and the median of all. */
export const comparison = (dimension: string, by: 'bytes' | 'requests') => (target: Target) => {
  const { field, heading, plural } = requireDimension(dimension);
  const { agg, label } = metricOf(by);
  const isSum = agg.type === 'sum';
  const written = isSum ? bytes : count;
  const groups = {
    terms: {
      ...{ field, size: LIST_GROUPS_MAX, shard_size: LIST_GROUPS_MAX },
      order: isSum ? { taken: 'desc' } : { _count: 'desc' },
    },
    ...(isSum ? { aggs: { taken: { sum: { field: agg.params.field } } } } : {}),
  };
  // A list as long as was asked for may be cut off: then nothing is said of all.
  const ofWhom = `(datum.groups < ${LIST_GROUPS_MAX} ? ' of all ' : ' of the first ')`;
  const average = (name: string) =>
    calculate(
      `${name}Label`,
      `'${name}' + ${ofWhom} + format(datum.groups, ',') + ' ${plural}: ' + ${written(`datum.${name}`)}`,
    );
  return {
    $schema: SCHEMA,
    description: `The first ${SHOWN} ${plural} by ${by}, and the mean and the median of all`,
    data: asked(target, { aggs: { groups } }, 'aggregations.groups.buckets'),
    transform: [
      calculate('taken', isSum ? 'datum.taken.value' : 'datum.doc_count'),
      {
        joinaggregate: [
          { op: 'count', as: 'groups' },
          { op: 'mean', field: 'taken', as: 'mean' },
          { op: 'median', field: 'taken', as: 'median' },
        ],
      },
      {
        window: [{ op: 'row_number', as: 'rank' }],
        sort: [
          { field: 'taken', order: 'descending' },
          { field: 'key', order: 'ascending' },
        ],
      },
      { filter: `datum.rank <= ${SHOWN}` },
      calculate('row', `datum.key + ' (' + ${count('datum.taken / datum.mean')} + ' × mean)'`),
      average('mean'),
      average('median'),
    ],
    layer: [bar(heading, label, written), rule('mean'), rule('median')],
    config: { axis: { labelFontSize: 12, titleFontSize: 12 }, legend: { labelFontSize: 12 } },
  };
};

function bar(heading: string, label: string, written: (value: string) => string) {
  const axis = { title: label, axis: { labelExpr: written('datum.value') } };
  return {
    mark: { type: 'bar', color: BLUE },
    encoding: {
      y: { field: 'row', type: 'nominal', title: heading, sort: { field: 'rank', op: 'min' }, axis: { labelLimit: 400, maxExtent: 450 } }, // biome-ignore format: one axis
      x: { field: 'taken', type: 'quantitative', ...axis },
    },
  };
}

/** A line across all bars; its legend says the number. */
const rule = (name: 'mean' | 'median') => ({
  mark: { type: 'rule', strokeWidth: 3 },
  encoding: {
    x: { aggregate: 'max', field: name, type: 'quantitative' },
    color: {
      ...{ field: `${name}Label`, type: 'nominal', scale: { range: [ORANGE, GREEN] } },
      legend: { orient: 'top', title: null, labelLimit: 0, direction: 'vertical' },
    },
  },
});

/** One large number: the part of the records that a metric's filter lets through. */
export const share = (by: string, words: string) => (target: Target) => {
  const { filter } = metricOf(by);
  const filters: Readonly<Record<string, Query | null>> = { some: filter, all: { match_all: {} } };
  const text = (expression: string, mark: object) => ({
    transform: [calculate('text', expression)],
    mark: { type: 'text', ...mark },
    encoding: { text: { field: 'text', type: 'nominal' } },
  });
  return {
    $schema: SCHEMA,
    description: `What part of all requests are ${words}`,
    data: asked(
      target,
      { aggs: { parts: { filters: { filters } } } },
      'aggregations.parts.buckets',
    ),
    layer: [
      text("format(datum.some.doc_count / max(1, datum.all.doc_count), '.2%')", {
        ...{ fontSize: 32, fontWeight: 'bold', color: INK, dy: -12 },
      }),
      text(`format(datum.some.doc_count, ',') + ' of ' + format(datum.all.doc_count, ',')`, {
        ...{ fontSize: 16, color: INK, dy: 20 },
      }),
    ],
    config: { view: { stroke: null } },
  };
};
