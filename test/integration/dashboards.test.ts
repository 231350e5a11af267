/**
 * Goal: every panel shows the truth. What OpenSearch Dashboards would ask for it is asked of a real
 * OpenSearch, and held against a naive count: over the samples, and over months in which whoever is
 * first in the end is never among the first of a month.
 */
import t, { type Test } from 'tap';
import { makePlan } from '../../samples/maker/plan.ts';
import { PATTERN_FIELDS } from '../../src/dashboards/build/index-pattern.ts';
import { dashboardFiles, TARGET } from '../../src/dashboards/dashboard-files.ts';
import { checkPanel, naiveList, type Planned } from '../dashboards/check-panel.ts';
import {
  NAIVE_CHARTS,
  NAIVE_FIGURES,
  NAIVE_LISTS,
  NAIVE_SEARCHES,
} from '../dashboards/naive-panels.ts';
import { type Range, requestsOf } from '../dashboards/panel-request.ts';
import { listRows, type PanelAnswer } from '../dashboards/panel-rows.ts';
import { isVisual, type ReadObject, readObjects, visStateOf } from '../dashboards/read-objects.ts';
import { testEngineUrl } from '../support/opensearch.ts';
import { SHARED_SAMPLES } from '../support/shared-samples.ts';
import { askServer, worldPrefix } from '../worlds/server.ts';
import { shipWorld } from '../worlds/ship-world.ts';
import { surroundingsOf } from '../worlds/world-count.ts';
import { makeMonthsWorld } from '../worlds/world-months.ts';

const url = testEngineUrl();
const RANGE: Range = { gte: '2025-06-01T00:00:00.000Z', lte: '2026-12-31T00:00:00.000Z' };
const NOWHERE = { objects: [], places: [], awsRanges: [], own: [] };

t.test('over the samples', async (t) => {
  const about = surroundingsOf(NOWHERE);
  await checkPanels(t, SHARED_SAMPLES, {
    records: makePlan().records,
    about,
    empty: ['unknown-agents-by-bytes'],
  });
});

t.test('over months whose first are not the first of the whole', async (t) => {
  const world = makeMonthsWorld();
  const prefix = worldPrefix(t, url, 'dashboards');
  const { code, stderr } = await shipWorld(world, url, prefix);
  t.equal(code, 0, stderr);
  const records = world.objects.flatMap((object) => object.records);
  const planned = { records, about: surroundingsOf(world), empty: [] };
  await checkPanels(t, prefix, planned);
  await t.test('a list is exact once each month is asked for all its clients', async (t) => {
    const sums = async (shardSize: number | undefined) =>
      (await askClients(prefix, shardSize)).map(({ values }) => values[0]);
    const want = naiveList('ips-by-bytes', planned).slice(0, 10);
    const right = want.map(({ values }) => values[0]);
    t.strictSame(await sums(clientsOfLargestMonth(planned)), right, 'as many as a month has');
    t.not((await sums(undefined))[0], right[0], 'without shard_size even the first is another');
  });
});

/** The list of clients by bytes, with another `shard_size`. */
async function askClients(prefix: string, shardSize: number | undefined) {
  const list = panelsOf(prefix).find(({ id }) => id === `${prefix}-ips-by-bytes`);
  if (list === undefined) throw new Error('There is no such list');
  const [body] = JSON.parse(
    JSON.stringify(requestsOf(list, RANGE), (key, value) =>
      key === 'shard_size' ? shardSize : value,
    ),
  );
  return listRows(visStateOf(list), await ask(prefix, body));
}

function clientsOfLargestMonth({ records, about }: Planned): number {
  const months = Map.groupBy(records, ({ timeS }) =>
    new Date(timeS * 1_000).toISOString().slice(0, 'yyyy-mm'.length),
  );
  const clientsOf = (some: Planned['records']): number =>
    naiveList('ips-by-bytes', { records: some, about }).length;
  return Math.max(...[...months.values()].map(clientsOf));
}

t.test(
  'the fields of the index pattern are those that OpenSearch tells of the records',
  async (t) => {
    const path = `/${SHARED_SAMPLES}-records-*/_field_caps?fields=*`;
    const { fields } = (await askServer(url, 'GET', path)) as unknown as FieldCaps; // its only answer
    const told = Object.entries(fields).flatMap(([name, types]) =>
      Object.entries(types).map(([type, { searchable, aggregatable }]) => ({
        ...{ name, esTypes: [type], searchable, aggregatable },
      })),
    );
    const ofRecords = <T extends { readonly name: string }>(list: readonly T[]): readonly T[] =>
      list
        .filter(({ name }) => !name.startsWith('_'))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    const ours = PATTERN_FIELDS.map(({ name, esTypes, searchable, aggregatable }) => ({
      ...{ name, esTypes, searchable, aggregatable },
    }));
    t.strictSame(ofRecords(ours), ofRecords(told));
  },
);

interface FieldCaps {
  readonly fields: Readonly<
    Record<
      string,
      Readonly<Record<string, { readonly searchable: boolean; readonly aggregatable: boolean }>>
    >
  >;
}

function panelsOf(prefix: string): readonly ReadObject[] {
  const { text = '' } = dashboardFiles({ ...TARGET, prefix }).at(-1) ?? {};
  return readObjects(text).filter((object) => isVisual(object) || object.type === 'search');
}

async function ask(prefix: string, body: Readonly<Record<string, unknown>>): Promise<PanelAnswer> {
  const answer = await askServer(url, 'POST', `/${prefix}-records-*/_search`, body);
  return answer as unknown as PanelAnswer; // the shape of every search answer
}

async function checkPanels(t: Test, prefix: string, planned: Planned): Promise<void> {
  const panels = panelsOf(prefix);
  const nameOf = ({ id }: ReadObject): string => id.slice(prefix.length + 1);
  const named = (kind: string): readonly string[] =>
    panels
      .filter((panel) => (isVisual(panel) ? visStateOf(panel).type : panel.type) === kind)
      .map(nameOf)
      .sort();
  t.strictSame(named('table'), Object.keys(NAIVE_LISTS).sort(), 'every list is counted');
  t.strictSame(named('histogram'), Object.keys(NAIVE_CHARTS).sort(), 'every chart is counted');
  t.strictSame(named('metric'), Object.keys(NAIVE_FIGURES).sort(), 'every number is counted');
  t.strictSame(named('search'), Object.keys(NAIVE_SEARCHES).sort(), 'every search is counted');
  for (const panel of panels) {
    const answers = await Promise.all(requestsOf(panel, RANGE).map((body) => ask(prefix, body))); // at most four
    const name = nameOf(panel);
    await t.test(name, async (t) => checkPanel(t, { ...planned, name, panel, answers }));
  }
}
