/** Checks 4 and 5, and that of lists: aggregations fit their panels, fields fit their aggregations. */
import { LIST_GROUPS_MAX } from '../../src/dashboards/build/list-groups-max.ts';
import { readDql } from '../support/dql.ts';
import type { Check } from './check-objects.ts';
import {
  controlsOf,
  INDEX_PATTERNS,
  isVisual,
  type ReadAgg,
  type ReadObject,
  searchSourceOf,
  specOf,
  TEMPLATE_FIELDS,
  type VisState,
  visStateOf,
} from './read-objects.ts';

type Limits = Readonly<Record<string, readonly [min: number, max: number]>>;

const CHART: Limits = { metric: [1, 99], radius: [0, 1], segment: [0, 1], group: [0, 3], split: [0, 1] }; // biome-ignore format: a table
/** The schemas that each type of visualization knows, and how many aggregations each takes. */
const SCHEMAS: Readonly<Record<string, Limits>> = {
  table: { metric: [1, 99], bucket: [0, 99], split: [0, 1] },
  histogram: CHART,
  line: CHART,
  metric: { metric: [1, 99], group: [0, 1] },
  markdown: {},
  vega: {},
  input_control_vis: {},
};

const NUMBERS = ['short', 'integer', 'long'];
/** The types of fields that each aggregation takes; null: it has no field. */
const FITTING: Readonly<Record<string, readonly string[] | null>> = {
  ...{ count: null, filters: null, date_histogram: ['date'] },
  ...{ sum: NUMBERS, avg: NUMBERS, max: [...NUMBERS, 'date'], percentiles: NUMBERS },
  ...{ terms: ['keyword', 'ip', ...NUMBERS], cardinality: ['keyword', 'ip', ...NUMBERS] },
};
const NO_ORDER = ['percentiles'];

const visuals = (objects: readonly ReadObject[]) =>
  objects.filter(isVisual).map((object) => ({ object, state: visStateOf(object) }));

export const checkAggregations: Check = (objects) =>
  visuals(objects).flatMap(({ object: { id }, state }) => {
    const { type, aggs } = state;
    const schemas = SCHEMAS[type];
    if (schemas === undefined) return [`${id} has a type ${type}`];
    const ids = aggs.map((agg) => agg.id);
    const strange = aggs.filter(({ schema }) => schemas[schema] === undefined);
    const counts = Object.entries(schemas).filter(([schema, [min, max]]) => {
      const { length } = aggs.filter((agg) => agg.schema === schema);
      return length < min || length > max;
    });
    return [
      ...strange.map(({ schema }) => `${id} has a schema "${schema}"`),
      ...counts.map(([schema]) => `${id} has too few or too many of "${schema}"`),
      ...(new Set(ids).size === ids.length ? [] : [`${id} has an id twice`]),
      ...aggs
        .filter((agg) => FITTING[agg.type] === undefined)
        .map((agg) => `${id} asks for ${agg.type}`),
      ...aggs.filter((agg) => agg.type === 'terms').flatMap((agg) => orderFaults(id, agg, aggs)),
      ...seriesFaults(id, state),
    ];
  });

function orderFaults(id: string, { params }: ReadAgg, aggs: readonly ReadAgg[]): readonly string[] {
  const { orderBy } = params;
  if (orderBy === '_key' || orderBy === '_count') return [];
  const by = aggs.find((agg) => agg.id === orderBy);
  const isFitting = by?.schema === 'metric' && !NO_ORDER.includes(by.type);
  return isFitting ? [] : [`${id} is ordered by ${orderBy}`];
}

function seriesFaults(id: string, { params, aggs }: VisState): readonly string[] {
  const series = (params.seriesParams ?? []) as readonly { readonly data: { readonly id: string } }[]; // biome-ignore format: of a chart
  const metrics = aggs.filter(({ schema }) => schema === 'metric').map((agg) => agg.id);
  return series
    .filter(({ data }) => !metrics.includes(data.id))
    .map(({ data }) => `${id} draws ${data.id}`);
}

/** Without it a list over several months leaves out who is just below the first 25 in each. */
export const checkLists: Check = (objects) =>
  visuals(objects).flatMap(({ object: { id, attributes }, state }) =>
    state.aggs
      .filter(({ type }) => type === 'terms')
      .flatMap(({ params, schema }) => {
        const json = JSON.parse(String(params.json ?? '{}'));
        const says = String(attributes.description);
        const told = `Exact up to ${LIST_GROUPS_MAX.toLocaleString('en-US')} `;
        return [
          ...(json.shard_size === LIST_GROUPS_MAX
            ? []
            : [`${id} asks a shard for ${json.shard_size}`]),
          ...(schema !== 'bucket' || says.startsWith(told)
            ? []
            : [`${id} does not say how far it is exact`]),
          ...(says.includes('tamarin ') ? [] : [`${id} names no command`]),
        ];
      }),
  );

/** Names of fields in the body of a request. */
function fieldsOf(body: unknown): readonly string[] {
  if (Array.isArray(body)) return body.flatMap(fieldsOf);
  if (typeof body !== 'object' || body === null) return [];
  return Object.entries(body).flatMap(([key, value]): readonly string[] => {
    if (key === 'field') return [String(value)];
    if (key === 'range' || (key === 'terms' && value.field === undefined))
      return Object.keys(value);
    return fieldsOf(value);
  });
}

export const checkFields: Check = (objects) => [
  ...visuals(objects).flatMap(({ object: { id }, state }) => [
    ...state.aggs.flatMap((agg) => misfit(id, agg)),
    ...state.aggs
      .filter((agg) => agg.type === 'filters')
      .flatMap((agg) => dqlFaults(id, dqlsOf(agg))),
    ...controlsOf(state).flatMap(({ fieldName }) => unusable(id, fieldName)),
    ...(state.type === 'vega' ? fieldsOf(specOf(state).data.url.body) : []).flatMap((field) =>
      unusable(id, field),
    ),
  ]),
  ...objects.flatMap((object) => {
    const { id, type, attributes } = object;
    const source = searchSourceOf(object);
    const columns = type === 'search' ? (attributes.columns as readonly string[]) : []; // of a search
    return [
      ...columns.filter((name) => !TEMPLATE_FIELDS.has(name)).map((name) => `${id} shows ${name}`),
      ...dqlFaults(id, source === null ? [] : [source.query.query]),
      ...(source?.filter ?? []).flatMap(({ query }) =>
        fieldsOf(query).flatMap((field) => unusable(id, field)),
      ),
      ...(type === 'index-pattern' ? patternFaults(object) : []),
    ];
  }),
];

function misfit(id: string, { type, params }: ReadAgg): readonly string[] {
  const types = FITTING[type] ?? null;
  if (types === null) return [];
  const field = TEMPLATE_FIELDS.get(String(params.field));
  const isFitting = field?.isAggregatable === true && types.includes(field.type);
  return isFitting ? [] : [`${id} cannot take ${type} of ${params.field}`];
}

const unusable = (id: string, name: string): readonly string[] =>
  TEMPLATE_FIELDS.get(name)?.isAggregatable === true ? [] : [`${id} uses ${name}`];

export const dqlsOf = ({ params }: ReadAgg): readonly string[] =>
  (params.filters as readonly { readonly input: { readonly query: string } }[]).map(({ input }) => input.query); // biome-ignore format: of `filters`

const dqlFaults = (id: string, lines: readonly string[]): readonly string[] =>
  lines
    .filter((line) => line !== '')
    .flatMap((line) => readDql(line).fields)
    .filter((field) => TEMPLATE_FIELDS.get(field)?.isSearchable !== true)
    .map((field) => `${id} searches ${field}`);

function patternFaults({ id, attributes }: ReadObject): readonly string[] {
  const { title, timeFieldName, fields, fieldFormatMap } = attributes;
  const listed: readonly { readonly name: string; readonly esTypes?: readonly string[] }[] =
    JSON.parse(String(fields));
  const named = listed.map(({ name }) => name);
  const isKnown = (name: string): boolean => TEMPLATE_FIELDS.has(name) || name.startsWith('_');
  const ofType = ({ name, esTypes }: (typeof listed)[number]): boolean =>
    name.startsWith('_') || esTypes?.[0] === TEMPLATE_FIELDS.get(name)?.type;
  return [
    ...(INDEX_PATTERNS.includes(String(title)) ? [] : [`${id} is of ${title}`]),
    ...(TEMPLATE_FIELDS.get(String(timeFieldName))?.type === 'date' ? [] : [`${id} has no time`]),
    ...[...TEMPLATE_FIELDS.keys()]
      .filter((name) => !named.includes(name))
      .map((name) => `${id} lacks ${name}`),
    ...named.filter((name) => !isKnown(name)).map((name) => `${id} lists ${name}`),
    ...listed
      .filter((field) => !ofType(field))
      .map(({ name }) => `${id} has another type of ${name}`),
    ...Object.keys(JSON.parse(String(fieldFormatMap)))
      .filter((name) => !isKnown(name))
      .map((name) => `${id} formats ${name}`),
  ];
}
