/** Goal: Dashboards behind TLS is trusted by the file of the authority, and what is wrong with it is said. */
import { join } from 'node:path';
import t from 'tap';
import { runAt } from '../cli/run-at.ts';
import { serveMemory } from '../questions/memory-server.ts';
import { serveDashboards } from '../support/dashboards-server.ts';
import { makeCertificate } from '../support/make-certificate.ts';

const folder = t.testdir({ 'no.pem': 'no certificate' });
const tls = makeCertificate(folder);

t.test('TLS', { skip: tls === null && 'there is no openssl here' }, async (t) => {
  const server = await serveMemory([]);
  t.after(server.close);
  const { url } = await serveDashboards(t, tls === null ? {} : { tls });
  const setup = (address: string, more: Readonly<Record<string, string>> = {}) =>
    runAt('', ['setup'], {
      env: { OPENSEARCH_URL: server.url, TAMARIN_DASHBOARDS_URL: address, ...more },
    });
  const trusted = await setup(url, { OPENSEARCH_CA_FILE: join(folder, 'cert.pem') });
  t.equal(trusted.code, 0, trusted.talked);
  const stranger = await setup(url);
  t.equal(stranger.code, 'dashboards_unreachable');
  t.match(stranger.talked, /authority that is not trusted here \(.*\)\. Set OPENSEARCH_CA_FILE/);
  t.match((await setup(url.replace('https', 'http'))).talked, /it speaks https:\/\/, not http:\/\/\. Use https:\/\/ in the Dashboards URL/); // biome-ignore format: one line
  const plain = await serveDashboards(t);
  t.match((await setup(plain.url.replace('http', 'https'))).talked, /it speaks http:\/\/, not https:\/\/\. Use http:\/\/ in the Dashboards URL/); // biome-ignore format: one line
});
