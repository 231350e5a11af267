import t from 'tap';
import { writeAsk } from './ask.ts';
import { runExam } from './exam.ts';
import { readFacts } from './facts.ts';
import { judge } from './judge.ts';
import { recountRow } from './recount.ts';
import type { Row } from './row.ts';
import { type Actor, NO_FRIENDS, type ScraperWorld } from './world.ts';

const FIXED = { bucket: 'media', ownerId: 'f0', hostId: 'h=' };
const CURL = 'curl/8.14.1';
const GPTBOT = 'Mozilla/5.0 (compatible; GPTBot/1.3; +https://openai.com/gptbot)';

interface Planned {
  readonly ip: string;
  readonly agent?: string;
  readonly referrer?: string;
  readonly requester?: string;
}

/** So many requests of each, one after the other; the bytes of the n-th line are n, from 1 on. */
function linesOf(planned: readonly (readonly [number, Planned])[]): readonly string[] {
  const all = planned.flatMap(([count, asked]) => Array.from({ length: count }, () => asked));
  return all.map(({ ip, agent = CURL, referrer = null, ...rest }, at) =>
    writeAsk(
      {
        ...{ ip, agent, referrer, ...rest, tls: null, actor: null, status: 200, size: 99 },
        ...{ operation: 'REST.GET.OBJECT', key: `k${at % 7}`, bytes: at + 1 },
        timeS: 1_770_000_000 + at,
      },
      { ...FIXED, requestId: `R${at}`.padEnd(16, 'X') },
    ),
  );
}

const actorOf = (id: string, from: number, to: number, more: Partial<Actor> = {}): Actor => ({
  ...{ id, kind: 'scraper', words: `is ${id}`, isSought: true, addresses: [] },
  lines: Array.from({ length: to - from }, (_, at) => from + at),
  ...more,
});

const worldOf = (lines: readonly string[], actors: readonly Actor[]): ScraperWorld => ({
  ...{ name: 'small', seed: 1, lines, actors, friends: NO_FRIENDS },
});

const rowOf = (
  kind: Row['kind'],
  name: string,
  addresses: readonly string[],
  more: Partial<Row> = {},
): Row => ({
  ...{ kind, name, verdict: 'scraper', score: 80, reasons: [{ text: 'because' }] },
  members: { addresses, networks: [], count: addresses.length },
  ...more,
});

/** Ten requests of a scraper, then ten of honest clients, of whom one has six. */
const LINES = linesOf([
  [10, { ip: '192.0.2.1' }],
  [6, { ip: '192.0.2.2' }],
  [4, { ip: '198.51.100.3' }],
]);
const WORLD = worldOf(LINES, [actorOf('scraper', 0, 10, { addresses: ['192.0.2.1'] })]);
const SCRAPER = rowOf('ip', '192.0.2.1', ['192.0.2.1']);

const kindsOf = (world: ScraperWorld, rows: readonly Row[]) =>
  judge(world, rows).rows.map(({ kind }) => kind);

t.test('a row of the actor finds it', async (t) => {
  const { rows, found, missed } = judge(WORLD, [SCRAPER]);
  t.match(rows, [{ kind: 'right', covered: 1, pure: 1 }]);
  t.match(found, [{ id: 'scraper' }]);
  t.strictSame(missed, []);
});

t.test('a row of an honest client is false, and a missed actor is missed', async (t) => {
  const { rows, found, missed } = judge(WORLD, [rowOf('ip', '192.0.2.2', ['192.0.2.2'])]);
  t.match(rows, [{ kind: 'false', actor: null, covered: 0, pure: 0 }]);
  t.strictSame(found, []);
  t.match(missed, [{ id: 'scraper' }]);
});

t.test(
  'a row finds from 50 on, and accuses neither below it nor by a harmless verdict',
  async (t) => {
    t.strictSame(kindsOf(WORLD, [{ ...SCRAPER, score: 50 }]), ['right']);
    t.equal(judge(WORLD, [{ ...SCRAPER, score: 49 }]).missed.length, 1);
    for (const verdict of ['heavy-but-normal', 'friend', 'cdn', 'monitor']) {
      t.equal(judge(WORLD, [{ ...SCRAPER, verdict }]).missed.length, 1, `${verdict} finds nobody`);
      const harmless = rowOf('ip', '192.0.2.2', ['192.0.2.2'], { verdict });
      t.strictSame(kindsOf(WORLD, [harmless]), [], `${verdict} accuses nobody`);
    }
  },
);

t.test('a row of which less than half belongs to the actor is false', async (t) => {
  const both = ['192.0.2.1', '192.0.2.2', '198.51.100.3'];
  t.strictSame(kindsOf(WORLD, [rowOf('group', 'all', both)]), ['right'], 'half is enough');
  const more = worldOf(
    linesOf([
      [9, { ip: '192.0.2.1' }],
      [10, { ip: '192.0.2.2' }],
    ]),
    [actorOf('scraper', 0, 9)],
  );
  t.strictSame(kindsOf(more, [rowOf('network', '192.0.2.0/24', both.slice(0, 2))]), ['false']);
  t.equal(judge(more, [rowOf('network', '192.0.2.0/24', [])]).missed.length, 1);
});

t.test('a row with less than half of the actor is false', async (t) => {
  const lines = linesOf([4, 5].map((count, at) => [count, { ip: `192.0.2.${at}` }] as const));
  const world = worldOf(lines, [actorOf('spread', 0, 9)]);
  t.strictSame(kindsOf(world, [rowOf('ip', '192.0.2.0', []), rowOf('ip', '192.0.2.1', [])]), [
    'false',
    'right',
  ]);
});

t.test("a declared bot's row is never false, however little of it there is", async (t) => {
  const lines = linesOf([
    [8, { ip: '192.0.2.8', agent: GPTBOT }],
    [8, { ip: '192.0.2.9', agent: GPTBOT }],
    [20, { ip: '192.0.2.1' }],
  ]);
  const bot = actorOf('GPTBot', 0, 16, { kind: 'declared-bot', isSought: false });
  const world = worldOf(lines, [bot]);
  const rows = [
    rowOf('agent', 'GPTBot', ['192.0.2.8', '192.0.2.9'], { verdict: 'declared-bot' }),
    rowOf('group', 'a part of it', ['192.0.2.8', '192.0.2.9'].slice(0, 1)),
  ];
  t.strictSame(kindsOf(world, rows), ['tolerated', 'tolerated']);
  t.match(judge(world, rows), { shownBots: [{ id: 'GPTBot' }], missed: [], found: [] });
  const sought = worldOf(lines, [{ ...bot, isSought: true }]);
  t.strictSame(kindsOf(sought, rows.slice(0, 1)), ['right'], 'at scraping volume it is sought');
  t.equal(judge(sought, []).missed.length, 1);
});

t.test('each kind of row has its own lines', async (t) => {
  const role = 'arn:aws:sts::999988887777:assumed-role/harvest';
  const lines = linesOf([
    [3, { ip: '192.0.2.1', requester: `${role}/one` }],
    [2, { ip: '192.0.2.2', requester: `${role}/two`, agent: GPTBOT }],
    [4, { ip: '198.51.100.1', referrer: 'https://www.board.example/best/1' }],
    [1, { ip: '2001:db8:5:0:1::9' }],
  ]);
  const facts = readFacts(lines);
  const cases: readonly (readonly [Row, number])[] = [
    [rowOf('ip', '192.0.2.1', []), 3],
    [rowOf('network', '192.0.2.0/24', []), 5],
    [rowOf('network', '2001:db8:5::/48', []), 1],
    [rowOf('requester', role, []), 5],
    [rowOf('requester', `${role}/two`, []), 2],
    [rowOf('referrer-domain', 'board.example', []), 4],
    [rowOf('agent', 'GPTBot', ['192.0.2.2']), 2],
    [rowOf('agent', GPTBOT, ['192.0.2.2']), 2],
    [rowOf('agent', 'curl', ['192.0.2.1']), 3],
    [rowOf('as', 'AS64500', ['192.0.2.1', '198.51.100.1']), 7],
    [
      rowOf('group', 'one TLS', [], {
        members: { addresses: [], networks: ['192.0.2.0/24'], count: 9 },
      }),
      5,
    ],
    [
      rowOf('agent', 'curl', ['192.0.2.1'], {
        members: { addresses: ['192.0.2.1'], networks: [], count: 2_000 },
      }),
      8,
    ],
  ];
  for (const [row, requests] of cases)
    t.equal(recountRow(facts, row).requests, requests, `${row.kind} ${row.name}`);
});

t.test('a recount of a row says what a plain count of its lines says', async (t) => {
  t.strictSame(recountRow(readFacts(LINES), SCRAPER), {
    requests: 10,
    bytes: 55,
    distinctKeys: 7,
    share: 55 / 210,
    firstSeen: '2026-02-02T02:40:00Z',
    lastSeen: '2026-02-02T02:40:09Z',
    addresses: 1,
  });
  t.match(recountRow(readFacts(LINES), rowOf('ip', '203.0.113.1', [])), {
    requests: 0,
    share: 0,
    firstSeen: null,
  });
});

t.test(
  'the exam tells what was missed and what was wrong, with the reasons of the row',
  async (t) => {
    const wrong = rowOf('ip', '192.0.2.2', ['192.0.2.2'], {
      reasons: [{ text: 'asks by night' }, { text: 'takes all' }],
    });
    const { precision, recall, report, falseAlarms } = await runExam([WORLD], async () => [wrong]);
    t.match({ precision, recall, falseAlarms }, { precision: 0, recall: 0, falseAlarms: [] });
    t.match(report[0], /^MISSED small \(seed 1\): scraper, is scraper \(10 requests of 20/);
    t.match(
      report[1],
      /^FALSE small \(seed 1\): scraper ip 192\.0\.2\.2 at 80.*asks by night · takes all/,
    );
  },
);

t.test('the exam calls it a false alarm if somebody is accused where all are honest', async (t) => {
  const honest = worldOf(LINES, []);
  const { falseAlarms, recall } = await runExam([honest], async () => [SCRAPER]);
  t.strictSame(falseAlarms, ['small (seed 1)']);
  t.equal(recall, 1);
  t.strictSame((await runExam([honest], async () => [])).falseAlarms, []);
});

t.test(
  'the exam is passed by rows that are right, and gives the lines and the friends',
  async (t) => {
    const friends = { ...NO_FRIENDS, ownDomains: ['media.example'] };
    const result = await runExam([{ ...WORLD, friends }], async (lines, given) => {
      t.equal(lines, LINES);
      t.equal(given, friends);
      return [SCRAPER];
    });
    t.match(result, { precision: 1, recall: 1, byMembers: { precision: 1, recall: 1 } });
  },
);

t.test('a row that is right only without the rest of what its addresses do is told', async (t) => {
  const lines = linesOf([
    [8, { ip: '192.0.2.1', referrer: 'https://board.example/' }],
    [9, { ip: '192.0.2.1' }],
  ]);
  const world = worldOf(lines, [actorOf('board', 0, 8, { kind: 'hotlink' })]);
  const row = rowOf('referrer-domain', 'board.example', ['192.0.2.1'], { verdict: 'hotlink' });
  const { precision, byMembers, report } = await runExam([world], async () => [row]);
  t.match({ precision, byMembers }, { precision: 1, byMembers: { precision: 0, recall: 0 } });
  t.match(report[0], /^BY ADDRESSES MISSED small/);
});
