/** Goal: the samples, shipped again and again, give the counts, ids and answers of their answer key. */
import t from 'tap';
import { METRIC_TABLE } from '../../src/questions/ask/metric-table.ts';
import type { CompareAnswer } from '../../src/questions/compare/answer.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { expectedIds } from '../support/expected-ids.ts';
import { readAll, readIds, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { isBrokenSample, readAnswerKey, readSampleFiles, SAMPLE_LOGS } from '../support/samples.ts';

const key = readAnswerKey();
const ids = expectedIds(readSampleFiles(), isBrokenSample);
const prefix = testPrefix(t);
const env = { TAMARIN_INDEX_PREFIX: prefix };

async function sync(...args: readonly string[]): Promise<SyncReport> {
  const { code, stdout, stderr } = await runTamarin(['sync', SAMPLE_LOGS, '--json', ...args], env);
  t.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

const counts = ({ lines, indexed, duplicates, rejected, skipped }: SyncReport) => ({
  lines,
  indexed,
  duplicates,
  rejected,
  skipped,
});

async function question<Answer>(...args: readonly string[]): Promise<Answer> {
  const { code, stdout, stderr } = await runTamarin([...args, '--json', '--limit', '10000'], env);
  t.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

t.test('a first sync indexes every record once and says what became of every line', async (t) => {
  const report = await sync();
  t.strictSame(counts(report), {
    lines: key.lines,
    indexed: key.records,
    duplicates: key.duplicates,
    rejected: key.rejected,
    skipped: 0,
  });
  t.strictSame(report.objects, {
    listed: key.objects,
    skipped: 0,
    done: key.objects,
    failed: 0,
    notALog: 0,
    archived: 0,
    gone: 0,
    growing: 0,
  });
  const stored = await readAll(`${prefix}-records-*`);
  t.strictSame(new Set(stored.map(({ _id }) => _id)), ids, 'the ids are those of the input');
  for (const [month, records] of Object.entries(key.recordsByMonth)) {
    const index = `${prefix}-records-${month}`;
    t.equal(stored.filter(({ _index }) => _index === index).length, records, index);
  }
});

t.test('every rejected line is in quarantine with the reason of the answer key', async (t) => {
  const reasons: Record<string, number> = {};
  for (const { _source } of await readAll(`${prefix}-quarantine`)) {
    const reason = String(_source.reason);
    reasons[reason] = (reasons[reason] ?? 0) + Number(_source.times_met);
  }
  t.strictSame(reasons, key.rejects);
});

t.test('a second sync reads nothing and indexes nothing', async (t) => {
  const report = await sync();
  t.strictSame(counts(report), { lines: 0, indexed: 0, duplicates: 0, rejected: 0, skipped: 0 });
  t.equal(report.objects.skipped, key.objects);
  t.equal(report.bytesRead, 0);
});

t.test('sync --full finds every record to be a duplicate', async (t) => {
  const report = await sync('--full');
  t.strictSame(counts(report), {
    lines: key.lines,
    indexed: 0,
    duplicates: key.lines - key.rejected,
    rejected: key.rejected,
    skipped: 0,
  });
  t.strictSame(await readIds(`${prefix}-records-*`), ids);
});

t.test('sync --overwrite writes every record again, and the index does not grow', async (t) => {
  const report = await sync('--overwrite');
  t.strictSame(
    { indexed: report.indexed, duplicates: report.duplicates },
    { indexed: 0, duplicates: key.lines - key.rejected },
  );
  const stored = await readAll(`${prefix}-records-*`);
  t.strictSame(new Set(stored.map(({ _id }) => _id)), ids);
  t.ok(stored.every(({ _source }) => _source.log_key !== undefined));
});

t.test('sync --dry-run says what would be read and writes nothing', async (t) => {
  const report = await sync('--dry-run', '--full');
  t.equal(report.dryRun, true);
  t.equal(report.objects.listed - report.objects.skipped, key.objects);
  t.equal(report.lines, 0);
});

for (const dimension of ['ip', 'key', 'agent'] as const) {
  for (const { name: by, key: metric } of METRIC_TABLE) {
    t.test(`top ${dimension} by ${by} equals the answer key in every number`, async (t) => {
      const answer = await question<TopAnswer>('top', dimension, '--by', by);
      const { rows, missing } = key.top[dimension];
      const ranked = [...rows].sort(
        (a, b) => b[metric] - a[metric] || Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
      );
      t.strictSame(
        answer.rows.map(({ share: _, cumulativeShare: __, ...row }) => row),
        ranked,
      );
      t.strictSame(answer.totals, key.totals);
      t.strictSame(answer.missing, missing);
      t.strictSame(answer.distinct, { value: rows.length, exact: true });
      t.equal(answer.exact, true);
      const share = (ranked[0]?.[metric] ?? 0) / key.totals[metric];
      t.ok(Math.abs((answer.rows[0]?.share ?? 0) - share) < 1e-12);
    });
  }
}

for (const by of ['bytes', 'requests', 'downloads'] as const) {
  t.test(`compare ip by ${by} equals the answer key in every figure`, async (t) => {
    const answer = await question<CompareAnswer>('compare', 'ip', '--by', by);
    const wanted = key.compare.ip[by];
    for (const [figure, value] of Object.entries(wanted)) {
      const got = Number(answer.population[figure as keyof typeof answer.population]); // the key's figures are its keys
      t.ok(Math.abs(got - value) <= 1e-12 * Math.abs(value), `${figure}: ${got} is ${value}`);
    }
    t.equal(answer.rows.length, wanted.count);
    t.equal(answer.exact, true);
  });
}

t.test('an address below the top 25 of each month is found in the top 10 of both', async (t) => {
  const { quietGiant } = key.actors;
  const rankOf = async (...range: readonly string[]): Promise<number> => {
    const { rows } = await question<TopAnswer>('top', 'ip', ...range);
    return 1 + rows.findIndex(({ name }) => name === quietGiant.ip);
  };
  t.equal(await rankOf('--to', '2026-02-01'), quietGiant.rankJanuary);
  t.equal(await rankOf('--from', '2026-02-01'), quietGiant.rankFebruary);
  t.equal(await rankOf(), quietGiant.rankOverall);
  t.ok(Number(quietGiant.rankJanuary) > 25 && Number(quietGiant.rankFebruary) > 25);
  t.ok(Number(quietGiant.rankOverall) <= 10);
});

t.test('the agents that say they are bots are the planted ones', async (t) => {
  const { rows } = await question<TopAnswer>('top', 'agent', '--agent-class', 'bot');
  t.strictSame(rows.map(({ name }) => name).sort(), [...key.actors.bots].sort());
});

t.test('a question over an empty prefix says how to get records', async (t) => {
  const { code, stdout, stderr } = await runTamarin([
    'top',
    'ip',
    '--index-prefix',
    'nothing-here',
  ]);
  t.equal(code, 1);
  t.equal(stdout, '');
  t.match(stderr, /There are no records.*\n.*tamarin sync .*--samples/);
});
