/** Looks at everything in OpenSearch that a sync or a question needs, without changing anything. */
import { isDeepStrictEqual } from 'node:util';
import type { IndexNames } from '../bulk/index-name.ts';
import type { Finding } from '../core/finding.ts';
import { attempt, type OpenSearch } from './client.ts';
import { patchTemplate, readInstalledTemplate, type TemplateOptions } from './templates.ts';

/** One shard holds 2.1 G documents at most and works best below 50 GB: a month of 150 M records. */
const INDEX_RECORDS_MAX = 150_000_000;

const good = (about: string, seen: string): Finding => ({ about, state: 'good', seen, hint: '' });

export async function diagnoseOpenSearch(
  server: OpenSearch,
  names: IndexNames,
  templates: TemplateOptions,
): Promise<readonly Finding[]> {
  return [
    good('OpenSearch', `OpenSearch ${server.version} answers at ${server.name}.`),
    await diagnoseHealth(server),
    await diagnoseTemplates(server, templates),
    ...(await diagnoseRecords(server, names)),
    await diagnoseLedger(server, names),
  ];
}

async function diagnoseHealth(server: OpenSearch): Promise<Finding> {
  const { body } = await attempt(server, 'tell its health', (client) => client.cluster.health());
  const seen = `The cluster is ${body.status}, with ${body.number_of_nodes} node(s).`;
  if (body.status !== 'red') return good('cluster health', seen);
  const hint = 'Some shards are missing: GET _cluster/allocation/explain says why.';
  return { about: 'cluster health', state: 'bad', seen, hint };
}

async function diagnoseTemplates(server: OpenSearch, options: TemplateOptions): Promise<Finding> {
  const about = 'index templates';
  const name = `${options.prefix}-records`;
  const found = await readInstalledTemplate(server, name);
  const hint = 'Run "tamarin setup"; the next sync does it too.';
  if (found === null)
    return { about, state: 'warning', seen: `The template ${name} is not installed.`, hint };
  const wanted = patchTemplate('records', options).template.mappings._meta;
  return isDeepStrictEqual(found.meta, wanted)
    ? good(about, `The template ${name} is installed and up to date.`)
    : {
        about,
        state: 'warning',
        seen: `The template ${name} is of another version or grain.`,
        hint,
      };
}

interface IndexRow {
  readonly index: string;
  readonly status: string;
  readonly records: number;
  readonly bytes: number;
}

async function diagnoseRecords(server: OpenSearch, names: IndexNames): Promise<Finding[]> {
  const about = 'record indices';
  const rows = await readIndexRows(server, names.recordsPattern);
  if (rows.length === 0)
    return [good(about, `There are no ${names.recordsPattern} yet: nothing was shipped.`)];
  const records = rows.reduce((sum, row) => sum + row.records, 0);
  const gigabytes = (rows.reduce((sum, row) => sum + row.bytes, 0) / 1e9).toFixed(1);
  const findings = [
    good(about, `${rows.length} indices hold ${records} records in ${gigabytes} GB.`),
  ];
  for (const { index, status, records: count } of rows) {
    if (status === 'close') {
      const hint = `Open it (POST ${index}/_open), or leave it out with --from and --to.`;
      findings.push({ about, state: 'warning', seen: `${index} is closed.`, hint });
    }
    if (count > INDEX_RECORDS_MAX) {
      const hint = 'Ship to a new --index-prefix with --grain day.';
      findings.push({
        about,
        state: 'warning',
        seen: `${index} holds ${count} records, more than one shard serves well.`,
        hint,
      });
    }
  }
  return findings;
}

async function readIndexRows(server: OpenSearch, pattern: string): Promise<readonly IndexRow[]> {
  const { body } = await attempt(server, `list the indices ${pattern}`, (client) =>
    client.cat.indices({
      index: pattern,
      format: 'json',
      bytes: 'b',
      expand_wildcards: 'all',
      h: ['index', 'status', 'docs.count', 'store.size'],
    }),
  );
  const rows = body as readonly Readonly<Record<string, string | null>>[]; // format=json gives an array of rows
  return rows.map((row) => ({
    index: row.index ?? '',
    status: row.status ?? '',
    records: Number(row['docs.count'] ?? 0),
    bytes: Number(row['store.size'] ?? 0),
  }));
}

async function diagnoseLedger(server: OpenSearch, names: IndexNames): Promise<Finding> {
  const about = 'ledger';
  const count = async (query: object): Promise<number> => {
    const { body } = await attempt(server, `count ${names.ledger}`, (client) =>
      client.count({ index: names.ledger, ignore_unavailable: true, body: { query } }),
    );
    return body.count;
  };
  const failed = await count({ term: { state: 'failed' } });
  const all = await count({ match_all: {} });
  if (failed === 0) return good(about, `${all} log objects are known, none has failed.`);
  const seen = `${failed} of ${all} log objects have failed.`;
  return {
    about,
    state: 'warning',
    seen,
    hint: `Every sync tries them again; the field "error" in ${names.ledger} says why.`,
  };
}
