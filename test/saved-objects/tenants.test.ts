/** Goal: nothing is imported into another tenant than the one that was named. */
import t from 'tap';
import { runAt } from '../cli/run-at.ts';
import { serveMemory } from '../questions/memory-server.ts';
import { serveDashboards } from '../support/dashboards-server.ts';

const TENANTS = { global_tenant: true, audio: true, archive: false };

// biome-ignore format: a table, one row a tenant
const CASES = [
  { tenant: 'audio', code: 0, holds: 'audio' },
  { tenant: 'global', code: 0, holds: 'global' },
  { tenant: 'private', code: 0, holds: 'private' },
  { tenant: 'adio', code: 'dashboards_denied', says: /^User ann has no tenant "adio" in OpenSearch Dashboards at \S+\. .* global, private, or one of global_tenant, audio\./ },
  { tenant: 'archive', code: 'dashboards_denied', says: /^User ann may only read in the tenant "archive" / },
] as const;

for (const { tenant, code: wanted, ...more } of CASES) {
  t.test(`tenant ${tenant}`, async (t) => {
    const server = await serveMemory([]);
    t.after(server.close);
    const options = { tenants: TENANTS, passwords: { ann: 'x' } };
    const { url, objects } = await serveDashboards(t, options);
    const env = {
      OPENSEARCH_URL: server.url.replace('//', '//ann:x@'),
      TAMARIN_DASHBOARDS_URL: url,
      TAMARIN_DASHBOARDS_TENANT: tenant,
    };
    const { code, talked, printed } = await runAt('', ['setup'], { env });
    t.equal(code, wanted, talked);
    if (code === 0) t.equal(talked, '');
    if ('says' in more) t.match(talked, more.says);
    const holds = 'holds' in more ? more.holds : null;
    for (const name of [...Object.keys(TENANTS), 'global', 'private', tenant])
      t.equal(objects(name).size > 0, name === holds, name);
    t.equal(printed.includes(`, tenant ${tenant} has the dashboards`), holds !== null);
  });
}

t.test('where there are tenants and none is named, it is said which would be seen', async (t) => {
  const server = await serveMemory([]);
  t.after(server.close);
  const { url } = await serveDashboards(t, { tenants: TENANTS });
  const setup = (...args: string[]) => runAt(server.url, ['setup', '--dashboards-url', url, ...args]); // biome-ignore format: one call
  const { code, talked } = await setup();
  t.equal(code, 0);
  t.match(talked, /^This Dashboards has tenants, .* --dashboards-tenant global .*\n$/);
  t.equal((await setup('--quiet')).talked, '');
});

t.test('a Dashboards without tenants takes any name, and has no use for it', async (t) => {
  const server = await serveMemory([]);
  t.after(server.close);
  const { url } = await serveDashboards(t);
  const args = ['setup', '--dashboards-url', url, '--dashboards-tenant', 'audio'];
  t.equal((await runAt(server.url, args)).code, 0);
});
