/** Goal: over the samples the planted actors are found, and every number of a row is true. */
import t from 'tap';
import type { ClientAnswer } from '../../src/questions/client/answer.ts';
import type { ScrapersAnswer } from '../../src/questions/scrapers/answer.ts';
import { readFacts } from '../scrapers/facts.ts';
import { recountRow } from '../scrapers/recount.ts';
import { linesOf } from '../support/expected-ids.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { isBrokenSample, readAnswerKey, readSampleFiles } from '../support/samples.ts';
import { ASKING_SAMPLES } from '../support/shared-samples.ts';

/** Each line once, as its id makes it one record; without a request id each is one of its own. */
const lines = new Map<string, string>();
for (const file of readSampleFiles())
  for (const [at, bytes] of linesOf(file).entries()) {
    const line = bytes.toString('latin1');
    const hasRequestId = line.slice(line.indexOf(']')).split(' ')[3] !== '-';
    if (!isBrokenSample(bytes.toString('utf8')))
      lines.set(hasRequestId ? line : `${file.name} ${at}`, line);
  }
const facts = readFacts([...lines.values()]);
const { actors } = readAnswerKey();

const { code, stdout, stderr } = await runTamarin(
  ['scrapers', '--json', '--members', '--limit', '100'],
  ASKING_SAMPLES,
);
const answer: ScrapersAnswer = JSON.parse(stdout);

t.test('each planted actor has a row that accuses', async (t) => {
  t.equal(code, 0, stderr);
  const accused = answer.rows.filter(({ score }) => score >= 50);
  const verdicts = Object.fromEntries(accused.map(({ name, verdict }) => [name, verdict]));
  t.match(verdicts, {
    [actors.scraper.ip]: 'scraper',
    [actors.spreadScraper.network]: 'distributed-scraper',
    [actors.hog.ip]: 'bandwidth-hog',
    [actors.hotlinkSite.domain]: 'hotlink',
    [actors.prober.ip]: 'prober',
  });
  const others = accused.filter(({ verdict }) => verdict !== 'declared-bot');
  t.equal(others.length, 5, 'and nobody else is accused');
  t.equal(answer.accused, accused.length);
});

t.test('every number of a row equals a count over its lines', async (t) => {
  t.ok(answer.rows.length > 10);
  for (const row of answer.rows) {
    const { requests, bytes, distinctKeys, share, firstSeen, lastSeen, members } = row;
    t.strictSame(
      { requests, bytes, distinctKeys, share, firstSeen, lastSeen, addresses: members.count },
      recountOf(row),
      `${row.kind} ${row.name}`,
    );
  }
});

/** Who asks without an address, as services of AWS do, is nobody's client. */
function recountOf(row: ScrapersAnswer['rows'][number]) {
  const { firstSeen, lastSeen, ...counted } = recountRow(facts, row);
  const withMs = (time: string | null): string => new Date(time ?? 0).toISOString();
  return { ...counted, firstSeen: withMs(firstSeen), lastSeen: withMs(lastSeen) };
}

t.test('of the same score the one that costs more comes first', async (t) => {
  const { rows } = answer;
  for (const [at, row] of rows.entries()) {
    const next = rows[at + 1];
    if (next === undefined) continue;
    t.ok(row.score > next.score || (row.score === next.score && row.bytes >= next.bytes), row.name);
  }
});

t.test('the page of a client says of it what its row says', async (t) => {
  for (const kind of ['ip', 'network', 'agent', 'requester']) {
    const row = answer.rows.find((each) => each.kind === kind);
    if (row === undefined) continue; // the samples have no such row
    const { stdout } = await runTamarin(['client', row.name, '--json'], ASKING_SAMPLES); // one after the other
    const page: ClientAnswer = JSON.parse(stdout);
    const { score, verdict, reasons } = row;
    t.strictSame(page.suspicion, { score, verdict, reasons }, `${kind} ${row.name}`);
    t.equal(page.distinctKeys, row.distinctKeys);
    const days = page.days.reduce((sum, { requests }) => sum + requests, 0);
    t.equal(days, page.totals.requests, 'each request on one day');
  }
});
