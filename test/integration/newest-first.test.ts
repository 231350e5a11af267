/**
 * Goal: of a bucket with years of logs the last 35 days can be asked about as soon as they are read, and
 * nothing else has been read by then; the rest follows, month by month back. Killed in between, the next
 * sync goes on, and at the end every count is what it would be anyway. 1,200 keys of 250 days; `npm run
 * soak newest-first` takes TAMARIN_YEARS_KEYS=200000 of three years.
 */
import t from 'tap';
import { askQuestion } from '../../src/questions/catalogue.ts';
import type { Answer } from '../../src/questions/question.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { interruptedSync } from '../../src/sync/run/stopped-sync.ts';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { s3Env } from '../support/s3-server.ts';
import { syncS3 } from '../support/s3-sync.ts';
import { startYears } from '../support/s3-years.ts';
import { connectPorts } from '../support/search-ports.ts';

const KEYS = Number(process.env.TAMARIN_YEARS_KEYS ?? 1_200);
const DAYS = KEYS >= 100_000 ? 3 * 365 : 250;
/** As many of a thousand as 50,000 are of 200,000. */
const ABOVE = KEYS / 4;
const portOf = await connectPorts(t);

t.test(`${KEYS} keys over ${DAYS} days`, async (t) => {
  const years = await startYears(t, { keys: KEYS, days: DAYS });
  const prefix = testPrefix(t);
  const ask = (range: { from?: string }) =>
    askQuestion('top', { dimension: 'bucket', ...range }, portOf(prefix, { timeoutMs: 60_000 })) as Promise<TopAnswer & Answer>; // what it is asked
  const sync = (about: Partial<Parameters<typeof syncS3>[0]>) =>
    syncS3({ url: 's3://big-logs/', endpoint: years.url, prefix, newestFirstAbove: ABOVE, timeouts: { answerMs: 20_000, stallMs: 20_000 }, ...about });
  const { fetched } = years;

  let newestFrom = '';
  const stop = new AbortController();
  const onNewestShipped = async (fromMs: number): Promise<void> => {
    newestFrom = new Date(fromMs).toISOString();
    const recent = years.since(fromMs);
    // A slow answer makes it ask again.
    t.strictSame([...new Set(fetched)].sort(), recent.keys, 'what was fetched until now: the last 35 days');
    const probe = Math.floor(ABOVE / 1_000) + 1;
    const most = probe + Math.ceil(recent.keys.length / 1_000) + 2 * years.prefixes + years.calendarYears;
    t.ok(years.calls <= most, `${years.calls} LISTs, at most ${most}`);
    t.comment(`first answers after ${fetched.length} GETs and ${years.calls} LISTs`);
    const { totals, asOf } = await ask({ from: newestFrom });
    t.match(totals, { requests: recent.keys.length, bytes: recent.bytes });
    t.match(asOf, { complete: true, completeFrom: null, lastSync: { state: 'running' } });
    const all = (await ask({})).asOf;
    t.match(all, { complete: false, deliveredUntil: null, completeFrom: newestFrom });
    t.match(all.because, new RegExp(`^complete from ${newestFrom.slice(0, 10)} on; a sync of`));
    const stopAt = fetched.length + KEYS / 5;
    years.onFetch = () => {
      if (fetched.length >= stopAt) stop.abort(interruptedSync());
    };
  };
  await t.rejects(sync({ onNewestShipped, signal: stop.signal }), { code: 'interrupted' });
  t.ok(fetched.length < KEYS, `it was stopped after ${fetched.length} GETs`);
  t.match((await ask({ from: newestFrom })).asOf, { complete: true, lastSync: { state: 'interrupted' } });
  t.match((await ask({})).asOf, { complete: false });

  years.onFetch = () => undefined;
  const before = fetched.length;
  const { report } = await sync({});
  const months = [...new Set(fetched.slice(before))].map(years.monthOf);
  const passes = months.filter((month, at) => month !== months[at - 1]);
  t.strictSame(passes, [...new Set(months)].sort().reverse(), 'month by month back');
  t.match(report.objects, { listed: KEYS, done: KEYS - report.objects.skipped, failed: 0 });
  t.equal(new Set(fetched.slice(before)).size, report.objects.done, 'none is fetched again that was done');
  const whole = await ask({});
  t.match(whole.totals, { requests: KEYS, bytes: years.since(0).bytes }, 'nothing lost, nothing twice');
  t.match(whole.asOf, { complete: true, because: null, completeFrom: null });
  t.equal((await sync({})).report.listing, 'recent');
}); // biome-ignore format: one line each

t.test('up prints the answers when the last days are in, and again when everything is', async (t) => {
  const years = await startYears(t, { keys: 1_100, days: 70 });
  Object.assign(process.env, s3Env(years.url)); // the SDK reads the environment of the process
  const env = { TAMARIN_INDEX_PREFIX: testPrefix(t), TAMARIN_NEWEST_FIRST_ABOVE: '1000' };
  const { code, stdout, stderr } = await runTamarin(['up', 's3://big-logs/', '--once'], env);
  t.equal(code, 0, stderr);
  t.equal(stdout.split('4. How do').length - 1, 2, 'twice');
  const [early = '', late = ''] = stdout.split(/(?<=4\. How do[\s\S]+)(?=\n.*1\. Who are)/);
  t.match(stderr, /The newest logs are in: complete from \d{4}-\d\d-\d\d on; older days follow\./);
  t.match(early, /\n(S3 may [^\n]* )?Older days follow: a sync of s3:\/\/big-logs\/ is running[^\n]*\nexact · [^\n]* · logs as of /);
  t.notMatch(early, /NOT complete/);
  t.notMatch(late, /Older days follow|NOT complete/);
  t.match(stderr, /1,100 lines = 1,100 indexed/);
}); // biome-ignore format: long lines
