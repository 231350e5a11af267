/** Goal: `dashboards/` is what the code makes, and what its panels say of Tamarin is true. */
import { readdirSync, readFileSync } from 'node:fs';
import t from 'tap';
import { PATTERN_FIELDS } from '../../src/dashboards/build/index-pattern.ts';
import { LIST_GROUPS_MAX } from '../../src/dashboards/build/list-groups-max.ts';
import {
  ALL_FILE,
  DASHBOARDS,
  dashboardFiles,
  TARGET,
} from '../../src/dashboards/dashboard-files.ts';
import { prepareQuestion } from '../../src/questions/catalogue.ts';
import { readCookbook, splitCommand } from '../support/cookbook.ts';
import { isVisual, panelsOf, readObjects, visStateOf } from './read-objects.ts';

const FOLDER = new URL('../../dashboards/', import.meta.url);
const COOKBOOK = new URL('../../docs/cookbook.md', import.meta.url);
const files = dashboardFiles(TARGET);
const all = readObjects(files.at(-1)?.text ?? '');

t.test('the files that are checked in are those that the code makes', async (t) => {
  t.strictSame(readdirSync(FOLDER).sort(), files.map(({ name }) => name).sort());
  for (const { name, text } of files)
    t.equal(readFileSync(new URL(name, FOLDER), 'utf8'), text, `${name}: npm run dashboards`);
});

t.test('there is a file for each dashboard, and one with all of them', async (t) => {
  const dashboardsIn = (text: string): number =>
    readObjects(text).filter(({ type }) => type === 'dashboard').length;
  const counts = files.map(({ name, text }) => [name, dashboardsIn(text)]);
  const each = DASHBOARDS.map(({ name }) => [`${name}.ndjson`, 1]);
  t.strictSame(counts, [...each, [ALL_FILE, DASHBOARDS.length]]);
});

t.test(
  'the samples have dashboards of their own, which share nothing with the real ones',
  async (t) => {
    const samples = dashboardFiles({
      ...TARGET,
      prefix: 'tamarin-samples',
      title: 'Tamarin samples',
    });
    const objects = readObjects(samples.at(-1)?.text ?? '');
    const ids = new Set(all.map(({ id }) => id));
    t.strictSame(
      objects.filter(({ id }) => ids.has(id)),
      [],
    );
    t.notMatch(samples.at(-1)?.text, /"tamarin-records|\[Tamarin\]/);
    const title = objects.find(({ type }) => type === 'index-pattern')?.attributes.title;
    t.equal(title, 'tamarin-samples-records-*');
  },
);

t.test(
  'a dashboard opens with the last 30 days, does not refresh, and explains itself',
  async (t) => {
    for (const dashboard of all.filter(({ type }) => type === 'dashboard')) {
      const { timeRestore, timeFrom, timeTo, refreshInterval } = dashboard.attributes;
      t.strictSame([timeRestore, timeFrom, timeTo], [true, 'now-30d', 'now'], dashboard.id);
      t.strictSame(refreshInterval, { pause: true, value: 0 }, dashboard.id);
      const types = dashboard.references.map(({ id }) => {
        const object = all.find((each) => each.id === id);
        return object !== undefined && isVisual(object) ? visStateOf(object).type : object?.type;
      });
      t.equal(types[0], 'markdown', `${dashboard.id} begins with words`);
      t.ok(types.includes('input_control_vis'), `${dashboard.id} has menus`);
    }
  },
);

t.test('every panel is titled by a question', async (t) => {
  for (const dashboard of all.filter(({ type }) => type === 'dashboard'))
    for (const panel of panelsOf(dashboard))
      t.match(panel, { title: /^(?:Who|What|Which|When|How) .*\?$/ }, dashboard.id);
});

t.test('every command that a description names is one that Tamarin takes', async (t) => {
  const described = all.map(({ id, attributes }) => ({ id, text: String(attributes.description) }));
  const commands = described.flatMap(
    ({ id, text }) =>
    [...text.matchAll(/tamarin ((?:top|timeline|compare|records) .*)$/g)].map(([, command = '']) => ({ id, command })), // biome-ignore format: one match
  );
  t.ok(commands.length > 25, `${commands.length} commands`);
  for (const { id, command } of commands)
    t.doesNotThrow(() => prepareQuestion(...questionOf(splitCommand(command))), id);
});

/** Name and parameters: what stands before the first option is the question's argument. */
function questionOf([name = '', ...words]: readonly string[]): Parameters<typeof prepareQuestion> {
  const raw: Record<string, string | string[]> = {};
  const argument = name === 'top' || name === 'compare' ? words.shift() : undefined;
  if (argument !== undefined) raw.dimension = argument;
  for (let at = 0; at < words.length; at += 2) {
    const [option = '', value = ''] = [words[at]?.slice('--'.length), words[at + 1]];
    const before = raw[option];
    raw[option] = before === undefined ? value : [before, value].flat();
  }
  return [name, raw];
}

t.test('panels and cookbook ask each index for the same number of groups', async (t) => {
  const asked = JSON.stringify(readCookbook()).matchAll(/"shard_size":(\d+)/g);
  const sizes = [...asked].map(([, size]) => Number(size));
  t.strictSame([...new Set(sizes)], [LIST_GROUPS_MAX]);
  const words = readFileSync(COOKBOOK, 'utf8');
  t.ok(
    words.includes(`up to ${LIST_GROUPS_MAX.toLocaleString('en-US')} distinct values per month`),
  );
  t.ok(words.includes(`{"shard_size": ${LIST_GROUPS_MAX}}`), 'what to type into a data table');
});

t.test(
  'a stored-only field is neither searched nor grouped by, a part of a field is text',
  async (t) => {
    const field = (name: string) => PATTERN_FIELDS.find((each) => each.name === name);
    t.match(field('request_uri'), { searchable: false, aggregatable: false });
    t.match(field('request_id'), { searchable: true, aggregatable: false });
    t.match(field('key.text'), { type: 'string', esTypes: ['text'], aggregatable: false, subType: { multi: { parent: 'key' } } }); // biome-ignore format: one field
  },
);
