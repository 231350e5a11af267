/** Goal: the answers as text: what they say, and that colours stay on terminals. */
import { execFileSync } from 'node:child_process';
import t from 'tap';
import { compareText, topText } from '../../src/cli/answer-text.ts';
import type { CompareAnswer } from '../../src/questions/compare.ts';
import { DIMENSION_TABLE } from '../../src/questions/dimension-table.ts';
import { METRIC_TABLE } from '../../src/questions/metric-table.ts';
import type { TopAnswer } from '../../src/questions/top.ts';

const [ip] = DIMENSION_TABLE;
const [bytes, requests, , fullDownloads] = METRIC_TABLE;
const SOURCE = new URL('../../src/cli/answer-text.ts', import.meta.url).href;
const ESCAPE = '\x1b';

const TOP: TopAnswer = {
  question: 'top',
  dimension: 'ip',
  by: 'bytes',
  from: '2026-01-01T00:00:00.000Z',
  to: null,
  totals: { bytes: 2_000_000, requests: 40, downloads: 30, fullDownloads: 12.34 },
  missing: { bytes: 1_000, requests: 4, downloads: 0, fullDownloads: 0 },
  distinct: { value: 1_234, exact: true },
  rows: [
    {
      name: '192.0.2.1',
      bytes: 1_000_000,
      requests: 20,
      downloads: 10,
      fullDownloads: 5,
      share: 0.5,
      cumulativeShare: 0.5,
    },
    {
      name: 'x\x1b[31my',
      bytes: 500_000,
      requests: 10,
      downloads: 5,
      fullDownloads: 2.5,
      share: 0.25,
      cumulativeShare: 0.75,
    },
  ],
  exact: true,
};

const COMPARE: CompareAnswer = {
  question: 'compare',
  dimension: 'ip',
  by: 'requests',
  from: null,
  to: '2026-02-01T00:00:00.000Z',
  population: { count: 4, total: 10, mean: 2.5, median: 0.5, p90: 8, p99: 8, max: 8, gini: 0.654 },
  top: { count: 1, total: 8, mean: 8, share: 0.8 },
  rows: [
    {
      name: '192.0.2.1',
      value: 8,
      share: 0.8,
      timesMean: 3.2,
      timesMedian: null,
      percentile: 0.75,
    },
  ],
  exact: true,
};

const view = { dimension: ip, by: bytes, columns: null };

t.test('top names the range, the totals and what is missing', async (t) => {
  const lines = topText(TOP, view).split('\n');
  t.strictSame(lines, [
    'Top 2 of 1,234 IP addresses by bytes (from 2026-01-01T00:00:00.000Z)',
    '#  IP address     bytes  requests  downloads  full downloads   share  cumulative',
    '1  192.0.2.1     1.0 MB        20         10             5.0  50.0 %      50.0 %',
    '2  x·[31my     500.0 kB        10          5             2.5  25.0 %      75.0 %',
    'All: 2.0 MB, 40 requests, of which 4 without IP address (1.0 kB), 30 downloads, 12.3 full ones. Exact.',
    '',
  ]);
});

t.test('an answer that is not exact says so, and why', async (t) => {
  const inexact = { exact: false, inexactBecause: 'a sum is above 2⁵³' };
  const text = topText({ ...TOP, ...inexact, distinct: { value: 9, exact: false } }, view);
  t.match(text, 'at least 9 IP addresses');
  t.match(text, 'NOT exact: a sum is above 2⁵³.');
  t.match(compareText({ ...COMPARE, ...inexact }, view), 'NOT exact');
});

t.test('compare shows the average user beside the top ones', async (t) => {
  t.strictSame(compareText(COMPARE, { ...view, by: requests }).split('\n'), [
    'Top 1 against the average of 4 IP addresses, by requests (to before 2026-02-01T00:00:00.000Z)',
    '#  IP address  requests   share  × mean  × median   above',
    '1  192.0.2.1          8  80.0 %     3.2         –  75.0 %',
    'Average 2.5, median 0.5, p90 8, p99 8, most 8, Gini 0.65.',
    'The top 1 take 80.0 %: 8 each on average. Exact.',
    '',
  ]);
});

t.test('parts of full downloads are not rounded away', async (t) => {
  const population = { ...COMPARE.population, mean: 0.4 };
  t.match(compareText({ ...COMPARE, population }, { ...view, by: fullDownloads }), 'Average 0.4');
});

/** Both texts as a process prints them whose stdout is a pipe. */
function printInChild(env: Readonly<Record<string, string>>): string {
  const code = `import { compareText, topText } from '${SOURCE}';
    const [top, compare, view] = JSON.parse(process.argv[1]);
    process.stdout.write(topText(top, view) + compareText(compare, view));`;
  const { NO_COLOR: _, FORCE_COLOR: __, NODE_DISABLE_COLORS: ___, ...plain } = process.env;
  return execFileSync(
    process.execPath,
    ['--input-type=module', '-e', code, JSON.stringify([TOP, COMPARE, view])],
    { encoding: 'utf8', env: { ...plain, ...env } },
  );
}

t.test('there is no colour in a pipe, nor where NO_COLOR forbids it', async (t) => {
  t.notMatch(printInChild({}), ESCAPE);
  t.notMatch(printInChild({ NO_COLOR: '1' }), ESCAPE);
  t.match(printInChild({ FORCE_COLOR: '1' }), `${ESCAPE}[1mTop 2`, 'only where it is asked for');
});
