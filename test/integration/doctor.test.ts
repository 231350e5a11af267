/** Goal: doctor says what is well, and how to mend what is not, without changing anything. */
import t, { type Test } from 'tap';
import type { Finding } from '../../src/core/finding.ts';
import { formatCount } from '../../src/core/format.ts';
import { judgeLogging } from '../../src/doctor/diagnose-logging.ts';
import { serveDashboards } from '../support/dashboards-server.ts';
import { request, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { readAnswerKey, SAMPLE_LOGS } from '../support/samples.ts';

const key = readAnswerKey();

async function doctor(t: Test, prefix: string, ...args: readonly string[]) {
  const { code, stdout, stderr } = await runTamarin(['doctor', ...args, '--json'], {
    TAMARIN_INDEX_PREFIX: prefix,
  });
  t.equal(stderr, '');
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] }; // as doctor prints it
  for (const { state, seen, hint } of findings) t.ok(state === 'good' || hint !== '', seen);
  return { code, find: (about: string) => findings.filter((finding) => finding.about === about) };
}

t.test('before the first sync the templates are missing, and nothing is made', async (t) => {
  const prefix = testPrefix(t);
  const { code, find } = await doctor(t, prefix, SAMPLE_LOGS);
  t.equal(code, 0);
  t.match(find('OpenSearch'), [{ state: 'good', seen: /OpenSearch 3\.8\.0/ }]);
  t.match(find('index templates'), [
    { state: 'warning', seen: /not installed/, hint: /tamarin setup/ },
  ]);
  t.match(find('record indices'), [{ seen: /nothing has been shipped/, hint: /--samples/ }]);
  t.match(find('list'), [{ state: 'good', seen: new RegExp(`: ${key.objects} log objects`) }]);
  t.match(find('read'), [{ state: 'good', seen: /\d+ records and \d+ rejects/ }]);
  t.equal((await request('GET', `/${prefix}-ledger`)).status, 404);
});

t.test('after a sync all is well; a closed month and another template are named', async (t) => {
  const prefix = testPrefix(t);
  await runTamarin(['sync', SAMPLE_LOGS], { TAMARIN_INDEX_PREFIX: prefix });
  await request('POST', `/${prefix}-*/_refresh`);
  const well = await doctor(t, prefix);
  t.match(well.find('index templates'), [{ state: 'good' }]);
  t.strictSame(well.find('Dashboards'), [], 'none is configured');
  t.match(well.find('record indices'), [
    {
      state: 'good',
      seen: new RegExp(`2 indices hold ${formatCount(key.records)} records in [\\d.]+ [kM]B\\.$`),
    },
  ]);
  t.match(well.find('ledger'), [
    { state: 'good', seen: new RegExp(`^${key.objects} log objects are known`) },
  ]);

  await request('POST', `/${prefix}-records-2026-01/_close`);
  await request('PUT', `/_index_template/${prefix}-records`, {
    index_patterns: [`${prefix}-records-*`],
    version: 1,
  });
  const ill = await doctor(t, prefix);
  t.match(ill.find('record indices')[1], { state: 'warning', seen: /records-2026-01 is closed/ });
  t.match(ill.find('index templates'), [{ state: 'warning', seen: /another version or grain/ }]);
});

t.test('the configured Dashboards, and what is in it, is looked at', async (t) => {
  const { url, objects } = await serveDashboards(t);
  const { code, find } = await doctor(t, testPrefix(t), '--dashboards-url', url);
  t.equal(code, 0);
  t.match(find('Dashboards'), [{ state: 'good', seen: url }]);
  t.match(find('dashboards'), [{ state: 'warning', hint: `tamarin setup --dashboards-url ${url}` }]); // biome-ignore format: one line
  t.equal(objects().size, 0, 'nothing is imported');

  const always = { status: 403, body: { message: 'no right for Basic YWRtaW46Y2FuYXJ5' } };
  const quoting = await serveDashboards(t, { always });
  const refused = await doctor(t, testPrefix(t), '--dashboards-url', quoting.url);
  t.match(refused.find('Dashboards'), [{ state: 'warning', seen: /no right for Basic REDACTED/ }]);
});

t.test('a log object that failed is told with the place of its reason', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({ 'damaged.gz': Buffer.from('1f8b0800000000000003ffff', 'hex') });
  t.equal((await runTamarin(['sync', folder], { TAMARIN_INDEX_PREFIX: prefix })).code, 3);
  await request('POST', `/${prefix}-*/_refresh`);
  const { code, find } = await doctor(t, prefix, folder);
  t.equal(code, 1);
  t.match(find('ledger'), [{ state: 'warning', seen: '1 of 1 log objects have failed.' }]);
  t.match(find('read damaged.gz'), [{ state: 'bad', seen: /block type/, hint: /fetch it again/ }]);
});

t.test('a source that is no log, empty, or not there is bad, and the exit code is 1', async (t) => {
  const prefix = testPrefix(t);
  const folder = t.testdir({ notes: { 'a.txt': 'hello\n' }, empty: {} });
  const cases = [
    { path: `${folder}/notes`, about: 'read', seen: /0 records and 1 rejects/ },
    { path: `${folder}/empty`, about: 'list', seen: /holds no log objects/ },
    { path: `${folder}/absent`, about: 'source', seen: /does not exist/ },
  ];
  for (const { path, about, seen } of cases) {
    const { code, find } = await doctor(t, prefix, path);
    t.equal(code, 1);
    t.match(find(about), [{ state: 'bad', seen }]);
  }
});

t.test('where logs are delivered is held against the source that was named', async (t) => {
  const judge = (target: string | null, prefix = '') =>
    judgeLogging('media', 's3://logs/media/', target, prefix);
  t.match(judge('logs', 'media/'), { state: 'good' });
  t.match(judge('logs', 'media/2026/'), { state: 'good' });
  t.match(judge('logs', ''), { state: 'good' });
  t.match(judge('logs', 'other/'), { state: 'warning', hint: /tamarin sync s3:\/\/logs\/other\// });
  t.match(judge('elsewhere', 'media/'), {
    state: 'warning',
    seen: /s3:\/\/elsewhere\/media\/, not to s3:\/\/logs\/media\//,
  });
  t.match(judge('media'), { state: 'warning', seen: /logs into itself/ });
  t.match(judge(null), { state: 'warning', seen: /is off/ });
});

t.test('a person reads one line a finding, with the next step below', async (t) => {
  const prefix = testPrefix(t);
  const { stdout } = await runTamarin(['doctor'], { TAMARIN_INDEX_PREFIX: prefix });
  t.match(stdout, /^ok {4}OpenSearch: OpenSearch 3\.8\.0 answers at http/m);
  t.match(stdout, /^warn {2}index templates: .*\n {6}Run "tamarin setup"/m);
});
