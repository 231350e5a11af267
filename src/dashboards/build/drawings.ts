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

/**
 * The one datum is the whole answer. A `format.property` that leads into it would break where there is
 * no index yet: then an answer has no aggregations.
 */
const asked = (target: Target, aggs: object) => ({
  url: {
    ...{ '%context%': true, '%timefield%': '@timestamp' },
    ...{ index: recordsOf(target), body: { size: 0, aggs } },
  },
});

const answered = (path: string, otherwise: string): string =>
  `(datum.aggregations ? datum.aggregations.${path} : ${otherwise})`;

/** Stands for the groups where there is none: an axis without any number warns on the panel. */
const NONE = "['none']";
const ifNone = (then: string, otherwise: string): string =>
  `datum.group == 'none' ? ${then} : ${otherwise}`;

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
  const ofWhom = `(datum.count < ${LIST_GROUPS_MAX} ? ' of all ' : ' of the first ')`;
  const average = (name: string) =>
    calculate(
      `${name}Label`,
      ifNone(`'${name}: none'`, `'${name}' + ${ofWhom} + format(datum.count, ',') + ' ${plural}: ' + ${written(`datum.${name}`)}`), // biome-ignore format: one label
    );
  return {
    $schema: SCHEMA,
    description: `The first ${SHOWN} ${plural} by ${by}, and the mean and the median of all`,
    data: asked(target, { groups }),
    transform: [
      calculate('answered', answered('groups.buckets', '[]')),
      calculate('groups', `datum.answered.length > 0 ? datum.answered : ${NONE}`),
      { flatten: ['groups'], as: ['group'] },
      calculate('key', 'datum.group.key'),
      calculate('taken', ifNone('0', `datum.group.${isSum ? 'taken.value' : 'doc_count'}`)),
      {
        joinaggregate: [
          { op: 'count', as: 'count' },
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
      calculate('row', ifNone("'No results found'", `datum.key + ' (' + ${count('datum.taken / datum.mean')} + ' × mean)'`)), // biome-ignore format: one label
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
    // Dashboards gives this style the colour of its theme, which may be dark.
    mark: { type: 'text', style: 'guide-title', ...mark },
    encoding: { text: { field: 'text', type: 'nominal' } },
  });
  return {
    $schema: SCHEMA,
    description: `What part of all requests are ${words}`,
    data: asked(target, { parts: { filters: { filters } } }),
    transform: ['some', 'all'].map((part) =>
      calculate(part, answered(`parts.buckets.${part}.doc_count`, '0')),
    ),
    layer: [
      text("format(datum.some / max(1, datum.all), '.2%')", {
        ...{ fontSize: 32, fontWeight: 'bold', dy: -12 },
      }),
      text(`format(datum.some, ',') + ' of ' + format(datum.all, ',')`, {
        ...{ fontSize: 16, fontWeight: 'normal', dy: 20 },
      }),
    ],
    config: { view: { stroke: null } },
  };
};
