/**
 * Goal: records of the versions before, which lack fields of today and say that older rules enriched
 * them, or not what did, are asked, counted as doubts where it matters, and brought up to date by
 * `sync --full --overwrite`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { MAPPING_VERSION } from '../../src/core/field-table.ts';
import { whatEnriches } from '../../src/enrich/what-enriches.ts';
import { readAll, readIds, request, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { everyNthSample } from '../support/samples.ts';
import { writeMmdb } from '../support/write-mmdb.ts';

const samples = everyNthSample(4);
const { indexed } = samples.counts;
const { fields, agents } = whatEnriches();

interface Mappings {
  readonly _meta: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
}

interface IndexBody {
  readonly mappings: Mappings;
  readonly settings: { readonly index: { readonly analysis: unknown } };
}

async function readIndex(index: string): Promise<IndexBody> {
  const { body } = await request('GET', `/${index}`);
  const found = (body as Readonly<Record<string, IndexBody>>)[index]; // the shape of every index
  if (found === undefined) throw new Error(`no index ${index}`);
  return found;
}

/** What version 2 of the mapping did not have. */
const NEW_FIELDS = [
  'url_parameters',
  'account',
  'role',
  'folder2',
  'folder3',
  'folder4',
  'os',
  'device',
];

const without = (names: readonly string[], body: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(body).filter(([name]) => !names.includes(name)));

/** Makes the index that of version 2; every second record is one of version 1, without `enriched`. */
async function makeOlder(prefix: string, index: string): Promise<void> {
  const documents = await readAll(index);
  const { mappings, settings } = await readIndex(index);
  const properties = without(NEW_FIELDS, mappings.properties);
  // A template would fill the field in again.
  await request('DELETE', `/_index_template/${prefix}-records`);
  await request('DELETE', `/${index}`);
  const made = await request('PUT', `/${index}`, {
    settings: {
      number_of_replicas: 0,
      'search.concurrent_segment_search.mode': 'none',
      analysis: settings.index.analysis,
    },
    mappings: { ...mappings, properties, _meta: { ...mappings._meta, version: 2 } },
  });
  if (made.status !== 200) throw new Error(JSON.stringify(made.body));
  const lines = documents.flatMap(({ _id, _source }, at) => [
    JSON.stringify({ index: { _index: index, _id } }),
    JSON.stringify({
      ...without(['enriched', ...NEW_FIELDS], _source),
      ...(at % 2 === 0 ? { enriched: `1.${agents}.0` } : {}),
    }),
  ]);
  const path = '/_bulk?refresh=true&filter_path=errors';
  const { body } = await request('POST', path, `${lines.join('\n')}\n`);
  if ((body as { readonly errors: boolean }).errors) throw new Error('bulk failed'); // as filtered
}

t.test('older records are in doubt where they matter, until they are written again', async (t) => {
  const prefix = testPrefix(t);
  const env = { TAMARIN_INDEX_PREFIX: prefix };
  const index = `${prefix}-records-2026-01`;
  const ask = async (args: readonly string[], more: object = {}) => {
    const { code, stdout, stderr } = await runTamarin([...args, '--json'], { ...env, ...more });
    t.equal(code, 0, stderr);
    const { exact, inexactBecause, totals } = JSON.parse(stdout);
    return { exact, because: inexactBecause, requests: totals.requests };
  };
  const exactly = { exact: true, because: undefined, requests: indexed };
  const logs = samples.folder(t);

  t.equal((await runTamarin(['sync', logs], env)).code, 0);
  const ids = await readIds(`${prefix}-records-*`);
  t.strictSame(ids, samples.ids);
  const derivedOf = async () =>
    new Map(
      (await readAll(index)).map(({ _id, _source }) => [_id, NEW_FIELDS.map((name) => _source[name])]), // biome-ignore format: one rule
    );
  const derived = await derivedOf();
  const older = `${derived.size.toLocaleString('en-US')} records were enriched by older lists: run \`sync --full --overwrite\``;
  t.strictSame(await ask(['top', 'agent']), exactly);
  await makeOlder(prefix, index);
  t.strictSame(await readIds(`${prefix}-records-*`), ids);

  const doubted = { exact: false, because: older, requests: indexed };
  t.strictSame(await ask(['top', 'agent']), doubted);
  for (const lacking of ['param:x-user', 'account', 'role', 'origin', 'folder3', 'os', 'device'])
    t.strictSame(await ask(['top', lacking]), doubted, `an index without ${lacking}`);
  t.strictSame(await ask(['top', 'ip', '--not', 'account=111122223333']), doubted);
  t.strictSame(await ask(['timeline', '--by', 'full-downloads']), doubted);
  t.strictSame(await ask(['top', 'ip']), exactly, 'what was logged is as it was');
  t.match(await ask(['top', 'network', '--from', '2026-02-01']), { exact: true });
  const { stdout } = await runTamarin(['top', 'network'], env);
  t.match(stdout, new RegExp(`NOT exact: ${older}\\.`));

  const again = await runTamarin(['sync', logs, '--full', '--overwrite', '--json'], env);
  t.equal(again.code, 0, again.stderr);
  const report = JSON.parse(again.stdout);
  t.equal(report.lines, report.indexed + report.duplicates + report.rejected + report.skipped);
  t.strictSame(await readIds(`${prefix}-records-*`), ids, 'no record came or went');
  t.strictSame(await derivedOf(), derived, 'each has again what it lacked');
  t.ok([...derived.values()].flat().some((value) => value !== undefined));
  const { mappings } = await readIndex(index);
  t.match(mappings, { _meta: { version: MAPPING_VERSION, identity: 'line', grain: 'month' }, properties: Object.fromEntries(NEW_FIELDS.map((name) => [name, { type: 'keyword' }])) }); // biome-ignore format: one shape
  const stored = await readAll(`${prefix}-records-*`);
  t.ok(stored.every(({ _source }) => _source.enriched === `${fields}.${agents}.0`));
  t.strictSame(await ask(['top', 'agent']), exactly);
  t.strictSame(await ask(['timeline', '--by', 'full-downloads']), exactly);

  const file = join(t.testdir(), 'country.mmdb');
  writeFileSync(file, writeMmdb({ '192.0.2.0/25': { country: { iso_code: 'NZ' } } }));
  const has = { TAMARIN_COUNTRY_FILE: file };
  t.strictSame(await ask(['top', 'country']), exactly, 'none has a file, and so has nobody');
  t.match(await ask(['top', 'country'], has), {
    exact: false,
    because: new RegExp(`^${indexed.toLocaleString('en-US')} records were`),
  });
  t.strictSame(await ask(['top', 'agent'], has), exactly, 'agents need no file');
  const gone = { TAMARIN_COUNTRY_FILE: `${file}.gone` };
  t.strictSame(await ask(['top', 'country'], gone), exactly, 'a question needs no file');
});
