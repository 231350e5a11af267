/** Goal: `setup` brings the dashboards into Dashboards, as often as it is run, and says where they are. */
import t, { type Test } from 'tap';
import { type Outcome, runAt } from '../cli/run-at.ts';
import { serveMemory } from '../questions/memory-server.ts';
import { type DashboardsOptions, serveDashboards } from '../support/dashboards-server.ts';
import { readAnswerKey } from '../support/samples.ts';
import { OBJECT_COUNT } from './object-count.ts';

/** Runs `setup` against an OpenSearch and a Dashboards of its own. */
async function prepare(t: Test, options: DashboardsOptions = {}) {
  const server = await serveMemory([]);
  t.after(server.close);
  const dashboards = await serveDashboards(t, options);
  const setup = (...args: readonly string[]): Promise<Outcome> =>
    runAt(server.url, ['setup', '--dashboards-url', dashboards.url, ...args]);
  return { server, dashboards, setup };
}

t.test('all of them are imported, with their links, and again when it is repeated', async (t) => {
  const { server, dashboards, setup } = await prepare(t);
  const first = await setup();
  t.equal(first.code, 0, first.talked);
  t.equal(first.talked, '');
  t.match(first.printed, /^OpenSearch 3\.8\.0 at .* has the index templates tamarin-records, /);
  t.match(first.printed, `OpenSearch Dashboards 3.3.0 at ${dashboards.url} has the dashboards (${OBJECT_COUNT} objects).`); // biome-ignore format: one line
  const link = `${dashboards.url}/app/dashboards#/view/tamarin-dashboard-`;
  t.equal(first.printed.split(link).length - 1, 6, 'a link each');
  t.match(first.printed, `Tamarin: Overview  `);
  t.ok(server.requests.includes('POST /_index_template/tamarin-records'));

  const objects = dashboards.objects();
  t.equal(objects.size, OBJECT_COUNT);
  t.equal(objects.get('index-pattern:tamarin-records')?.attributes.title, 'tamarin-records-*');
  for (const id of first.printed.match(/tamarin-dashboard-[\w-]+/g) ?? [])
    t.ok(objects.has(`dashboard:${id}`), id);
  objects.delete('dashboard:tamarin-dashboard-overview');
  t.equal((await setup()).code, 0);
  t.equal(objects.size, OBJECT_COUNT, 'nothing is doubled');
});

t.test('without an address of Dashboards, only the templates are installed', async (t) => {
  const { server, dashboards } = await prepare(t);
  const { code, printed } = await runAt(server.url, ['setup', '--json']);
  t.equal(code, 0);
  t.equal(JSON.parse(printed).dashboards, null);
  t.strictSame(dashboards.requests, []);
});

t.test('--samples and another prefix have dashboards of their own beside the others', async (t) => {
  const { dashboards, setup } = await prepare(t);
  const titles: string[] = [];
  for (const args of [
    [],
    ['--samples'],
    ['--index-prefix', 'acme'],
    ['--index-prefix', 'acme', '--samples'],
  ]) {
    // biome-ignore format: one list
    const { printed } = await setup('--json', ...args);
    titles.push(JSON.parse(printed).dashboards.dashboards[0].title);
  }
  const words = ['Tamarin', 'Tamarin samples', 'Tamarin (acme)', 'Tamarin samples (acme)'];
  t.strictSame(titles, words.map((title) => `${title}: Overview`)); // biome-ignore format: one call
  const objects = dashboards.objects();
  t.equal(objects.size, 4 * OBJECT_COUNT);
  const patterns = ['tamarin', 'tamarin-samples', 'acme', 'acme-samples'];
  for (const prefix of patterns) {
    const { title } = objects.get(`index-pattern:${prefix}-records`)?.attributes ?? {};
    t.equal(title, `${prefix}-records-*`);
  }
});

t.test('the dashboards of the samples open with their days, as do the links in them', async (t) => {
  const { dashboards, setup } = await prepare(t);
  await setup('--samples');
  await setup();
  const { from, to } = readAnswerKey();
  const own = (key: string) => dashboards.objects().get(key)?.attributes ?? {};
  const { timeFrom, timeTo } = own('dashboard:tamarin-samples-dashboard-files');
  t.ok(`${timeFrom}` <= from && to <= `${timeTo}`, `${timeFrom} to ${timeTo}`);
  t.match(own('index-pattern:tamarin-samples-records').fieldFormatMap, `_g=(time:(from:'${timeFrom}',to:'${timeTo}'))`); // biome-ignore format: one line
  t.match(own('dashboard:tamarin-dashboard-files'), { timeFrom: 'now-30d', timeTo: 'now' });
  t.match(own('index-pattern:tamarin-records').fieldFormatMap, `_g=(time:(from:'now-30d',to:'now'))`); // biome-ignore format: one line
});

t.test('--json names the server, and each dashboard with its link', async (t) => {
  const { dashboards, setup } = await prepare(t, { tenants: { audio: true } });
  const { printed } = await setup('--json', '--dashboards-tenant', 'audio');
  const { opensearch: _, ...result } = JSON.parse(printed);
  const { url, version, tenant, imported, dashboards: links } = result.dashboards;
  t.strictSame([url, version, tenant, imported], [dashboards.url, '3.3.0', 'audio', OBJECT_COUNT]);
  t.equal(links.length, 6);
  t.strictSame(links[0], {
    title: 'Tamarin: Overview',
    url: `${dashboards.url}/app/dashboards?security_tenant=audio#/view/tamarin-dashboard-overview`,
  });
  t.equal(dashboards.objects('audio').size, OBJECT_COUNT, 'in the tenant');
  t.equal(dashboards.objects('global').size, 0, 'and nowhere else');
});

t.test('a base path is kept, and a page of Dashboards may be given for its address', async (t) => {
  const { server, dashboards } = await prepare(t, { basePath: '/_dashboards' });
  for (const page of ['', '/', '/app/home#/', '/app']) {
    const env = { OPENSEARCH_URL: server.url, TAMARIN_DASHBOARDS_URL: dashboards.url + page };
    const { code, printed, talked } = await runAt('', ['setup'], { env });
    t.equal(code, 0, talked);
    t.match(printed, `${dashboards.url}/app/dashboards#/view/tamarin-dashboard-search\n`);
  }
});

t.test('another version is told, and taken', async (t) => {
  const { dashboards, setup } = await prepare(t, { version: '2.19.1' });
  const { code, talked } = await setup();
  t.equal(code, 0);
  t.equal(talked, 'OpenSearch Dashboards is 2.19.1; these dashboards were tried with 3.3.0. Going on.\n'); // biome-ignore format: one line
  t.equal(dashboards.objects().size, OBJECT_COUNT);
});

t.test('users are those of OpenSearch, unless the address names one', async (t) => {
  const { server, dashboards } = await prepare(t, { passwords: { ann: 'a:b/ü', bob: 'c' } });
  const base = { OPENSEARCH_URL: server.url, TAMARIN_DASHBOARDS_URL: dashboards.url };
  const asAnn = { OPENSEARCH_USERNAME: 'ann', OPENSEARCH_PASSWORD: 'a:b/ü' };
  const withUser = (url: string, user: string) => url.replace('//', `//${user}@`);
  // biome-ignore format: a row an environment
  const known = [
    { ...base, ...asAnn },
    { ...base, OPENSEARCH_URL: withUser(server.url, 'bob:c') },
    { ...base, OPENSEARCH_USERNAME: 'eve', OPENSEARCH_PASSWORD: 'x', TAMARIN_DASHBOARDS_URL: withUser(dashboards.url, 'ann:a%3Ab%2F%C3%BC') },
  ];
  for (const env of known) {
    const { code, printed, talked } = await runAt('', ['setup'], { env });
    t.equal(code, 0, talked);
    t.notMatch(printed, 'ann', 'no user in a link');
  }
  const wrong = { ...base, OPENSEARCH_USERNAME: 'ann', OPENSEARCH_PASSWORD: 'canary' };
  const refused = await runAt('', ['setup'], { env: wrong });
  t.equal(refused.code, 'dashboards_denied');
  t.match(refused.talked, /wrong user name or password \(user ann\)\. .*OPENSEARCH_PASSWORD/);
  t.notMatch(refused.talked, 'canary');
  const nobody = await runAt('', ['setup'], { env: base });
  t.match(nobody.talked, `OpenSearch Dashboards at ${dashboards.url} refused to tell its version: no user name was given.`); // biome-ignore format: one line
});
