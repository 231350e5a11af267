/** Looks at everything in OpenSearch that a sync or a question needs, without changing anything. */
import type { IndexNames } from '../bulk/index-name.ts';
import { TamarinError } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import { formatBytes, formatCount, plural } from '../core/format.ts';
import { grantHint } from '../core/grant-hint.ts';
import { attempt, type OpenSearch } from '../opensearch/client.ts';
import { readerLimits } from '../opensearch/reader-limits.ts';
import {
  newerTemplates,
  readTemplates,
  type TemplateOptions,
  type TemplateState,
} from '../opensearch/templates.ts';

/** One shard holds 2.1 G documents at most and works best below 50 GB: a month of 150 M records. */
const INDEX_RECORDS_MAX = 150_000_000;

const good = (about: string, seen: string): Finding => ({ about, state: 'good', seen, hint: '' });

export async function diagnoseOpenSearch(
  server: OpenSearch,
  names: IndexNames,
  { templates, isSamples }: { readonly templates: TemplateOptions; readonly isSamples: boolean },
): Promise<readonly Finding[]> {
  const checks = await Promise.all([
    check('cluster health', diagnoseHealth(server)),
    check('index templates', diagnoseTemplates(server, templates)),
    check('record indices', diagnoseRecords(server, names, isSamples)),
    check('ledger', diagnoseLedger(server, names)),
    check('rights to read', diagnoseReader(server, names)),
  ]);
  return [
    good('OpenSearch', `OpenSearch ${server.version} answers at ${server.name}.`),
    ...checks.flat(),
  ];
}

/** One check that fails does not keep the others from being told. */
async function check(
  about: string,
  checking: Promise<Finding | readonly Finding[]>,
): Promise<Finding | readonly Finding[]> {
  try {
    return await checking;
  } catch (error) {
    if (!(error instanceof TamarinError)) throw error;
    const hint = error.hint === '' ? 'Check the log of OpenSearch.' : error.hint;
    // What is only looked at by doctor keeps no sync and no question from working.
    const state = error.code === 'opensearch_denied' ? 'warning' : 'bad';
    return { about, state, seen: error.message, hint };
  }
}

async function diagnoseHealth(server: OpenSearch): Promise<Finding> {
  const { body } = await attempt(server, 'report its health', (client) => client.cluster.health());
  const seen = `The cluster is ${body.status}, with ${body.number_of_nodes} node(s).`;
  if (body.status !== 'red') return good('cluster health', seen);
  const hint = 'Some shards are missing: GET _cluster/allocation/explain says why.';
  return { about: 'cluster health', state: 'bad', seen, hint };
}

async function diagnoseTemplates(server: OpenSearch, options: TemplateOptions): Promise<Finding> {
  const about = 'index templates';
  const states = await readTemplates(server, options);
  const tell = (kind: TemplateState['kind'], what: string): readonly string[] => {
    const names = states.flatMap((state) => (state.kind === kind ? [state.name] : []));
    const is = names.length === 1 ? 'is' : 'are';
    return names.length === 0 ? [] : [`${names.join(', ')} ${is} ${what}.`];
  };
  const seen = [
    ...tell('missing', 'not installed'),
    ...tell('other', 'of another version or grain'),
  ];
  if (seen.length > 0) {
    const hint = 'Run "tamarin setup"; the next sync does so too.';
    return { about, state: 'warning', seen: seen.join(' '), hint };
  }
  return good(about, newerTemplates(states) ?? 'All four are installed and up to date.');
}

interface IndexRow {
  readonly index: string;
  readonly status: string;
  readonly records: number;
  readonly bytes: number;
}

async function diagnoseRecords(
  server: OpenSearch,
  names: IndexNames,
  isSamples: boolean,
): Promise<Finding[]> {
  const about = 'record indices';
  const rows = await readIndexRows(server, names.recordsPattern);
  if (rows.length === 0) {
    const seen = `There are no ${names.recordsPattern} yet: nothing has been shipped.`;
    const hint = isSamples ? '' : 'Those of the sample logs are looked at with --samples.';
    return [{ ...good(about, seen), hint }];
  }
  const records = rows.reduce((sum, row) => sum + row.records, 0);
  const bytes = formatBytes(rows.reduce((sum, row) => sum + row.bytes, 0));
  const hold = `${plural(rows.length, 'index', 'indices')} ${rows.length === 1 ? 'holds' : 'hold'}`;
  const findings = [good(about, `${hold} ${plural(records, 'record')} in ${bytes}.`)];
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
        seen: `${index} holds ${formatCount(count)} records, more than one shard serves well.`,
        hint,
      });
    }
  }
  return findings;
}

async function readIndexRows(server: OpenSearch, pattern: string): Promise<readonly IndexRow[]> {
  const { body } = await attempt(
    server,
    `list the indices ${pattern}`,
    (client) =>
      client.cat.indices({
        index: pattern,
        format: 'json',
        bytes: 'b',
        expand_wildcards: 'all',
        h: ['index', 'status', 'docs.count', 'store.size'],
      }),
    { index: pattern },
  );
  const rows = body as readonly Readonly<Record<string, string | null>>[]; // format=json gives an array of rows
  return rows.map((row) => ({
    index: row.index ?? '',
    status: row.status ?? '',
    records: Number(row['docs.count'] ?? 0),
    bytes: Number(row['store.size'] ?? 0),
  }));
}

async function diagnoseReader(server: OpenSearch, names: IndexNames): Promise<Finding> {
  const about = 'rights to read';
  const limits = await readerLimits(server, names.recordsPattern);
  switch (limits.kind) {
    case 'none':
      return good(about, 'All records and all their fields are visible.');
    case 'unchecked':
      return {
        ...good(about, `Not checked whether all records are visible: ${limits.because}.`),
        hint: grantHint({
          reason: limits.because,
          user: server.user,
          index: names.recordsPattern,
        }),
      };
    case 'part':
      return {
        about,
        state: 'warning',
        seen: `Answers are not exact: ${limits.because}.`,
        hint: 'Ask as a user whose role has no document-level or field-level security.',
      };
    default:
      return limits satisfies never;
  }
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
