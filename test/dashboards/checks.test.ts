/**
 * Goal: an import shows what it should. A server takes objects whose references, fields and schemas
 * are wrong without a word, so each file is checked here, and each check is shown to find its fault.
 */
import t from 'tap';
import { dashboardFiles, TARGET } from '../../src/dashboards/dashboard-files.ts';
import { checkCoverage } from './check-coverage.ts';
import { checkDrawings } from './check-drawings.ts';
import { type Check, checkPlaces, checkReferences, checkShape } from './check-objects.ts';
import { checkReadable } from './check-readable.ts';
import { checkAggregations, checkFields, checkLists } from './check-visuals.ts';
import { alter, alterJson, alterSpec, alterState } from './plant.ts';
import { type ReadObject, readObjects } from './read-objects.ts';

const CHECKS: Readonly<Record<string, Check>> = {
  shape: checkShape,
  references: checkReferences,
  aggregations: checkAggregations,
  lists: checkLists,
  fields: checkFields,
  places: checkPlaces,
  drawings: checkDrawings,
  readable: checkReadable,
};

const files = dashboardFiles(TARGET).map(({ name, text }) => ({
  name,
  objects: readObjects(text),
}));
const all = files.at(-1)?.objects ?? [];

for (const { name, objects } of files)
  t.test(`${name} can be imported and shows what it should`, async (t) => {
    for (const [what, check] of Object.entries(CHECKS)) t.strictSame(check(objects), [], what);
  });

t.test('together they answer the four questions', async (t) => {
  t.strictSame(checkCoverage(all), []);
});

interface Fault {
  readonly name: string;
  readonly check: Check;
  readonly plant: (objects: readonly ReadObject[]) => readonly ReadObject[];
  readonly found: string;
}

const IPS = 'tamarin-ips-by-bytes';
const COMPARE = 'tamarin-compare-bytes';
const TIMES = 'tamarin-bytes-over-time';
const PATTERN = 'tamarin-records';

// biome-ignore format: a table, one row a fault
const FAULTS: readonly Fault[] = [
  { name: 'an object that is there twice', check: checkShape, plant: (all) => [...all, ...all.slice(0, 1)], found: 'index-pattern:tamarin-records is there twice' },
  { name: 'a migration that no server knows', check: checkShape, plant: (all) => alter(all, PATTERN, (object) => { object.migrationVersion = { 'index-pattern': '7.11.0' }; }), found: 'tamarin-records has a migration index-pattern 7.11.0' },
  { name: "a migration by a server's version", check: checkShape, plant: (all) => alter(all, IPS, (object) => { object.migrationVersion = { visualization: '7.10.1' }; }), found: `${IPS} has a migration visualization 7.10.1` },
  { name: 'an attribute that old servers refuse', check: checkShape, plant: (all) => alter(all, 'tamarin-dashboard-files', ({ attributes }) => { attributes.variablesJSON = '[]'; }), found: 'tamarin-dashboard-files has an attribute "variablesJSON"' },
  { name: 'a type that is not ours', check: checkShape, plant: (all) => alter(all, IPS, (object) => { object.type = 'lens'; }), found: `${IPS} is a lens` },
  { name: 'a reference to what is not there', check: checkReferences, plant: (all) => all.filter(({ id }) => id !== IPS), found: `tamarin-dashboard-consumers refers to ${IPS}` },
  { name: 'a panel without its reference', check: checkReferences, plant: (all) => alter(all, 'tamarin-dashboard-files', (object) => { object.references.pop(); }), found: 'tamarin-dashboard-files has not one reference panel_7' },
  { name: 'a reference that nothing uses', check: checkReferences, plant: (all) => alter(all, IPS, (object) => { object.references.push({ name: 'search_0', type: 'search', id: 'tamarin-every-request' }); }), found: `${IPS} does not use search_0` },
  { name: 'a filter without its reference', check: checkReferences, plant: (all) => alter(all, 'tamarin-ips-by-downloads', (object) => { object.references.pop(); }), found: 'tamarin-ips-by-downloads has not one reference kibanaSavedObjectMeta.searchSourceJSON.filter[0].meta.index' },
  { name: 'links to a search that is not there', check: checkReferences, plant: (all) => alterJson(all, PATTERN, 'fieldFormatMap', (formats) => { formats.key.params.urlTemplate = '../app/discover#/view/gone?_a=()'; }), found: 'tamarin-records links to ../app/discover#/view/gone' },
  { name: 'links to a page that is not there', check: checkReferences, plant: (all) => alterJson(all, PATTERN, 'fieldFormatMap', (formats) => { formats.key.params.urlTemplate = 'app/discover#/view/tamarin-every-request?_a=()'; }), found: 'tamarin-records links to app/discover#/view/tamarin-every-request' },
  { name: 'a wrong schema name', check: checkAggregations, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[3].schema = 'aws.s3.bucket'; }), found: `${IPS} has a schema "aws.s3.bucket"` },
  { name: 'a chart with two time axes', check: checkAggregations, plant: (all) => alterState(all, TIMES, ({ aggs }) => { aggs.push({ ...aggs[1], id: '3' }); }), found: `${TIMES} has too few or too many of "segment"` },
  { name: 'a table without a number', check: checkAggregations, plant: (all) => alterState(all, IPS, (state) => { state.aggs = []; }), found: `${IPS} has too few or too many of "metric"` },
  { name: 'an id that is there twice', check: checkAggregations, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[1].id = '1'; }), found: `${IPS} has an id twice` },
  { name: 'a type of panel that there is not', check: checkAggregations, plant: (all) => alterState(all, IPS, (state) => { state.type = 'tables'; }), found: `${IPS} has a type tables` },
  { name: 'an aggregation that there is not', check: checkAggregations, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[0].type = 'bucket_script'; }), found: `${IPS} asks for bucket_script` },
  { name: 'an order by a number that is not there', check: checkAggregations, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[3].params.orderBy = '9'; }), found: `${IPS} is ordered by 9` },
  { name: 'an order by the list itself', check: checkAggregations, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[3].params.orderBy = '4'; }), found: `${IPS} is ordered by 4` },
  { name: 'an order by percentiles', check: checkAggregations, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[0].type = 'percentiles'; }), found: `${IPS} is ordered by 1` },
  { name: 'a line of a number that is not there', check: checkAggregations, plant: (all) => alterState(all, TIMES, ({ params }) => { params.seriesParams[0].data.id = '2'; }), found: `${TIMES} draws 2` },
  { name: 'a list without shard_size', check: checkLists, plant: (all) => alterState(all, IPS, ({ aggs }) => { delete aggs[3].params.json; }), found: `${IPS} asks a shard for undefined` },
  { name: 'a list with another shard_size', check: checkLists, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[3].params.json = '{"shard_size":100}'; }), found: `${IPS} asks a shard for 100` },
  { name: 'a list that does not say how far it is exact', check: checkLists, plant: (all) => alter(all, IPS, ({ attributes }) => { attributes.description = 'Run: tamarin top ip'; }), found: `${IPS} does not say how far it is exact` },
  { name: 'a list that names no command', check: checkLists, plant: (all) => alter(all, IPS, ({ attributes }) => { attributes.description = 'Exact up to 20,000 of them.'; }), found: `${IPS} names no command` },
  { name: 'an unknown field', check: checkFields, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[0].params.field = 'bytes'; }), found: `${IPS} cannot take sum of bytes` },
  { name: 'a sum of words', check: checkFields, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[0].params.field = 'key'; }), found: `${IPS} cannot take sum of key` },
  { name: 'groups of analysed text', check: checkFields, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[3].params.field = 'key.text'; }), found: `${IPS} cannot take terms of key.text` },
  { name: 'groups of what is only stored', check: checkFields, plant: (all) => alterState(all, IPS, ({ aggs }) => { aggs[3].params.field = 'request_uri'; }), found: `${IPS} cannot take terms of request_uri` },
  { name: 'a time axis that is no time', check: checkFields, plant: (all) => alterState(all, TIMES, ({ aggs }) => { aggs[1].params.field = 'http_status'; }), found: `${TIMES} cannot take date_histogram of http_status` },
  { name: 'a column that there is not', check: checkFields, plant: (all) => alter(all, 'tamarin-deletes', ({ attributes }) => { attributes.columns.push('user'); }), found: 'tamarin-deletes shows user' },
  { name: 'DQL of a field that is not indexed', check: checkFields, plant: (all) => alter(all, 'tamarin-deletes', ({ attributes }) => { attributes.kibanaSavedObjectMeta.searchSourceJSON = JSON.stringify({ query: { query: 'host_id : x' }, filter: [] }); }), found: 'tamarin-deletes searches host_id' },
  { name: 'a group by DQL of an unknown field', check: checkFields, plant: (all) => alterState(all, 'tamarin-statuses-over-time', ({ aggs }) => { aggs[2].params.filters[0].input.query = 'status : 1'; }), found: 'tamarin-statuses-over-time searches status' },
  { name: 'a menu of an unknown field', check: checkFields, plant: (all) => alterState(all, 'tamarin-menus', ({ params }) => { params.controls[0].fieldName = 'buckets'; }), found: 'tamarin-menus uses buckets' },
  { name: 'a drawing of an unknown field', check: checkFields, plant: (all) => alterSpec(all, COMPARE, ({ data }) => { data.url.body.aggs.groups.terms.field = 'ip'; }), found: `${COMPARE} uses ip` },
  { name: 'an index pattern without a field', check: checkFields, plant: (all) => alterJson(all, PATTERN, 'fields', (fields) => { fields.splice(fields.findIndex(({ name }: { name: string }) => name === 'key'), 1); }), found: 'tamarin-records lacks key' },
  { name: 'an index pattern of other indices', check: checkFields, plant: (all) => alter(all, PATTERN, ({ attributes }) => { attributes.title = 'tamarin-*'; }), found: 'tamarin-records is of tamarin-*' },
  { name: 'a format of an unknown field', check: checkFields, plant: (all) => alterJson(all, PATTERN, 'fieldFormatMap', (formats) => { formats.bytes = {}; }), found: 'tamarin-records formats bytes' },
  { name: 'panels that lie on each other', check: checkPlaces, plant: (all) => alterJson(all, 'tamarin-dashboard-files', 'panelsJSON', (panels) => { panels[1].gridData.x = 23; }), found: 'tamarin-dashboard-files, panel 2 lies on 1' },
  { name: 'a panel outside the columns', check: checkPlaces, plant: (all) => alterJson(all, 'tamarin-dashboard-files', 'panelsJSON', (panels) => { panels[1].gridData.w = 25; }), found: 'tamarin-dashboard-files, panel 2 is outside the 48 columns' },
  { name: 'a panel of two names', check: checkPlaces, plant: (all) => alterJson(all, 'tamarin-dashboard-files', 'panelsJSON', (panels) => { panels[1].gridData.i = '7'; }), found: 'tamarin-dashboard-files, panel 2 is called 7' },
  { name: 'a drawing of a later version', check: checkDrawings, plant: (all) => alterSpec(all, COMPARE, (spec) => { spec.$schema = spec.$schema.replace('v5', 'v6'); }), found: `${COMPARE} is of https://vega.github.io/schema/vega-lite/v6.json` },
  { name: 'a drawing that vega-lite 5 warns of', check: checkDrawings, plant: (all) => alterSpec(all, COMPARE, ({ layer }) => { layer[0].encoding.z = { field: 'taken' }; }), found: `${COMPARE} with vega-lite 5: z-encoding is dropped as z is not a valid encoding channel.` },
  { name: 'a drawing that vega-lite 6 warns of', check: checkDrawings, plant: (all) => alterSpec(all, COMPARE, ({ layer }) => { layer[0].encoding.z = { field: 'taken' }; }), found: `${COMPARE} with vega-lite 6: z-encoding is dropped as z is not a valid encoding channel.` },
  { name: 'a drawing that newer servers refuse', check: checkDrawings, plant: (all) => alterSpec(all, COMPARE, ({ transform }) => { transform[0].calculate = 'datum[datum.key]'; }), found: `${COMPARE} has datum[datum.key]` },
  { name: 'a drawing with a query of its own', check: checkDrawings, plant: (all) => alterSpec(all, COMPARE, ({ data }) => { data.url.body.query = {}; }), found: `${COMPARE} is not filtered` },
  { name: 'a heading that is cut off', check: checkReadable, plant: (all) => alterJson(all, IPS, 'uiStateJSON', ({ vis }) => { vis.columnsWidth[1].width = 90; }), found: `${IPS} cuts off "Requests"` },
  { name: 'a column of no width of its own', check: checkReadable, plant: (all) => alterJson(all, IPS, 'uiStateJSON', ({ vis }) => { vis.columnsWidth.pop(); }), found: `${IPS} cuts off "Keys"` },
  { name: 'columns that leave no room for names', check: checkReadable, plant: (all) => alterJson(all, IPS, 'uiStateJSON', ({ vis }) => { vis.columnsWidth[1].width = 300; }), found: `${IPS} leaves no room for names` },
  { name: 'a list with pages', check: checkReadable, plant: (all) => alterState(all, IPS, ({ params }) => { params.perPage = 10; }), found: `${IPS} spends room on pages` },
  { name: 'a long name in a legend', check: checkReadable, plant: (all) => alterJson(all, 'tamarin-statuses-over-time', 'uiStateJSON', ({ vis }) => { vis.colors['3xx elsewhere or unchanged'] = '#009E73'; }), found: 'tamarin-statuses-over-time cuts off "3xx elsewhere or unchanged"' },
  { name: 'a letter that few fonts have', check: checkReadable, plant: (all) => alterState(all, 'tamarin-files-text', ({ params }) => { params.markdown = 'See ⓘ.'; }), found: 'tamarin-files-text has a rare letter' },
  { name: 'nobody ranked by bytes', check: checkCoverage, plant: (all) => all.filter(({ id }) => id !== IPS), found: 'nothing asks: who takes the most bytes?' },
  { name: 'no comparison with the average', check: checkCoverage, plant: (all) => all.filter(({ id }) => !id.startsWith('tamarin-compare')), found: 'nothing asks: how do the first compare with the average?' },
];

for (const { name, check, plant, found } of FAULTS)
  t.test(`it is found: ${name}`, async (t) => {
    t.ok(check(plant(all)).includes(found), check(plant(all)).join('\n'));
  });
