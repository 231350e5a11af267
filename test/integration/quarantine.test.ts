/** Goal: `quarantine` shows every line that is no record, why and where, and no secret of it. */
import { writeFileSync } from 'node:fs';
import t from 'tap';
import { testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';

const OWNER = '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be';
const HEAD = `${OWNER} media [17/Feb/2026:10:00:00 +0000] 192.0.2.1 - 3E57427F3EXAMPLE REST.GET.OBJECT a.mp3`;
const TAIL = '200 - 5 5 1 1 "-" "curl/8.5.0" -';
const good = (n: number): string => `${HEAD.replace('EXAMPLE', `EXAMPL${n}`)} "GET /a.mp3 HTTP/1.1" ${TAIL}`; // biome-ignore format: one line

/** With what Tamarin is to say of each; null: it is a record. */
// biome-ignore format: a row a line
const LINES: readonly (readonly [line: string, reason: string | null])[] = [
  [good(1), null],
  [good(2).replace('/a.mp3 HTTP', '/a.mp3?X-Amz-Signature=5ec2e7&ticket=t0p HTTP').replace(' 5 5 1', ' 5x 5 1'), 'number_invalid'],
  [good(3).replace('[17/Feb', '[31/Feb'), 'time_invalid'],
  [`${good(4).replace(' 5 5 1', ' 6x 5 1')} \u001b[2Jwiped`, 'number_invalid'],
  [`${HEAD} "GET /a.mp3 HTTP/1.1" 200 -`, 'too_few_fields'],
  [good(5), null],
];

const folder = t.testdir({});
writeFileSync(`${folder}/2026-02-17-10-00-00-AAAA`, `${LINES.map(([line]) => line).join('\n')}\n`);
writeFileSync(`${folder}/2026-02-18-10-00-00-BBBB`, `${good(6)}\n${good(7).replace(' 200 ', ' OK ')}\n`); // biome-ignore format: one file
const rejects = LINES.flatMap(([, reason], at) => (reason === null ? [] : [{ reason, line: at + 1 }])); // biome-ignore format: one list

const env = { TAMARIN_INDEX_PREFIX: testPrefix(t) };
const run = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runTamarin(['quarantine', ...args], env);
  t.equal(code, 0, stderr);
  return stdout;
};

t.test('before any sync there is nothing', async (t) => {
  t.equal(await run(), 'Nothing has been shipped yet; for the sample logs add --samples.\n');
  t.equal(await run('--samples'), 'Nothing has been shipped yet.\n');
  await runTamarin(['sync', folder], env);
  t.equal(await run('--reason', 'torn_record'), 'No rejected line matches.\n');
});

t.test(
  'reasons are counted, lines told with their places, the newest log object first',
  async (t) => {
    const { total, reasons, rows } = JSON.parse(await run('--json'));
    t.equal(total, 5);
    t.strictSame(
      reasons.map(({ reason, lines }: { reason: string; lines: number }) => `${reason} ${lines}`),
      ['number_invalid 2', 'status_invalid 1', 'time_invalid 1', 'too_few_fields 1'],
    );
    for (const { meaning, advice } of reasons) t.ok(meaning !== '' && advice !== '');
    const [newest, ...others] = rows;
    t.match(newest, { reason: 'status_invalid', logKey: /BBBB$/, line: 2, ip: '192.0.2.1', time: '2026-02-17T10:00:00Z' }); // biome-ignore format: one row
    t.strictSame(others.map(({ reason, line }: { reason: string; line: number }) => ({ reason, line })), rejects); // biome-ignore format: one list
    t.match(others[0], { timesMet: 1, text: 'X-Amz-Signature=REDACTED', detail: null });
  },
);

t.test('filters, a limit, CSV', async (t) => {
  const totalOf = async (...args: readonly string[]) =>
    JSON.parse(await run('--json', ...args)).total;
  t.equal(await totalOf('--reason', 'number_invalid', '--reason', 'time_invalid'), 3);
  t.equal(await totalOf('--object', '*BBBB'), 1);
  t.equal(await totalOf('--object', 'BBBB'), 0);
  t.equal(await totalOf('--from', '2026-02-18'), 0);
  t.equal(await totalOf('--from', '2026-02-17', '--to', '2026-02-18'), 4, 'one has no time');
  const csv = await run('--csv', '--limit', '2');
  t.match(csv, /^reason,logKey,line,offset,time,ip,bytes,timesMet,firstMet,lastMet,detail,text\nstatus_invalid,.*\nnumber_invalid,.*\n$/); // biome-ignore format: one pattern
});

t.test('a person sees no control character, no secret, and what to do', async (t) => {
  const text = await run('--limit', '3');
  t.match(text, /5 lines in quarantine, by reason\n +2 {2}number_invalid: bytes sent, .*\n( +1 {2}\w+: .*\n){3} {11}Damaged .*sync --full --overwrite.*\n\n/); // biome-ignore format: one pattern
  t.match(text, /BBBB:2 {2}status_invalid, 2026-02-17T10:00:00Z\n {2}79a59/);
  t.match(text, '3 shown; --limit shows more');
  const all = await run();
  t.notMatch(all, /5ec2e7/);
  t.match(all, '·[2Jwiped');
});

t.test('a name that is redacted only now is redacted in what was kept before', async (t) => {
  t.match(await run('--json'), 'ticket=t0p');
  const later = { ...env, TAMARIN_REDACT: 'ticket' };
  const { stdout } = await runTamarin(['quarantine', '--json'], later);
  t.match(stdout, 'ticket=REDACTED');
  t.notMatch(stdout, 't0p');
});

t.test('what is no reason, and no number of lines, is refused', async (t) => {
  for (const args of [
    ['--reason', 'torn'],
    ['--limit', '0'],
    ['--limit', '10001'],
  ]) {
    const { code, stderr } = await runTamarin(['quarantine', ...args], env); // one after the other
    t.equal(code, 2, stderr);
  }
});
