/** Goal: indices of another version or grain are widened or refused, and never lose a record. */
import t from 'tap';
import { MAPPING_VERSION } from '../../src/core/field-table.ts';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { readAll, request, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { everyNthSample, readAnswerKey, SAMPLE_LOGS } from '../support/samples.ts';

const key = readAnswerKey();
/** Enough for what says nothing about counts. */
const few = everyNthSample(10);
/** Of each day. */
const some = everyNthSample(4);
const JANUARY = 'records-2026-01';

interface IndexMapping {
  readonly _meta: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

async function mappingOf(index: string): Promise<IndexMapping> {
  const { body } = await request('GET', `/${index}/_mapping`);
  return (
    (body as Record<string, { readonly mappings: IndexMapping }>)[index]?.mappings ?? {
      _meta: {},
      properties: {},
    }
  ); // the shape of every mapping answer
}

/** Makes January's index as our own template would, but without one field, and of the version given. */
async function makeIndexWithout(field: string, prefix: string, version: number): Promise<void> {
  const installed = await runTamarin(['setup'], { TAMARIN_INDEX_PREFIX: prefix });
  if (installed.code !== 0) throw new Error(installed.stderr);
  const { body } = await request('GET', `/_index_template/${prefix}-records`);
  const { index_templates } = body as {
    readonly index_templates: readonly [
      {
        readonly index_template: {
          readonly template: {
            readonly settings: object;
            readonly mappings: IndexMapping & object;
          };
        };
      },
    ];
  }; // just installed
  const { settings, mappings } = index_templates[0].index_template.template;
  const { [field]: _, ...properties } = mappings.properties;
  // A template would fill the field in again: it has to be away while the index is made.
  await request('DELETE', `/_index_template/${prefix}-records`);
  const made = await request('PUT', `/${prefix}-${JANUARY}`, {
    settings,
    mappings: { ...mappings, properties, _meta: { ...mappings._meta, version } },
  });
  if (made.status !== 200) throw new Error(JSON.stringify(made.body));
}

t.test('an index of a lower version gets the field it lacks, and every record', async (t) => {
  const prefix = testPrefix(t);
  await makeIndexWithout('agent_class', prefix, MAPPING_VERSION - 1);
  t.notOk((await mappingOf(`${prefix}-${JANUARY}`)).properties.agent_class);
  const { code, stdout, stderr } = await runTamarin(['sync', few.folder(t), '--json'], {
    TAMARIN_INDEX_PREFIX: prefix,
  });
  t.equal(code, 0, stderr);
  const report: SyncReport = JSON.parse(stdout);
  t.equal(report.indexed, few.counts.indexed);
  const mapping = await mappingOf(`${prefix}-${JANUARY}`);
  t.ok(mapping.properties.agent_class);
  t.equal(mapping._meta.version, MAPPING_VERSION);
  t.equal(mapping._meta.grain, 'month');
  const stored = await readAll(`${prefix}-${JANUARY}`);
  t.ok(stored.some(({ _source }) => _source.agent_class === 'bot'));
});

t.test(
  'an index that forges its version stops the sync and sends nothing to quarantine',
  async (t) => {
    const prefix = testPrefix(t);
    await makeIndexWithout('agent_class', prefix, MAPPING_VERSION);
    const { code, stderr } = await runTamarin(['sync', few.folder(t)], {
      TAMARIN_INDEX_PREFIX: prefix,
    });
    t.equal(code, 1);
    t.match(
      stderr,
      new RegExp(`${prefix}-${JANUARY} refused a document: .*strict_dynamic_mapping.*agent_class`),
    );
    t.match(stderr, /--full/);
    const refused = (await readAll(`${prefix}-quarantine`)).filter(
      ({ _source }) => _source.reason === 'refused_by_opensearch',
    );
    t.strictSame(refused, []);
  },
);

const BOOKKEEPING = ['ledger', 'quarantine', 'syncs'];

t.test('with only the first template there, the fields of the ledger are no text', async (t) => {
  const prefix = testPrefix(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  t.equal((await runTamarin(['setup'], env)).code, 0);
  for (const name of BOOKKEEPING) await request('DELETE', `/_index_template/${prefix}-${name}`); // one by one
  const doctor = await runTamarin(['doctor'], env);
  t.match(
    doctor.stdout,
    /^warn {2}index templates: \S+-ledger, \S+-quarantine, \S+-syncs are not installed/m,
  );
  t.equal((await runTamarin(['sync', few.folder(t)], env)).code, 0);
  for (const name of BOOKKEEPING) {
    const { properties, _meta } = await mappingOf(`${prefix}-${name}`);
    t.match(_meta, { version: Number });
    t.notMatch(JSON.stringify(properties), '"type":"text"', name);
  }
});

t.test('a template of a newer Tamarin is left as it is, and said', async (t) => {
  const prefix = testPrefix(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  t.equal((await runTamarin(['setup'], env)).code, 0);
  const read = async () => {
    const { body } = await request('GET', `/_index_template/${prefix}-ledger`);
    return (body as { readonly index_templates: readonly [{ readonly index_template: object }] })
      .index_templates[0].index_template; // the shape of every template answer
  };
  const newer = { ...(await read()), version: 999 };
  t.equal((await request('PUT', `/_index_template/${prefix}-ledger`, newer)).status, 200);
  const says = new RegExp(`${prefix}-ledger comes from a newer Tamarin and was left unchanged`);
  const synced = await runTamarin(['sync', few.folder(t)], env);
  t.equal(synced.code, 0, synced.stderr);
  t.match(synced.stderr, says);
  t.match((await runTamarin(['setup'], env)).stderr, says);
  t.match((await runTamarin(['doctor'], env)).stdout, says);
  t.match(await read(), { version: 999 });
});

for (const name of BOOKKEEPING) {
  t.test(`an index ${name} that no template made is refused, not filled`, async (t) => {
    const prefix = testPrefix(t);
    t.equal((await request('PUT', `/${prefix}-${name}`)).status, 200);
    const { code, stderr } = await runTamarin(['sync', few.folder(t)], {
      TAMARIN_INDEX_PREFIX: prefix,
    });
    t.equal(code, 1);
    t.match(
      stderr,
      new RegExp(
        `Index ${prefix}-${name} was not created from the template ${prefix}-${name}\\.\n.*Delete`,
      ),
    );
    t.strictSame(await readAll(`${prefix}-records-*`), []);
  });
}

t.test(
  'another grain than that of the indices is refused before anything is written',
  async (t) => {
    const prefix = testPrefix(t);
    const logs = few.folder(t);
    const env = { TAMARIN_INDEX_PREFIX: prefix };
    t.equal((await runTamarin(['sync', logs], env)).code, 0);
    const { code, stderr } = await runTamarin(['sync', logs, '--full', '--grain', 'day'], env);
    t.equal(code, 78);
    t.match(stderr, /Index .*-records-2026-01 covers one month, but the requested grain is day/);
    t.match(stderr, /--grain month/);
    t.equal((await readAll(`${prefix}-records-2026-01-*`)).length, 0);
  },
);

t.test('the grain of a day makes an index a day, with the same records', async (t) => {
  const prefix = testPrefix(t);
  const { code, stdout, stderr } = await runTamarin(
    ['sync', some.folder(t), '--json', '--grain', 'day'],
    { TAMARIN_INDEX_PREFIX: prefix },
  );
  t.equal(code, 0, stderr);
  t.equal(JSON.parse(stdout).indexed, some.counts.indexed);
  const stored = await readAll(`${prefix}-records-*`);
  t.equal(new Set(stored.map(({ _index }) => _index)).size, 30);
  t.ok(
    stored.every(
      ({ _index, _source }) =>
        _index === `${prefix}-records-${String(_source['@timestamp']).slice(0, 10)}`,
    ),
  );
});

t.test(
  'a document that OpenSearch refuses for good is quarantined and counted as rejected',
  async (t) => {
    const prefix = testPrefix(t);
    // An index that takes no number above 32,767 as bytes sent: a mistake an operator could make.
    await makeIndexWithout('bytes_sent', prefix, MAPPING_VERSION);
    await request('PUT', `/${prefix}-${JANUARY}/_mapping`, {
      properties: { bytes_sent: { type: 'short' } },
    });
    const { code, stdout, stderr } = await runTamarin(['sync', SAMPLE_LOGS, '--json'], {
      TAMARIN_INDEX_PREFIX: prefix,
    });
    t.equal(code, 0, stderr);
    const report: SyncReport = JSON.parse(stdout);
    t.equal(report.lines, report.indexed + report.duplicates + report.rejected + report.skipped);
    t.equal((await readAll(`${prefix}-records-*`)).length, report.indexed);
    const refused = (await readAll(`${prefix}-quarantine`)).filter(
      ({ _source }) => _source.reason === 'refused_by_opensearch',
    );
    const times = refused.reduce((sum, { _source }) => sum + Number(_source.times_met), 0);
    t.ok(refused.length > 1_000);
    t.equal(times, report.rejected - key.rejected);
    t.match(String(refused[0]?._source.detail), /mapper_parsing_exception/);
  },
);
