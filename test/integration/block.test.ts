/**
 * Goal: over the samples on a real engine, the plan holds the scrapers and the hog with what they took,
 * counted in the lines; over HTTP it is the same plan, without whoever asks for it.
 */
import { BlockList, isIPv4 } from 'node:net';
import t from 'tap';
import { readPlan } from '../../src/block/plan/read-plan.ts';
import type { PlanAnswer } from '../../src/block/weigh/plan-blocks.ts';
import { linesOf } from '../support/expected-ids.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { startService } from '../support/running-service.ts';
import { isBrokenSample, readAnswerKey, readSampleFiles } from '../support/samples.ts';
import { ASKING_SAMPLES as env } from '../support/shared-samples.ts';

const { actors, totals } = readAnswerKey();

/** By address, as the lines say it: the fourth field, and the bytes behind status and error code. */
const LINE = /^\S+ \S+ \[[^\]]+\] (\S+) .*?" \d{3} \S+ (\d+|-) /;
const lines = [...new Set(readSampleFiles().flatMap(linesOf).map((line) => line.toString('utf8').trim()))]; // biome-ignore format: one list
const records = lines
  .filter((line) => !isBrokenSample(line))
  .flatMap((line) => {
    const [, ip = '', bytes = '-'] = LINE.exec(line) ?? [];
    return [{ ip, bytes: bytes === '-' ? 0 : Number(bytes) }];
  });

const takenBy = (isOne: (ip: string) => boolean) => {
  const own = records.filter(({ ip }) => isOne(ip));
  const bytes = own.reduce((sum, each) => sum + each.bytes, 0);
  return { requests: own.length, bytes };
};

async function plan(...args: readonly string[]): Promise<PlanAnswer> {
  const { code, stdout, stderr } = await runTamarin(['block', 'plan', '--json', ...args], env);
  t.equal(code, 0, stderr);
  return JSON.parse(stdout);
}

t.test('scrapers and hog are planned, each with what its lines say; bots and sites are not', async (t) => {
  const { entries, leftOut, all, exact } = await plan();
  t.match({ all, exact }, { all: { requests: totals.requests, bytes: totals.bytes }, exact: true });
  const entryOf = (subject: string) => entries.find((entry) => entry.subject === subject);
  for (const ip of [actors.hog.ip, actors.scraper.ip, actors.prober.ip]) {
    t.match(entryOf(`ip ${ip}`)?.saves, takenBy((each) => each === ip), ip);
    t.match(entryOf(`ip ${ip}`), { cidrs: [`${ip}/32`], hits: { clients: 1 } });
  }
  const { network } = actors.spreadScraper;
  const inside = (ip: string): boolean => ip.startsWith(network.replace(/0\/24$/, ''));
  t.match(entryOf(`network ${network}`), {
    cidrs: [network],
    saves: takenBy(inside),
    hits: { clients: new Set(records.filter(({ ip }) => inside(ip)).map(({ ip }) => ip)).size },
  });
  for (const bot of actors.bots) t.notOk(entryOf(`agent ${bot}`), `${bot} is not planned`);
  const told = leftOut.map(({ what }) => what);
  t.ok(told.includes(`referrer-domain ${actors.hotlinkSite.domain}`), told.join());
  const bots = await plan('--with-bots', '--agent', 'Googlebot');
  t.match(bots.entries, [{ subject: 'agent Googlebot' }]);
}); // biome-ignore format: one test

t.test('who takes over a tenth is planned; a friend, and whoever asks, is not', async (t) => {
  const { ip } = actors.hog;
  t.match((await plan('--over', '10%')).entries, [
    { subject: `ip ${ip}`, reason: /^takes 24\.0 % of all bytes: 774\.1 GB$/, saves: takenBy((each) => each === ip) },
  ]); // biome-ignore format: one list
  const { entries, leftOut } = await plan('--over', '10%', '--caller', ip);
  t.strictSame(entries, []);
  t.strictSame(leftOut, [{ what: `${ip}/32`, because: `your own address, from which you ask (of ip ${ip})` }]); // biome-ignore format: one list
  const network = await plan('--over', '10%', '--per', 'network', '--by', 'cost');
  const [entry] = network.entries;
  const blocked = new BlockList();
  for (const cidr of entry?.cidrs ?? []) {
    const [address = '', bits = ''] = cidr.split('/');
    blocked.addSubnet(address, Number(bits), 'ipv4');
  }
  const isIn = (each: string): boolean => isIPv4(each) && blocked.check(each);
  const clients = new Set(records.flatMap((each) => (isIn(each.ip) ? [each.ip] : []))).size;
  t.match(entry, { saves: takenBy(isIn), hits: { clients } });
  const own = network.leftOut.map(({ because }) => because);
  t.ok(
    own.some((because) => because.startsWith('requests from there are signed by you')),
    own.join(),
  );
});

t.test('over HTTP: the same plan as JSON, as text, and as rules', async (t) => {
  const { url } = await startService(t, { ...env, TAMARIN_TRUST_PROXY: '127.0.0.1' });
  const path = `${url}/blocks/plan?over=10%25&expires=7d`;
  const answer = await fetch(path);
  t.equal(answer.headers.get('tamarin-exact'), 'true');
  const { entries, asked, created } = (await answer.json()) as PlanAnswer;
  t.match(entries, [{ subject: `ip ${actors.hog.ip}` }]);
  t.equal(asked, '--over 10% --expires 7d');
  t.equal(Date.parse(entries[0]?.expires ?? '') - Date.parse(created), 7 * 86_400_000);
  const text = await fetch(path, { headers: { accept: 'text/plain' } });
  t.equal(text.headers.get('content-type'), 'text/plain; charset=utf-8');
  t.strictSame(readPlan(await text.text(), 'HTTP').entries[0]?.cidrs, [`${actors.hog.ip}/32`]);
  t.equal(await (await fetch(`${path}&format=cidr`)).text(), `${actors.hog.ip}/32\n`);
  const own = await fetch(`${path}&format=cidr`, { headers: { 'x-forwarded-for': actors.hog.ip } });
  t.equal(await own.text(), '', 'whoever asks is never in the plan');
  const wrong = await fetch(`${url}/blocks/plan?over=10`);
  t.equal(wrong.status, 400);
  t.match(await wrong.json(), { code: 'usage', detail: /--over "10" is no share/ });
  t.equal((await fetch(`${url}/blocks/plan?lst=x`)).status, 400);
});
