/** Goal: doctor tells dashboards that are missing, old or changed from those of this version, and why it cannot. */
import t, { type Test } from 'tap';
import { openDashboards } from '../../src/app/open-dashboards.ts';
import { ownDashboards, setupCommandLine } from '../../src/cli/own-dashboards.ts';
import { configOf } from '../../src/cli/session.ts';
import { diagnoseDashboards } from '../../src/doctor/diagnose-dashboards.ts';
import { importObjects } from '../../src/saved-objects/import-objects.ts';
import { fakeIo } from '../cli/fake-io.ts';
import { OBJECT_COUNT } from '../saved-objects/object-count.ts';
import { type DashboardsOptions, serveDashboards } from '../support/dashboards-server.ts';

async function prepare(t: Test, options: DashboardsOptions = {}, tenant?: string) {
  const { url, objects } = await serveDashboards(t, options);
  const { io } = fakeIo();
  const flags = {
    dashboardsUrl: url,
    ...(tenant === undefined ? {} : { dashboardsTenant: tenant }),
  };
  const config = configOf(flags, io);
  const open = () => openDashboards(url, config, io);
  const own = ownDashboards(config, flags);
  const command = setupCommandLine(flags);
  const diagnose = () => diagnoseDashboards({ open, objects: own.objects, command });
  const install = async () => importObjects(await open(), own.ndjson);
  return { url, objects: objects(tenant), diagnose, install };
}

t.test('before an import they are missing, after it all is well', async (t) => {
  const { url, diagnose, install } = await prepare(t);
  t.match(await diagnose(), [
    { about: 'Dashboards', state: 'good', seen: `OpenSearch Dashboards 3.3.0 answers at ${url}.` },
    {
      about: 'dashboards',
      state: 'warning',
      seen: `${OBJECT_COUNT} of ${OBJECT_COUNT} saved objects are missing.`,
      hint: `Run "tamarin setup --dashboards-url ${url}".`,
    },
  ]);
  await install();
  t.match((await diagnose())[1], { state: 'good', seen: 'All 6 dashboards are there and up to date.', hint: '' }); // biome-ignore format: one finding
});

t.test('what an older version left, or somebody changed, is told', async (t) => {
  const { objects, diagnose, install } = await prepare(t, { tenants: { audio: true } }, 'audio');
  await install();
  const change = (key: string, attributes: object): void => {
    const object = objects.get(key);
    if (object === undefined) throw new Error(`no ${key}`);
    objects.set(key, { ...object, attributes: { ...object.attributes, ...attributes } });
  };
  change('index-pattern:tamarin-records', { fields: '[]' });
  t.match((await diagnose())[1], { state: 'good' }, 'Dashboards writes its field list anew by itself'); // biome-ignore format: one line
  change('dashboard:tamarin-dashboard-files', { description: 'as it was' });
  objects.delete('dashboard:tamarin-dashboard-search');
  t.match((await diagnose())[1], {
    state: 'warning',
    seen: `1 of ${OBJECT_COUNT} saved objects are missing. 1 of ${OBJECT_COUNT} are older, or were changed in Dashboards: dashboard tamarin-dashboard-files.`,
    hint: /^Run "tamarin setup --dashboards-url \S+ --dashboards-tenant audio"\. It overwrites them: save your own under another name\.$/,
  });
  change('index-pattern:tamarin-records', { title: 'elsewhere-*' });
  t.match((await diagnose())[1], { seen: /2 of \d+ are older, .*: index-pattern tamarin-records, …\./ }); // biome-ignore format: one finding
});

t.test('an untried version is told; a Dashboards out of reach is no reason to fail', async (t) => {
  const other = await prepare(t, { version: '3.8.0' });
  t.match((await other.diagnose())[0], { state: 'good', seen: /3\.8\.0 answers at \S+\. The dashboards were tried with 3\.3\.0\./ }); // biome-ignore format: one finding
  const starting = await prepare(t, { always: { status: 503, body: 'not ready yet' } });
  t.match(await starting.diagnose(), [{ about: 'Dashboards', state: 'warning', seen: /is not ready to tell its version: not ready yet\.$/, hint: /try again/ }]); // biome-ignore format: one finding
  const unnamed = await prepare(t, { tenants: { audio: true } });
  t.match((await unnamed.diagnose())[1], { state: 'good', seen: /^This Dashboards has tenants/ });
  const misspelt = await prepare(t, { tenants: { audio: true } }, 'adio');
  t.match(await misspelt.diagnose(), [{ state: 'good' }, { state: 'warning', seen: /has no tenant "adio"/ }]); // biome-ignore format: two findings
});

t.test('the command that a hint names never repeats a password', async (t) => {
  const flags = { dashboardsUrl: 'https://ann:canary@host/base/app/home', samples: true } as const;
  t.equal(setupCommandLine(flags), 'tamarin setup --samples --dashboards-url https://host/base');
  const prefix = setupCommandLine({ indexPrefix: 'acme', dashboardsTenant: 'audio' });
  t.equal(prefix, 'tamarin setup --index-prefix acme --dashboards-tenant audio');
  t.equal(setupCommandLine({}), 'tamarin setup', 'where a variable or the file names it');
});
