/**
 * What OpenSearch Dashboards asks for a panel (src/plugins/data/common/search/aggs and
 * vis_type_vega/public): aggregations are nested in the order of their list, metrics lie in the
 * innermost, their ids are their names, and `json` is merged into the body. What our panels do not use
 * is an error, never a guess.
 */
import { readDql } from '../support/dql.ts';
import { dqlsOf } from './check-visuals.ts';
import {
  controlsOf,
  type ReadAgg,
  type ReadObject,
  type SearchSource,
  searchSourceOf,
  specOf,
  type VisState,
  visStateOf,
} from './read-objects.ts';

type Body = Readonly<Record<string, unknown>>;

/** Bounds of the time picker. */
export interface Range {
  readonly gte: string;
  readonly lte: string;
}

/** As the picker's default makes it of a month: a day each, in the time zone of the browser. */
const OVER_TIME = { calendar_interval: '1d', time_zone: 'UTC', min_doc_count: 1 };
/** Of every search but a drawing's: a count without groups is the number of hits. */
const COUNTED = { track_total_hits: true };
const EVERYTHING: SearchSource = { query: { query: '' }, filter: [] };

/** The bodies that a panel sends; none for a panel of words. */
export function requestsOf(object: ReadObject, range: Range): readonly Body[] {
  const query = queryOf(searchSourceOf(object) ?? EVERYTHING, range);
  if (object.type === 'search') return [{ size: 500, ...COUNTED, sort: sortOf(object), query }];
  const state = visStateOf(object);
  switch (state.type) {
    case 'markdown':
      return [];
    case 'input_control_vis':
      return controlsOf(state).map(({ fieldName: field }) => ({
        size: 0,
        query,
        aggs: { values: { terms: { field, size: 50, order: { _count: 'desc' } } } },
      }));
    case 'vega':
      return [{ ...specOf(state).data.url.body, query }];
    default:
      return [{ size: 0, ...COUNTED, query, aggs: aggsOf(state) }];
  }
}

const sortOf = ({ attributes }: ReadObject) =>
  (attributes.sort as readonly [string, string][]).map(([field, order]) => ({ [field]: order })); // of a search

const queryOf = ({ query, filter }: SearchSource, range: Range) => ({
  bool: {
    filter: [
      query.query === '' ? { match_all: {} } : readDql(query.query).query,
      ...filter.map((each) => each.query),
      { range: { '@timestamp': { ...range, format: 'strict_date_optional_time' } } },
    ],
  },
});

function aggsOf({ aggs }: VisState): Body {
  const buckets = aggs.filter(({ schema }) => schema !== 'metric');
  const metrics = aggs.filter(({ schema }) => schema === 'metric');
  const innermost = Object.fromEntries(metrics.flatMap((agg) => metricOf(agg)));
  return buckets.reduceRight<Body>(
    (inner, agg) => ({ [agg.id]: { ...bucketOf(agg, metrics), aggs: inner } }),
    innermost,
  );
}

/** A count is what every bucket has. */
function metricOf({ id, type, params }: ReadAgg): readonly (readonly [string, Body])[] {
  const { field, percents } = params;
  switch (type) {
    case 'count':
      return [];
    case 'percentiles':
      return [[id, { percentiles: { field, percents, keyed: false } }]];
    case 'sum':
    case 'avg':
    case 'max':
    case 'cardinality':
      return [[id, { [type]: { field } }]];
    default:
      throw new Error(`No panel asks for ${type}`);
  }
}

function bucketOf(agg: ReadAgg, metrics: readonly ReadAgg[]): Body {
  const { type, params } = agg;
  const { field, size, order, orderBy, json } = params;
  switch (type) {
    case 'terms': {
      const by = metrics.find(({ id }) => id === orderBy)?.type === 'count' ? '_count' : orderBy;
      const more: Body = JSON.parse(String(json ?? '{}'));
      return { terms: { field, size, order: { [String(by)]: order }, ...more } };
    }
    case 'date_histogram':
      return { date_histogram: { field, ...OVER_TIME } };
    case 'filters': {
      const labels = (params.filters as readonly { readonly label: string }[]).map(
        (each) => each.label,
      ); // of `filters`
      const queries = dqlsOf(agg).map((dql, at) => [labels[at], readDql(dql).query]);
      return { filters: { filters: Object.fromEntries(queries) } };
    }
    default:
      throw new Error(`No panel groups by ${type}`);
  }
}
