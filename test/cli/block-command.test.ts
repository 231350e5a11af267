/** Goal: plans on the command line: what is asked wrongly is told before anything runs, and a file is enough to render and compare. */
import { Readable } from 'node:stream';
import t from 'tap';
import { planText } from '../../src/block/plan/plan-text.ts';
import { entryOf, planOf } from '../block/plans.ts';
import { asking, runAt } from './run-at.ts';

const NOBODY = 'http://127.0.0.1:1';
const now = () => Date.parse('2026-03-03');
const over = { ...entryOf('9.9.9.9/32'), expires: '2026-03-02T00:00:00.000Z' };
const folder = t.testdir({
  'old.plan': planText(planOf([entryOf('8.8.8.0/24'), over])),
  'new.plan': planText(planOf([entryOf('8.8.8.0/25'), entryOf('2001:db8::1/128')])),
  'wide.plan': planText(planOf([entryOf('8.0.0.0/12')])),
  'tamarin.yaml': 'friendNetworks: 8.8.8.128/25\n',
  'bad.list': '192.0.2.1\n192.0.2\n# a remark\n192.0.2.7/24 # a slip\n',
  'some.list': '192.0.2.1 # takes too much\n',
});
const [old, newer] = [`${folder}/old.plan`, `${folder}/new.plan`];

// biome-ignore format: a table, one row a slip
const SLIPS = [
  { args: ['--over', '5%', '--times-mean', '50'], says: /--over and --times-mean are rules of their own/ },
  { args: ['--over', '5'], says: /--over "5" is no share/ },
  { args: ['--over', '0%'], says: /is no share/ },
  { args: ['--times-mean', '0.5'], says: /is no number from 1 on/ },
  { args: ['--min-score', '101'], says: /is not a number from 0 to 100/ },
  { args: ['--expires', '400d'], says: /no span of time up to a year.*no block is for ever/ },
  { args: ['--list', `${folder}/bad.list`], says: /holds what is no network:\nline 2: "192\.0\.2" is no IP address and no network\nline 4: "192\.0\.2\.7\/24" is an address inside/ },
  { args: ['--list', `${folder}/none`], says: /cannot be read: ENOENT/ },
  { args: ['--keep', `${folder}/some.list`], says: /is no block plan/ },
  { args: ['--caller', 'me'], says: /"me" is no IP address/ },
  { args: ['--month', '2026-13'], says: /2026-13/ },
];

for (const { args, says } of SLIPS)
  t.test(
    `block plan ${args.join(' ').replace(folder, '.')} is refused before anything runs`,
    async (t) => {
      t.match(await runAt(NOBODY, ['block', 'plan', ...args]), { code: 'usage', talked: says });
    },
  );

t.test('a list is planned with what each entry saves, and its file is read again', async (t) => {
  const { printed, talked, code } = await asking(t, ['block', 'plan', '--list', `${folder}/some.list`], { now }); // biome-ignore format: one call
  t.equal(code, 0, talked);
  t.match(printed, /^tamarin block plan 1\n/);
  t.match(printed, /\nblock {4}list 192\.0\.2\.1\ncidr {5}192\.0\.2\.1\/32\nreason {3}takes too much\nrule {5}--list \S+some\.list\n/); // biome-ignore format: one call
  t.match(printed, /\nexpires {2}2026-04-02T00:00:00\.000Z\n$/);
  t.match(talked, /A dry run, nothing is blocked: 1 entry, 1 address\. /);
  t.match(talked, /Your own address is not known here: name it with --caller/);
  t.match(talked, /tamarin block render blocks\.plan/);
  const nginx = await runAt(NOBODY, ['block', 'render', '-', '--format', 'nginx'], { now, stdin: Readable.from([printed]) }); // biome-ignore format: one call
  t.match(nginx.printed, /\ndeny 192\.0\.2\.1\/32;\n$/);
});

t.test(
  'a terminal shows what a plan is about in lines that fit, and the command that saves it',
  async (t) => {
    const args = [
      'block',
      'plan',
      '--list',
      `${folder}/some.list`,
      '--keep',
      old,
      '--expires',
      '7d',
    ];
    const onTerminal = {
      now,
      columns: 60,
      messageColumns: 60,
      env: { npm_lifecycle_event: 'tamarin' },
    };
    const { server } = await asking(t, args, { now });
    const { printed, talked, code } = await runAt(server.url, [...args, '--opensearch', server.url, '--index-prefix', 'i'], onTerminal); // biome-ignore format: one call
    t.equal(code, 0, talked);
    t.match(
      printed,
      /^A dry run, nothing is blocked: 2 entries, 1 address, 1\nnetwork\. They would have saved /,
    );
    t.match(printed, /\n {2}network 8\.8\.8\.0\/24: /);
    t.notMatch(printed, /requestsShare|tamarin block plan 1|\nperiod/, 'the file is not shown');
    const save = talked.split('\n').find((line) => line.endsWith(' > blocks.plan')) ?? '';
    t.match(save, /^ {2}npm run --silent tamarin -- block plan .*--expires 7d .*> blocks\.plan$/);
    t.ok(save.includes(`--list ${folder}/some.list --keep ${old} `), save);
    const prose = `${printed}${talked}`.split('\n').filter((line) => !line.startsWith('  npm run'));
    t.strictSame(
      prose.filter((line) => line.length > 60 && !line.includes(folder)),
      [],
    );
    const whole = await runAt(server.url, [...args, '--quiet', '--opensearch', server.url, '--index-prefix', 'i'], onTerminal); // biome-ignore format: one call
    t.match(whole.printed, /^tamarin block plan 1\n/, '--quiet prints the file itself');
  },
);

t.test('entries of an earlier plan are kept until they are over', async (t) => {
  const args = ['block', 'plan', '--list', `${folder}/some.list`, '--keep', old, '--json'];
  const { printed } = await asking(t, args, { now });
  const { entries } = JSON.parse(printed);
  t.match(entries, [
    { subject: 'network 8.8.8.0/24', created: '2026-03-01T00:00:00.000Z', expires: '2026-03-31T00:00:00.000Z' },
    { subject: 'list 192.0.2.1', created: '2026-03-03T00:00:00.000Z' },
  ]); // biome-ignore format: one list
  t.equal(entries.length, 2, 'what is over is not kept');
});

t.test('rendering leaves out what is over and whom the configuration knows, and says how to apply and undo', async (t) => {
  const args = ['block', 'render', old, '--format', 'cidr', '--config', `${folder}/tamarin.yaml`];
  const { printed, talked, code } = await runAt(NOBODY, args, { now });
  t.equal(code, 0);
  t.equal(printed, '8.8.8.0/25\n');
  t.match(talked, /never blocked: 8\.8\.8\.128\/25\n/);
  t.match(talked, /as their time is over: 1 entry\.\n/);
  t.match(talked, /Nothing is applied\. .*\n {2}wc -l FILE\n.*\nTo undo:\n/s);
  const policy = await runAt(NOBODY, ['block', 'render', old, '--format', 's3-policy'], { now, messageColumns: 60 }); // biome-ignore format: one call
  t.match(policy.talked, /\n {2}aws s3api get-bucket-policy --bucket media --query/, 'the bucket of the plan is named');
  t.notMatch(policy.talked, /BUCKET/);
  t.ok(policy.talked.split('\n').every((line) => line.length <= 60 || line.startsWith('  ')), 'what is no command fits'); // biome-ignore format: one rule
  const mine = await runAt(NOBODY, ['block', 'render', old, '--format', 'cidr', '--caller', '8.8.8.0'], { now }); // biome-ignore format: one call
  t.notMatch(mine.printed, /8\.8\.8\.0\//, 'the caller is spared');
  const wide = ['block', 'render', `${folder}/wide.plan`, '--format', 'cidr'];
  t.match(await runAt(NOBODY, wide, { now }), { code: 'usage', talked: /8\.0\.0\.0\/12 is wider than \/16/ }); // biome-ignore format: one call
  t.match(await runAt(NOBODY, [...wide, '--force'], { now }), { code: 0, printed: '8.0.0.0/12\n' });
}); // biome-ignore format: one call

t.test('a diff of two plans, and of one with the clock', async (t) => {
  t.equal(
    (await runAt(NOBODY, ['block', 'diff', old, newer], { now })).printed,
    `+ 2001:db8::1/128  comes, until 31 Mar 00:00  network 2001:db8::1/128: scraper, score 87: asked for 400 different files
- 8.8.8.128/25  goes: it is not in the new plan, until 31 Mar 00:00  network 8.8.8.0/24: scraper, score 87: asked for 400 different files
- 9.9.9.9/32  is over, until 2 Mar 00:00  network 9.9.9.9/32: scraper, score 87: asked for 400 different files
  8.8.8.0/25  stays, until 31 Mar 00:00  network 8.8.8.0/25: scraper, score 87: asked for 400 different files
1 comes, 1 goes, 1 is over, 1 stays
`,
  );
  const narrow = await runAt(NOBODY, ['block', 'diff', old, newer], { now, columns: 50 });
  t.strictSame(narrow.printed.split('\n').filter((line) => line.length > 50), [], 'on a terminal lines fit'); // biome-ignore format: one rule
  t.match(narrow.printed, /^\+ 2001:db8::1\/128 .*\n {6}\S/);
  const alone = await runAt(NOBODY, ['block', 'diff', old, '--json'], { now });
  const { comes, goes, expired, stays } = JSON.parse(alone.printed);
  t.strictSame([comes.length, goes.length, expired.length, stays.length], [0, 0, 1, 1]);
});
