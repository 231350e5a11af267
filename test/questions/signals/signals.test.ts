/** Goal: each signal finds what it is for, with its number and what is usual, and nothing in a quiet client. */
import t from 'tap';
import type { Subject } from '../../../src/questions/evidence/subject.ts';
import { SIGNAL_TABLE } from '../../../src/questions/signals/signal-table.ts';
import { CROWD, hoursOf, QUIET } from './quiet-subject.ts';

interface Case {
  readonly signal: string;
  /** What makes the quiet client one against whom the signal speaks. */
  readonly change: Partial<Subject>;
  readonly value: number;
  readonly usual: number | null;
  readonly text: RegExp;
  readonly isBeyondAnyone?: true;
}

const all = (name: string, requests = QUIET.requests) => [{ name, requests }];
const spread = { addresses: 200, networks: 90, actor: { ...QUIET.actor, kind: 'group' as const } };
const page = {
  addresses: 80,
  actor: { ...QUIET.actor, kind: 'referrer-domain' as const, name: 'foreign.example' },
};

// biome-ignore format: a table, one row a case
const CASES: readonly Case[] = [
  { signal: 'files', change: { files: 480 }, value: 480, usual: 3, text: /480 different files in 63 hours; the usual client fetches 3/ },
  { signal: 'files', change: { files: 480, actor: { ...QUIET.actor, kind: 'network' } }, value: 480, usual: 9, text: /the usual network fetches 9/ },
  { signal: 'files', change: { files: 400_000 }, value: 400_000, usual: 3, text: /400,000/, isBeyondAnyone: true },
  { signal: 'coverage', change: { files: 600, coverage: 0.3, novelty: 2 }, value: 600, usual: null, text: /more than a quarter of all files/ },
  { signal: 'coverage', change: { files: 1_200, coverage: 0.6, novelty: 2 }, value: 1_200, usual: null, text: /more than half/, isBeyondAnyone: true },
  { signal: 'order', change: { files: 200, followsNames: 0.95 }, value: 0.95, usual: 0, text: /alphabetical order \(order score 0\.95; random order scores 0\)/ },
  { signal: 'night', change: { hours: hoursOf(72, () => 2), requests: 144 }, value: 1 / 3, usual: 0.08, text: /33\.3 % of its requests .* everybody’s 8\.0 %/ },
  { signal: 'awake', change: { hours: hoursOf(72, () => 2) }, value: 72, usual: null, text: /never silent for 4 hours in 72 hours/ },
  { signal: 'steady', change: { hours: hoursOf(30, () => 20), requests: 600 }, value: 20, usual: null, text: /at most 20 requests an hour, 20 on average/ },
  { signal: 'burst', change: { hours: hoursOf(2, () => 900), requests: 1_800, partial: 0 }, value: 900, usual: 8, text: /900 requests in its busiest hour; the usual client makes 8 in all/ },
  { signal: 'burst', change: { hours: hoursOf(2, () => 9_000), requests: 18_000, partial: 0, files: 9_000 }, value: 9_000, usual: 8, text: /9,000/, isBeyondAnyone: true },
  { signal: 'missed', change: { missed: 50, missedFiles: 40, requests: 100 }, value: 0.5, usual: 0.02, text: /50\.0 % of requests are 403 or 404, for 40 different files; of everybody’s 2\.0 %/ },
  { signal: 'missed', change: { missed: 200, missedFiles: 150, requests: 250, bare: 250 }, value: 0.8, usual: 0.02, text: /150 different files/, isBeyondAnyone: true },
  { signal: 'heads', change: { heads: 60, headFiles: 40, requests: 100 }, value: 0.6, usual: 0.01, text: /60\.0 % of requests are HEAD, for 40/ },
  { signal: 'heads', change: { heads: 300, headFiles: 250, requests: 400, bare: 400 }, value: 0.75, usual: 0.01, text: /HEAD/, isBeyondAnyone: true },
  { signal: 'lists', change: { lists: 7 }, value: 7, usual: 0, text: /asked 7 times for the list of files/ },
  { signal: 'lists', change: { lists: 30 }, value: 30, usual: 0, text: /30 times/, isBeyondAnyone: true },
  { signal: 'declared', change: { topClasses: all('bot'), topNames: all('GPTBot') }, value: 1, usual: 0.02, text: /^its user agent names it as a bot: GPTBot$/ },
  { signal: 'program', change: { topClasses: all('library'), topAgents: all('python-requests/2.32.5') }, value: 1, usual: 0.05, text: /is a program, no browser or player: python-requests/ },
  { signal: 'program', change: { topClasses: [], topAgents: [] }, value: 1, usual: 0.05, text: /no user agent/ },
  { signal: 'referrer', change: { bare: QUIET.requests }, value: 1, usual: 0.3, text: /100\.0 % of its requests come from no page; .* 30\.0 % do/ },
  { signal: 'agents', change: { agents: 30, novelty: 2 }, value: 30, usual: 1, text: /30 different user agents, yet hardly asks for a file twice/ },
  { signal: 'account', change: { topRequesters: all('arn:aws:iam::999988887777:user/x') }, value: QUIET.requests, usual: null, text: /AWS account 999988887777, which is not known as yours/ },
  { signal: 'names', change: { ...spread, requests: 600, agentAddressPairs: 500 }, value: 2.5, usual: null, text: /2\.5 different user agents for 3\.0 requests/ },
  { signal: 'once', change: { ...spread, requests: 600, files: 580, novelty: 2, meetsMore: true, expectedFiles: 290 }, value: 580, usual: 290, text: /200 addresses share out 580 different files among 600 requests/ },
  { signal: 'fingerprint', change: { ...spread, requests: 600, meetsMore: true }, value: 90, usual: null, text: /90 networks behind one way to speak TLS/ },
  { signal: 'repeats', change: { bare: QUIET.requests, mostRepeated: { key: 'big.mp4', requests: 40, bytes: 9e9, fullDownloads: 38.5 } }, value: 38.5, usual: 1, text: /the same file 38\.5 times in full with 1 agent: big\.mp4/ },
  { signal: 'bytes', change: { bytes: 4_000_000_000 }, value: 4_000_000_000, usual: 5_000_000, text: /takes 800 × the bytes of the usual client/ },
  { signal: 'foreign-page', change: { ...page, requests: 900 }, value: 0.015, usual: null, text: /900 requests of 80 addresses come from its pages, 1\.5 % of all/ },
  { signal: 'embedded', change: { ...page, topExtensions: all('jpg') }, value: 1, usual: null, text: /100\.0 % of its requests are for 20 files/, isBeyondAnyone: true },
];

const find = (subject: Subject) =>
  SIGNAL_TABLE.flatMap((each) => {
    const finding = each.find(subject, CROWD);
    return finding === null ? [] : [{ signal: each.signal, ...finding }];
  });

t.strictSame(find(QUIET), [], 'nothing speaks against a quiet client');
t.strictSame(
  [...new Set(CASES.map(({ signal }) => signal))].sort(),
  SIGNAL_TABLE.map(({ signal }) => signal).sort(),
  'each signal has a case',
);

for (const [at, { signal, change, value, usual, text, isBeyondAnyone }] of CASES.entries())
  t.test(`${at + 1}. ${signal}: ${text.source}`, async (t) => {
    const found = find({ ...QUIET, ...change }).find((each) => each.signal === signal);
    t.ok(Math.abs((found?.value ?? Number.NaN) - value) < 1e-9, `value ${found?.value}`);
    t.equal(found?.usual, usual);
    t.match(found?.text, text);
    t.equal(found?.isBeyondAnyone, isBeyondAnyone);
    t.ok((found?.weight ?? 0) > 0 && (found?.weight ?? 1) < 1, `weight ${found?.weight}`);
  });

t.test('the faults of a page, and what crowds do, are nobody’s', async (t) => {
  const of = (signal: string, change: Partial<Subject>, crowd = CROWD) =>
    SIGNAL_TABLE.find((each) => each.signal === signal)?.find({ ...QUIET, ...change }, crowd) ??
    null;
  const broken = { missed: 200, missedFiles: 150, requests: 250 };
  t.equal(of('missed', broken)?.isBeyondAnyone, undefined, 'links of a page are broken');
  t.equal(
    of('missed', { ...broken, bare: 250 }, { ...CROWD, missedShare: 0.4 }),
    null,
    'as for all',
  );
  const crowd = {
    addresses: 8_000,
    actor: { ...QUIET.actor, kind: 'agent' as const },
    bare: 60_000,
  };
  const many = { ...crowd, requests: 60_000 };
  t.equal(of('missed', { ...many, missed: 21_000, missedFiles: 900 })?.isBeyondAnyone, undefined);
  t.equal(of('lists', { ...many, lists: 20 }), null, 'a few open the address of the bucket');
  const app = {
    heads: 110,
    headFiles: 110,
    requests: 220,
    topClasses: [{ name: 'player', requests: 220 }],
  };
  t.equal(of('heads', app)?.isBeyondAnyone, undefined, 'a player asks before it fetches');
  for (const name of [
    'google.com',
    'www.google.co.uk',
    'lm.facebook.com',
    'media.s3.amazonaws.com',
  ])
    for (const signal of ['foreign-page', 'embedded']) {
      const visited = {
        ...page,
        actor: { ...page.actor, name },
        requests: 900,
        topExtensions: all('mp3', 900),
      };
      t.equal(of(signal, visited), null, `${signal} of ${name}`);
    }
  t.equal(
    of('embedded', { ...page, requests: 900, topExtensions: all('zip', 900) }),
    null,
    'links',
  );
});

t.test('what explains itself speaks less, or not at all', async (t) => {
  const weightOf = (signal: string, change: Partial<Subject>): number =>
    find({ ...QUIET, ...change }).find((each) => each.signal === signal)?.weight ?? 0;
  const series = { files: 200, followsNames: 0.95, topDirectoryFiles: 200 };
  t.ok(weightOf('order', series) < weightOf('order', { ...series, topDirectoryFiles: 20 }) / 2);
  t.ok(weightOf('files', series) < weightOf('files', { ...series, topDirectoryFiles: 20 }) / 2);
  t.equal(weightOf('files', { files: 480, people: 40 }), 0, 'many people behind one address');
  t.equal(
    weightOf('account', { topRequesters: all('arn:aws:iam::111122223333:user/x') }),
    0,
    'an own account',
  );
  t.equal(weightOf('account', { topRequesters: all('owner') }), 0, 'the owner');
  const own = { ...page, actor: { ...page.actor, name: 'www.example.org' }, requests: 900 };
  t.equal(weightOf('foreign-page', own), 0, 'an own page');
  t.equal(weightOf('embedded', own), 0);
  const search = { ...page, actor: { ...page.actor, name: 'www.google.com' }, requests: 900 };
  t.equal(weightOf('foreign-page', search), 0, 'a search engine');
  t.equal(weightOf('embedded', { ...page, topExtensions: all('html') }), 0, 'a link to a page');
  const style = { key: 'style.css', requests: 90, bytes: 90_000, fullDownloads: 90 };
  t.equal(weightOf('repeats', { mostRepeated: style }), 0, 'a style sheet');
});
