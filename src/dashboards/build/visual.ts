/** A panel before it is a saved object, and the kinds of visualizations: a function each. */
import { requireDimension } from '../../questions/ask/dimension-table.ts';
import type { Query } from '../../questions/ask/scope.ts';
import { aboutList } from './about-list.ts';
import { type Agg, metricOf, overTime, terms } from './aggregations.ts';
import { axes } from './axes.ts';
import { BLUE, type Colours } from './colours.ts';
import { argsOf, dqlOf, type Only } from './only.ts';
import type { Target } from './saved-object.ts';

export interface Visual {
  readonly kind: 'visualization';
  /** Unique among all panels; the end of its id. */
  readonly name: string;
  /** A question. */
  readonly title: string;
  readonly description: string;
  readonly type: string;
  readonly params: (target: Target) => Readonly<Record<string, unknown>>;
  readonly aggs: readonly Agg[];
  readonly colours: Colours;
  /** DQL; null: it asks nothing of the records itself. */
  readonly dql: string | null;
  /** What its records have to match besides. */
  readonly filter: Query | null;
  /** Dimensions that a reader chooses by. */
  readonly controls: readonly string[];
}

interface Titled {
  readonly name: string;
  readonly title: string;
}

const PLAIN = {
  ...({ kind: 'visualization', aggs: [], colours: {}, dql: null, filter: null } as const),
  ...{ controls: [], description: '' },
};

export interface Listed extends Titled {
  readonly dimension: string;
  /** What it is ordered by, and the columns behind that. */
  readonly by: string;
  readonly also?: readonly string[];
  readonly only?: Only;
}

const ROWS = 10;

/** The first ten of a dimension, as a table. */
export function list({ name, title, dimension, by, also = [], only = {} }: Listed): Visual {
  const metrics = [by, ...also].map(metricOf);
  const [first, ...others] = metrics;
  if (first === undefined || others.some(({ filter }) => filter !== null))
    throw new Error(`${name}: only what a list is ordered by can have a filter of its own`);
  const command = ['top', dimension, '--by', by.includes('(') ? `'${by}'` : by, ...argsOf(only)];
  return {
    ...PLAIN,
    ...{ name, title, type: 'table', dql: dqlOf(only), filter: first.filter },
    description: aboutList({
      plural: requireDimension(dimension).plural,
      command: command.join(' '),
      isEstimate: metrics.some(({ isEstimate }) => isEstimate),
    }),
    params: () => ({
      ...{ perPage: ROWS, showPartialRows: false, showMetricsAtAllLevels: false },
      ...{ showTotal: false, totalFunc: 'sum', percentageCol: '' },
    }),
    aggs: [...metrics.map(({ agg }) => agg), terms(dimension, 'bucket', ROWS)],
  };
}

interface Charted extends Titled {
  readonly description: string;
  readonly by: string;
  /** What each bar or line is split by. */
  readonly split?: Agg;
  readonly colours?: Colours;
  /** Each time is a whole. */
  readonly isShare?: true;
  readonly only?: Only;
}

/** Stacked bars over time. */
export function bars({ split, isShare, ...charted }: Charted): Visual {
  const { agg, label, filter } = metricOf(charted.by);
  return {
    ...PLAIN,
    ...{ name: charted.name, title: charted.title, description: charted.description },
    ...{ type: 'histogram', dql: dqlOf(charted.only ?? {}), filter },
    colours: charted.colours ?? { [label]: BLUE },
    params: () =>
      axes({ type: 'histogram', mode: 'stacked', label, isShare: isShare === true, hasLegend: split !== undefined }), // biome-ignore format: one call
    aggs: [agg, overTime(), ...(split === undefined ? [] : [split])],
  };
}

interface Lines extends Titled {
  readonly description: string;
  readonly agg: Agg;
  /** Of the axis. */
  readonly label: string;
  readonly colours: Colours;
  readonly hasLegend: boolean;
}

/** A line over time for each value of an aggregation. */
export const line = ({ agg, label, hasLegend, ...titled }: Lines): Visual => ({
  ...PLAIN,
  ...titled,
  ...{ type: 'line', dql: '' },
  params: () => axes({ type: 'line', mode: 'normal', label, isShare: false, hasLegend }),
  aggs: [agg, overTime()],
});

interface Figures extends Titled {
  readonly description: string;
  readonly by: readonly string[];
}

/** Large numbers side by side. */
export function figures({ name, title, description, by }: Figures): Visual {
  const metrics = by.map(metricOf);
  const style = { bgFill: '#000', bgColor: false, labelColor: false, subText: '', fontSize: 32 };
  return {
    ...PLAIN,
    ...{ name, title, description, type: 'metric', dql: '', filter: metrics[0]?.filter ?? null },
    params: () => ({
      ...{ addTooltip: true, addLegend: false, type: 'metric' },
      metric: {
        ...{ percentageMode: false, useRanges: false, colorSchema: 'Green to Red' },
        ...{ metricColorMode: 'None', colorsRange: [{ from: 0, to: 10_000 }], invertColors: false },
        ...{ labels: { show: true }, style },
      },
    }),
    aggs: metrics.map(({ agg }) => agg),
  };
}

export const markdown = (name: string, title: string, text: string): Visual => ({
  ...PLAIN,
  ...{ name, title, type: 'markdown' },
  params: () => ({ fontSize: 12, openLinksInNewTab: false, markdown: text }),
});

interface Drawn extends Titled {
  readonly description: string;
  readonly spec: (target: Target) => object;
}

/** A Vega-Lite drawing, which asks by itself. */
export const vega = ({ spec, ...titled }: Drawn): Visual => ({
  ...PLAIN,
  ...titled,
  type: 'vega',
  params: (target) => ({ spec: JSON.stringify(spec(target), null, 2) }),
});
