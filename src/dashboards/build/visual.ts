/** A panel before it is a saved object, and the kinds of visualizations: a function each. */
import { requireDimension } from '../../questions/ask/dimension-table.ts';
import type { Query } from '../../questions/ask/scope.ts';
import { aboutList } from './about-list.ts';
import { type Agg, metricOf, overTime, terms } from './aggregations.ts';
import { axes } from './axes.ts';
import { BLUE, type Colours } from './colours.ts';
import { argsOf, dqlOf, type Only } from './only.ts';
import type { Target } from './saved-object.ts';

/** What a reader could also set by hand. */
interface UiState {
  readonly colors?: Colours;
  /** In pixels; columns that are not named share the rest. */
  readonly columnsWidth?: readonly { readonly colIndex: number; readonly width: number }[];
}

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
  readonly uiState: UiState;
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
  ...({ kind: 'visualization', aggs: [], uiState: {}, dql: null, filter: null } as const),
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

/** The first ten of a dimension, as a table of one page. */
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
      ...{ perPage: '', showPartialRows: false, showMetricsAtAllLevels: false },
      ...{ showTotal: false, totalFunc: 'sum', percentageCol: '' },
    }),
    aggs: [...metrics.map(({ agg }) => agg), terms(dimension, 'bucket', ROWS)],
    uiState: { columnsWidth: metrics.map(({ label }, at) => widthOf(label, at + 1)) },
  };
}

/** As wide as the heading with its arrow: the rest is for names, which can be long. */
const widthOf = (label: string, colIndex: number) => ({ colIndex, width: 50 + 8 * label.length });

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
    uiState: { colors: charted.colours ?? { [label]: BLUE } },
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
export const line = ({ agg, label, hasLegend, colours, ...titled }: Lines): Visual => ({
  ...PLAIN,
  ...titled,
  ...{ type: 'line', dql: '', uiState: { colors: colours } },
  params: () => axes({ type: 'line', mode: 'normal', label, isShare: false, hasLegend }),
  aggs: [agg, overTime()],
});

interface Figures extends Titled {
  readonly description: string;
  readonly by: readonly string[];
}

const FIGURE_PT = 24;

/** Large numbers side by side. */
export function figures({ name, title, description, by }: Figures): Visual {
  const metrics = by.map(metricOf);
  const style = {
    bgFill: '#000',
    bgColor: false,
    labelColor: false,
    subText: '',
    fontSize: FIGURE_PT,
  };
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
