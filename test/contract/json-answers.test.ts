/**
 * Goal: what `--json` prints keeps its names and their order, over the samples. A name may be added
 * here, never changed or taken away: scripts go by it.
 */
import { symlinkSync } from 'node:fs';
import t from 'tap';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { SAMPLE_LOGS } from '../support/samples.ts';
import { shapeOf } from './shape-of.ts';

const METRICS = '{bytes requests downloads fullDownloads}';
const OBJECTS = 'objects{listed skipped done failed notALog archived gone growing}';
const SYNC = `source state startedAt finishedAt listingEnded ${OBJECTS}`;
const AS_OF = `asOf{complete because deliveredUntil completeFrom newestRecord lastSync{${SYNC}} sources[{${SYNC} deliveredUntil failed}] failed rejected unseenSeconds}`;
const PERIOD = 'period{first last daysWithout gaps[]}';
const TELLS = `${PERIOD} ${AS_OF}`;
const ROWS = `rows[{name ${METRICS.slice(1, -1)} share cumulativeShare}]`;
const BESIDE = 'mean median timesMean timesMedian percentile';
const TABLE = `dimension missing${METRICS} distinct{value exact}`;
const REPORT = `syncId source dryRun listing ${OBJECTS} lines indexed duplicates rejected skipped removed bytesRead olderReader`;
const STATUS_SYNC = `{source state startedAt heartbeatAt finishedAt isListed ${OBJECTS}}`;
const STATUS_SOURCE = `source sourceId counts lastSync${STATUS_SYNC} lastCompleteSync${STATUS_SYNC}`;
const SAVED = 'requests bytes requestsShare bytesShare cost{amount currency}';
/** A program on Linux or Android does not say on what device it runs. */
const HIT =
  '{@timestamp bucket_owner bucket remote_ip request_id operation key request_uri http_method http_version http_status bytes_sent object_size total_time turn_around_time user_agent host_id cipher_suite host_header tls_version network origin folder extension agent_name agent_class SYSTEM download_ppm enriched log_key log_line sync_id}';
const HOLDS =
  'buckets[{bucket records first last}] disk{bytes records bookkeeping} running[] next{command because}';
const REASONS =
  'not_a_log_line too_few_fields number_invalid status_invalid time_invalid time_out_of_range number_out_of_range quote_unclosed torn_record field_too_long line_too_long';

const broken = t.testdir({});
symlinkSync('nothing', `${broken}/dangling`);

/** In this order: a question asks what the syncs before it have shipped. */
// biome-ignore format: a row a command
const ANSWERS: readonly { readonly args: string; readonly shape: string; readonly code?: number }[] = [
  { args: 'setup', shape: '{opensearch version templates[] dashboards}' },
  { args: 'sync LOGS', shape: `{${REPORT} seconds failures[]}` },
  { args: 'sync LOGS --dry-run', shape: `{${REPORT} bytesToRead newestFirst seconds failures[] estimate{gets lists cost seconds}}` },
  { args: 'top ip', shape: `{question dimension by from to totals${METRICS} missing${METRICS} fullDownloadsErrorMax distinct{value exact} ${ROWS} exact ${TELLS} parameters{dimension by limit order audience}}` },
  { args: 'compare', shape: `{question dimension by from to population{count total mean median p90 p99 max gini} top{count total mean share} rows[{name value share timesMean timesMedian percentile}] exact ${TELLS} parameters{dimension by limit audience}}` },
  { args: 'timeline --interval day', shape: `{question by interval tz from to totals${METRICS} fullDownloadsErrorMax rows[{time ${METRICS.slice(1)}] exact ${TELLS} parameters{by interval audience}}` },
  { args: 'growth key --from 2026-02-02 --to 2026-02-16', shape: `{question dimension by from to vs{from to ${PERIOD}} totals{value before difference} missing{value before difference} rise fall groups{count new gone} rows[{name change value before difference times share}] exact ${TELLS} parameters{dimension by limit vs audience from to}}` },
  { args: 'why', shape: `{question by tz from to verdict day{time value usual rise times requests usualRequests comparedWith[]} sureness cause others[] rows[] sentences[] exact ${TELLS} parameters{by audience}}` },
  { args: 'search video --limit 3', shape: `{question text from to total hits[${HIT.replace('SYSTEM', 'os device')} | ${HIT.replace('SYSTEM', 'os')}] next exact ${TELLS} parameters{text in limit audience}}` },
  { args: 'client 198.51.100.23', shape: `{question client{dimension value} by from to totals${METRICS} everybody${METRICS} fullDownloadsErrorMax share first last hours[{hour ${METRICS.slice(1)}] hoursActive tables[{${TABLE} ${ROWS}} | {${TABLE} rows[]}] days[{day ${METRICS.slice(1)}] distinctKeys suspicion{score verdict reasons[{signal value usual text}]} compared{dimension count bytes{${BESIDE}} requests{${BESIDE}}} exact ${TELLS} parameters{client by limit audience}}` },
  { args: 'scrapers --limit 1', shape: `{question from to population{clients requests bytes medianRequests medianBytes medianFiles} accused rows[{kind name verdict score reasons[{signal value usual text}] bytes requests distinctKeys share firstSeen lastSeen agents[] topFiles[{key requests bytes fullDownloads}] members{addresses[] networks[] count}}] exact ${TELLS} parameters{limit min-score audience}}` },
  { args: 'top ip --by cost --limit 1', shape: `{question dimension by from to totals${METRICS.replace('}', ' cost{amount currency}}')} missing${METRICS.replace('}', ' cost{amount currency}}')} fullDownloadsErrorMax distinct{value exact} rows[{name ${METRICS.slice(1, -1)} cost{amount currency} share cumulativeShare}] exact estimate{currency prices[{region date source}] leftOut[]} ${TELLS} parameters{dimension by limit order audience}}` },
  { args: 'bill --month 2026-01 --bill-gb 9', shape: `{question month from to cost{amount currency} egress[{region to requests bytes cost{amount currency}}] requests[{region class requests cost{amount currency}}] explained{what shown billed share} estimate{currency prices[{region date source}] leftOut[]} exact ${TELLS} parameters{bill-gb audience month}}` },
  { args: 'block plan --over 20%', shape: `{question created from to asked buckets[] ownAccounts[] all{requests bytes cost{amount currency}} saves{${SAVED}} entries[{subject cidrs[] reason rule saves{${SAVED}} hits{clients lightClients lightRequests lightBytes lightDownloads agents otherRequests friendRequests} created expires}] leftOut[] exact ${TELLS} estimate{currency prices[{region date source}] leftOut[]}}` },
  { args: 'status', shape: `{${AS_OF} sources[{${STATUS_SOURCE} objects{done} named[] rejectedIn[{logKey lines}] rejectedObjects delay{p50{value exact} p90{value exact} p95{value exact} p99{value exact} max} growing}] rejects{${REASONS}} ${HOLDS}}` },
  { args: 'doctor', shape: '{findings[{about state seen hint}]}' },
  { args: 'sync BROKEN', shape: `{${REPORT} seconds failures[{key reason}]}`, code: 3 },
  { args: 'status', shape: `{${AS_OF} sources[{${STATUS_SOURCE} objects{failed} named[{logKey state lastModified reason}] rejectedIn[] rejectedObjects delay growing} | {${STATUS_SOURCE} objects{done} named[] rejectedIn[{logKey lines}] rejectedObjects delay{p50{value exact} p90{value exact} p95{value exact} p99{value exact} max} growing}] rejects{${REASONS}} ${HOLDS}}` },
  { args: 'quarantine --limit 2', shape: '{total reasons[{reason lines meaning advice}] rows[{reason logKey line offset time ip bytes timesMet firstMet lastMet detail text}]}' },
  { args: 'status --forget BROKEN', shape: '{source sourceId syncs logObjects}' },
];

const prefix = testPrefix(t);
const run = (args: string) => {
  const words = args.split(' ').map((word) => word.replace('LOGS', SAMPLE_LOGS).replace('BROKEN', broken)); // biome-ignore format: one call
  return runTamarin([...words, '--json'], { TAMARIN_INDEX_PREFIX: prefix });
};

for (const [at, { args, shape, code: wanted = 0 }] of ANSWERS.entries())
  t.test(`${at + 1}. ${args}`, async (t) => {
    const { code, stdout, stderr } = await run(args);
    t.equal(code, wanted, stderr);
    t.equal(stdout.indexOf('\n'), stdout.length - 1, 'one line');
    t.equal(shapeOf(JSON.parse(stdout)), shape);
  });

t.test('parse: a line for each reject, and the summary', async (t) => {
  const { code, stderr } = await run('parse LOGS');
  t.equal(code, 0);
  const lines = stderr.trimEnd().split('\n').map((line) => JSON.parse(line)); // biome-ignore format: one call
  t.equal(
    shapeOf(lines),
    '[{file line offset reason text} | {files lines records rejected failed seconds}]',
  );
});
