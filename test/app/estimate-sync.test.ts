/** Goal: a dry run says what a sync would ask of S3, what that costs at list prices, and how long it takes. */
import t from 'tap';
import { estimateSync } from '../../src/app/estimate-sync.ts';
import { addressedSource } from '../../src/app/openable-source.ts';
import { loadConfig } from '../../src/config/config.ts';
import { reportText } from '../../src/render/text/report-text.ts';
import { type SyncReport, SyncTally } from '../../src/sync/run/sync-report.ts';

const NO_OBJECTS = {
  listed: 0,
  skipped: 0,
  done: 0,
  failed: 0,
  notALog: 0,
  archived: 0,
  gone: 0,
  growing: 0,
};
const REPORT: SyncReport = {
  syncId: 'x', source: 's3://big-logs/', dryRun: true, listing: 'whole',
  objects: { ...NO_OBJECTS, listed: 200_000, skipped: 1_000 },
  lines: 0, indexed: 0, duplicates: 0, rejected: 0, skipped: 0, removed: 0, bytesRead: 0, olderReader: 0,
  bytesToRead: 6_000_000_000, newestFirst: false, seconds: 20, failures: [],
}; // biome-ignore format: a report

function estimate(report: SyncReport, env: Record<string, string>, address = 's3://big-logs/') {
  const config = loadConfig({ flags: {}, env, file: null });
  return estimateSync(report, 200, addressedSource(address, config, env), config);
}

const IRELAND = { AWS_REGION: 'eu-west-1' };

t.test('GETs and LISTs at list prices', async (t) => {
  // 199,000 x 0.0004 / 1,000 + 200 x 0.005 / 1,000
  const cost = { amount: '0.0806', currency: 'USD', date: '2025-01-01', region: 'eu-west-1' };
  t.strictSame(estimate(REPORT, IRELAND), { gets: 199_000, lists: 200, cost, seconds: 2_000 });
});

t.test('many small log objects take as long as their GETs', async (t) => {
  t.equal(estimate({ ...REPORT, bytesToRead: 1_000 }, IRELAND).seconds, 398);
});

t.test('a first sync of many lists twice, and a little more', async (t) => {
  t.equal(estimate({ ...REPORT, newestFirst: true }, IRELAND).lists, 200 + 200 + 50 + 432);
});

t.test('no price is guessed: another store, no region, a region without prices', async (t) => {
  for (const env of [{ ...IRELAND, AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1' }, {}, { AWS_REGION: 'xx-nowhere-1' }])
    t.strictSame(estimate(REPORT, env), { gets: 199_000, lists: 200, cost: null, seconds: 2_000 });
}); // biome-ignore format: a list

t.test('a folder is asked nothing that costs', async (t) => {
  t.match(estimate(REPORT, IRELAND, '/logs'), { gets: 0, lists: 0, cost: null, seconds: 2_000 });
});

t.test('in words', async (t) => {
  const text = (report: SyncReport, env: Record<string, string>, address?: string): string =>
    reportText({ ...report, estimate: estimate(report, env, address) }, new SyncTally());
  t.equal(
    text({ ...REPORT, newestFirst: true }, IRELAND),
    's3://big-logs/: 199,000 log objects would be read (6.0 GB). Nothing was written.\n' +
      '199,000 GETs and about 882 LISTs: 0.08 USD at list prices of 2025-01-01 (eu-west-1).\n' +
      'About 33 min 20 s, at what two cores ship at least: 500 log objects or 3 MB a second.\n' +
      'The last 35 days would be read first: they can be asked about then.\n',
  );
  t.match(text(REPORT, {}), '200 LISTs: no list price of them is known here.');
  t.notMatch(text(REPORT, {}, '/logs'), /GET/);
  const nothing = { ...REPORT, objects: { ...NO_OBJECTS, listed: 9, skipped: 9 } };
  t.notMatch(text(nothing, IRELAND), /GET|About/, 'of nothing to read nothing is said');
});
