/** Goal: one family alone never convicts, and whom something excuses is not accused. */
import t from 'tap';
import { NO_FRIENDS } from '../../../src/questions/ask/friends.ts';
import type { Subject } from '../../../src/questions/evidence/subject.ts';
import { scoreOf } from '../../../src/questions/scrapers/score.ts';
import { judge } from '../../../src/questions/scrapers/verdict.ts';
import { CROWD, hoursOf, QUIET } from '../signals/quiet-subject.ts';

const score = (change: Partial<Subject>) => scoreOf({ ...QUIET, ...change }, CROWD);
const verdict = (change: Partial<Subject>, friends = NO_FRIENDS) =>
  judge(score(change), { friends, own: CROWD.own });
const all = (name: string) => [{ name, requests: QUIET.requests }];

const broad: Partial<Subject> = { files: 5_000, coverage: 0.3, novelty: 2 };
const scraper: Partial<Subject> = { ...broad, followsNames: 0.95, bare: QUIET.requests };

t.test('a quiet client has no score', async (t) => {
  t.equal(score({}).score, 0);
  t.equal(verdict({}).verdict, 'heavy-but-normal');
});

t.test('two signals of one family stay below 50, one of another makes it more', async (t) => {
  t.strictSame(
    score(broad).found.map(({ family }) => family),
    ['breadth', 'breadth'],
  );
  t.equal(score(broad).score, 49);
  t.ok(score({ ...broad, bare: QUIET.requests }).score > 50);
});

t.test('what no person can do convicts by itself', async (t) => {
  const { score: alone, found } = score({ lists: 400 });
  t.equal(found.length, 1);
  t.ok(alone >= 75);
});

t.test('the heaviest reason comes first', async (t) => {
  const { found } = score(scraper);
  t.ok(found.length > 3);
  t.strictSame(
    found,
    found.toSorted((a, b) => b.weight - a.weight),
  );
});

t.test('the verdict names what it is', async (t) => {
  t.equal(verdict(scraper).verdict, 'scraper');
  t.equal(verdict({ ...scraper, addresses: 90, actor: { ...QUIET.actor, kind: 'network' } }).verdict, 'distributed-scraper'); // biome-ignore format: one case
  t.equal(verdict({ missed: 80, missedFiles: 60, topClasses: all('library') }).verdict, 'prober');
  const hog = { key: 'big.mp4', requests: 90, bytes: 9e9, fullDownloads: 60 };
  t.equal(verdict({ bytes: 9e9, mostRepeated: hog, bare: QUIET.requests, hours: hoursOf(72, () => 2) }).verdict, 'bandwidth-hog'); // biome-ignore format: one case
  t.equal(verdict({ bytes: 4e9 }).verdict, 'heavy-but-normal', 'bytes alone are a good customer');
});

t.test('a bot that says so is shown at 50, and above only for what it does', async (t) => {
  const bot: Partial<Subject> = { topClasses: all('bot'), topNames: all('GPTBot') };
  t.equal(score(bot).score, 50);
  t.equal(verdict(bot).verdict, 'declared-bot');
  t.ok(score({ ...bot, ...broad }).score > 50);
  t.ok(score({ ...bot, requests: 10 }).score < 50, 'ten requests are not worth a line');
});

t.test('friends, CDNs and monitors have no score, and say why', async (t) => {
  const named = { ...NO_FRIENDS, networks: ['198.51.100.0/24'] };
  const excused = [
    verdict({ ...scraper, topRequesters: all('owner') }),
    verdict({ ...scraper, topRequesters: all('arn:aws:iam::111122223333:user/backup') }),
    verdict(scraper, named),
    verdict(scraper, { ...NO_FRIENDS, agents: ['Firefox'] }),
    verdict({ ...scraper, topClasses: all('cdn'), topNames: all('Amazon CloudFront') }),
    verdict({ files: 1, bytes: 10_000, requests: 144, hours: hoursOf(72, () => 2) }),
  ];
  t.strictSame(
    excused.map(({ verdict }) => verdict),
    ['friend', 'friend', 'friend', 'friend', 'cdn', 'monitor'],
  );
  for (const { score, found } of excused) t.equal(score, 0, found[0]?.text ?? '');
  t.match(excused[1]?.found[0]?.text, /own AWS account 111122223333/);
  t.equal(verdict(scraper, { ...NO_FRIENDS, networks: ['203.0.113.0/24'] }).verdict, 'scraper');
});

t.test('odd hours of a program alone are heavy, and below 50', async (t) => {
  const client = { topClasses: all('library'), hours: hoursOf(72, () => 2), requests: 144 };
  const { verdict: name, score: sure } = verdict({
    ...client,
    topClasses: [{ name: 'library', requests: 144 }],
  });
  t.equal(name, 'heavy-but-normal');
  t.ok(sure < 50, String(sure));
});

t.test('a steady list of the bucket is no monitor', async (t) => {
  const lister = {
    files: 0,
    bytes: 10_000,
    requests: 144,
    lists: 144,
    hours: hoursOf(72, () => 2),
  };
  t.equal(verdict(lister).verdict, 'prober');
});
