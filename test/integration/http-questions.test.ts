/** Goal: every question over HTTP gives the answer key's numbers and the command line's bytes. */
import t from 'tap';
import type { CompareAnswer } from '../../src/questions/compare/answer.ts';
import type { TopAnswer } from '../../src/questions/top/answer.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { startService } from '../support/running-service.ts';
import { readAnswerKey } from '../support/samples.ts';
import { ASKING_SAMPLES } from '../support/shared-samples.ts';

const key = readAnswerKey();
const env = ASKING_SAMPLES;
let url = '';

t.before(async () => {
  ({ url } = await startService(t, env));
});

/** The same question on both ways. */
const QUESTIONS: readonly { readonly path: string; readonly args: readonly string[] }[] = [
  { path: '/top/ip', args: ['top', 'ip'] },
  {
    path: '/top/key?by=downloads&limit=25&agent-class=bot&agent-class=tool',
    args: ['top', 'key', '--by', 'downloads', '--limit', '25', '--agent-class', 'bot', '--agent-class', 'tool'], // biome-ignore format: one command
  },
  {
    path: '/top/agent?from=2026-01-10&to=2026-02-10&not=agent-class%3Dbrowser&without=referrer',
    args: ['top', 'agent', '--from', '2026-01-10', '--to', '2026-02-10', '--not', 'agent-class=browser', '--without', 'referrer'], // biome-ignore format: one command
  },
  {
    path: '/top/param:x-user?by=requests&param=x-user%3Dmember-1042&param=x-user%3Dmember-0419',
    args: ['top', 'param:x-user', '--by', 'requests', '--param', 'x-user=member-1042', '--param', 'x-user=member-0419'], // biome-ignore format: one command
  },
  { path: '/top/key?by=distinct(ip)&order=asc', args: ['top', 'key', '--by', 'distinct(ip)', '--order', 'asc'] }, // biome-ignore format: one row
  { path: '/top/ip,key?limit=3&by=errors', args: ['top', 'ip,key', '--limit', '3', '--by', 'errors'] }, // biome-ignore format: one row
  { path: '/top/key?by=iab-downloads&minute-bytes=1MB', args: ['top', 'key', '--by', 'iab-downloads', '--minute-bytes', '1MB'] }, // biome-ignore format: one row
  { path: '/timeline?by=total-time-p95&interval=week', args: ['timeline', '--by', 'total-time-p95', '--interval', 'week'] }, // biome-ignore format: one row
  { path: '/compare', args: ['compare'] },
  { path: '/compare/network?by=requests', args: ['compare', 'network', '--by', 'requests'] },
  { path: '/timeline?interval=week&status=4xx', args: ['timeline', '--interval', 'week', '--status', '4xx'] }, // biome-ignore format: one row
  {
    path: '/search?text=episode&in=key&limit=3&literal=true',
    args: ['search', 'episode', '--in', 'key', '--limit', '3', '--literal'],
  },
  {
    path: `/client/${encodeURIComponent(`${key.actors.quietGiant.ip}/32`)}`,
    args: ['client', `${key.actors.quietGiant.ip}/32`],
  },
];

for (const { path, args } of QUESTIONS) {
  t.test(`GET ${path} answers with the bytes of tamarin ${args.join(' ')} --json`, async (t) => {
    const [answer, command] = await Promise.all([
      fetch(url + path),
      runTamarin([...args, '--json'], env),
    ]);
    t.equal(answer.status, 200);
    t.equal(answer.headers.get('content-type'), 'application/json; charset=utf-8');
    t.equal(withoutCursor(await answer.text()), withoutCursor(command.stdout));
  });

  t.test(`GET ${path} as CSV answers with the bytes of --csv`, async (t) => {
    const answer = await fetch(url + path, { headers: { accept: 'text/csv' } });
    const command = await runTamarin([...args, '--csv'], env);
    t.equal(await answer.text(), command.stdout);
    t.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8; header=present');
    const asOf = JSON.parse(answer.headers.get('tamarin-as-of') ?? '');
    t.equal(asOf.complete, true);
    t.equal(asOf.lastSync.objects.done, key.objects);
    t.equal(answer.headers.get('tamarin-exact'), 'true');
  });
}

/** Rows as they are read. */
const STREAMS: readonly { readonly path: string; readonly args: readonly string[] }[] = [
  { path: '/records?sort=bytes&limit=5', args: ['records', '--sort', 'bytes', '--limit', '5'] },
  { path: '/records?limit=all&status=4xx&fields=time,key,remote_ip', args: ['records', '--limit', 'all', '--status', '4xx', '--fields', 'time,key,remote_ip'] }, // biome-ignore format: one row
  { path: '/top/key?limit=all', args: ['top', 'key', '--limit', 'all'] },
  { path: '/top/ip?limit=all&sort=value&by=requests', args: ['top', 'ip', '--limit', 'all', '--sort', 'value', '--by', 'requests'] }, // biome-ignore format: one row
];

for (const { path, args } of STREAMS)
  t.test(`GET ${path} streams the bytes of tamarin ${args.join(' ')}`, async (t) => {
    const json = await fetch(url + path);
    t.equal(await json.text(), (await runTamarin([...args, '--json'], env)).stdout);
    t.equal(json.headers.get('content-type'), 'application/x-ndjson; charset=utf-8');
    const csv = await fetch(`${url}${path}&format=csv`);
    t.equal(await csv.text(), (await runTamarin([...args, '--csv'], env)).stdout);
    for (const { headers } of [json, csv]) {
      t.equal(headers.get('tamarin-exact'), 'true');
      t.equal(JSON.parse(headers.get('tamarin-as-of') ?? '').complete, true);
    }
  });

t.test('a whole ranking equals the answer key', async (t) => {
  for (const dimension of ['ip', 'key', 'agent'] as const) {
    const lines = (await (await fetch(`${url}/top/${dimension}?limit=all&sort=value`)).text()).trimEnd().split('\n'); // biome-ignore format: one call
    const { rows } = key.top[dimension];
    t.equal(lines.length, rows.length);
    const byName = new Map(rows.map((row) => [row.name, row]));
    for (const line of lines) {
      const { name, bytes, requests } = JSON.parse(line);
      t.match(byName.get(name), { bytes, requests }, name);
    }
  }
});

const getJson = async (address: string) => JSON.parse(await (await fetch(address)).text());

/** It names the point in time that each page of a search keeps open for the next one. */
const withoutCursor = (json: string): string => json.replace(/"next":"[^"]*"/, '"next":"…"');

for (const dimension of ['ip', 'key', 'agent'] as const) {
  t.test(`GET /top/${dimension} equals the answer key in every number`, async (t) => {
    const answer: TopAnswer = await getJson(`${url}/top/${dimension}?limit=10000`);
    const { rows, missing } = key.top[dimension];
    const byName = new Map(rows.map((row) => [row.name, row]));
    t.equal(answer.rows.length, rows.length);
    for (const { share: _, cumulativeShare: __, ...row } of answer.rows)
      t.strictSame(row, byName.get(row.name));
    t.strictSame(answer.totals, key.totals);
    t.strictSame(answer.missing, missing);
  });
}

t.test('GET /compare/ip equals the answer key in every figure', async (t) => {
  const answer: CompareAnswer = await getJson(`${url}/compare/ip?by=requests`);
  for (const [figure, value] of Object.entries(key.compare.ip.requests)) {
    const got = Number(answer.population[figure as keyof typeof answer.population]); // the key's figures are its keys
    t.ok(Math.abs(got - value) <= 1e-12 * Math.abs(value), `${figure}: ${got} is ${value}`);
  }
});

t.test('the cursor of a page gives the next one', async (t) => {
  const read = (after: string) => getJson(`${url}/search?text=mozilla&limit=5${after}`);
  const first = await read('');
  const second = await read(`&after=${encodeURIComponent(first.next)}`);
  t.equal(second.hits.length, 5);
  t.notSame(second.hits[0], first.hits[0]);
  t.equal(second.total, first.total);
});

t.test('who is called by no such name is not found', async (t) => {
  const answer = await fetch(`${url}/client/nobody-at-all`);
  t.equal(answer.status, 404);
  t.equal(answer.headers.get('content-type'), 'application/problem+json; charset=utf-8');
  const problem = JSON.parse(await answer.text());
  t.equal(problem.code, 'client_unknown');
  t.equal(problem.requestId, answer.headers.get('x-request-id'));
});
