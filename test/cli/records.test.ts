/** Goal: rows without an end are printed as lines, and what is to be known of them on stderr. */
import t from 'tap';
import { asking, runAt } from './run-at.ts';

t.test(
  'records and whole rankings are lines of JSON or CSV; the rest is said on stderr',
  async (t) => {
    const json = await asking(t, ['records', '--json', '--sort', 'bytes', '--limit', 'all']);
    t.strictSame(json.printed.trimEnd().split('\n').map((line) => JSON.parse(line).bytes_sent), [60, 20, 10, 10]); // biome-ignore format: one list
    t.match(
      json.talked,
      /^4 of 4 records, by bytes sent\.\n(NOT complete: [^\n]*\n)?exact · [^\n]* · (logs as of|NOT complete)/,
    );
    const csv = await asking(t, ['records', '--csv', '--fields', 'time,bytes_sent', '--limit', '2', '--key', 'x*']); // biome-ignore format: one call
    t.equal(csv.printed, '@timestamp,bytes_sent\n');
    t.match(csv.talked, /^No key in this range matches “x\*”\.\n0 of 0 records, newest first\./);
    const top = await asking(t, ['top', 'bucket', '--limit', 'all', '--csv', '--quiet']);
    t.equal(top.printed, 'bucket,bytes,requests,downloads,fullDownloads,share\nmedia,90,3,2,0.3,0.9\nother,10,1,1,0,0.1\n'); // biome-ignore format: one text
    t.match(top.talked, /^NOT complete: [^\n]*\n$/, 'no more than what is wrong');
    const ranked = await asking(t, ['top', 'bucket', '--limit', 'all', '--json', '--sort', 'value', '--order', 'asc']); // biome-ignore format: one call
    t.match(ranked.printed, /^\{"name":"other",.*\}\n\{"name":"media",.*\}\n$/);
    t.match(
      ranked.talked,
      /^All buckets, in the order by bytes, ascending\.\n(NOT complete: [^\n]*\n)?exact · /,
    );
    t.match((await asking(t, ['records'])).printed, /^4 records, newest first\ntime \(UTC\) .*\n2026-02-03 00:00:00 /); // biome-ignore format: one call
    for (const args of [
      ['records', '--limit', 'all'],
      ['top', 'ip', '--limit', 'all'],
    ])
      t.match(await runAt('http://127.0.0.1:1', args), {
        code: 'usage',
        talked: /with --json or --csv also "all"/,
      });
  },
);

t.test('--columns are those of a table, of CSV and of streamed rows', async (t) => {
  const csv = await asking(t, ['top', 'bucket', '--csv', '--columns', 'requests,bucket']);
  t.equal(csv.printed, 'requests,bucket\n3,media\n1,other\n');
  const streamed = await asking(t, ['records', '--csv', '--limit', 'all', '--columns', 'bytes_sent']); // biome-ignore format: one call
  t.match(streamed.printed, /^bytes_sent\n(\d+\n){4}$/);
  t.match((await asking(t, ['top', 'bucket', '--columns', 'full-downloads'])).printed, /\n# {2}full downloads\n1 +0\.3\n/); // biome-ignore format: one call
  const unknown = { code: 'usage', talked: /no column "size".*bucket, bytes, share, requests/ };
  t.match(await asking(t, ['top', 'bucket', '--columns', 'size']), unknown);
  t.match(await runAt('http://127.0.0.1:1', ['top', 'ip', '--columns', ',']), { code: 'usage', talked: /no list of columns/ }); // biome-ignore format: one call
});

t.test('a narrow terminal drops columns and says so, --wide does not', async (t) => {
  const narrow = await asking(t, ['top', 'bucket'], { columns: 40 });
  t.match(narrow.printed, /^# {2}bucket {2}bytes {3}share {2}requests\n.*\nNot shown: downloads, full downloads,\ncumulative; --wide shows all\.\n/ms); // biome-ignore format: one call
  const longest = Math.max(...narrow.printed.split('\n').map((line) => line.length));
  t.ok(longest <= 40, `${longest}`);
  const wide = await asking(t, ['top', 'bucket', '--wide'], { columns: 40 });
  t.match(wide.printed, /^# {2}bucket .* cumulative$/m);
  t.notMatch(wide.printed, /Not shown/);
});
