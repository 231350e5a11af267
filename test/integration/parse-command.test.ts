/** Goal: `tamarin parse` gives the documents that a sync would index, and needs no OpenSearch. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import { ordinaryLine } from '../bench/sample-lines.ts';
import { makeTar } from '../support/make-tar.ts';
import { readAll } from '../support/opensearch.ts';
import { runTamarin, startTamarin } from '../support/run-tamarin.ts';
import { readAnswerKey, SAMPLE_LOGS } from '../support/samples.ts';
import { SHARED_SAMPLES } from '../support/shared-samples.ts';
import { writeMmdb } from '../support/write-mmdb.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const NO_OPENSEARCH = { OPENSEARCH_URL: 'http://127.0.0.1:1', NO_COLOR: '1' };
const MIB = 1024 * 1024;
const PARSE_BYTES = Number(process.env.TAMARIN_PARSE_BYTES ?? 40_000_000);
const PARSE_MIB_MAX = 180; // it needs 140, whatever it is given: no room for the lines of 40 MB
const key = readAnswerKey();
const sample = `${SAMPLE_LOGS}/2026-01-18-00-14-55-214A160656BF3AFA.gz`;

type Document = Readonly<Record<string, unknown>>;
const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');
const documentsOf = (stdout: string): Document[] => linesOf(stdout).map((line) => JSON.parse(line));

/** As a process of its own: for what is about streams. */
const parse = (args: readonly string[], input?: Buffer) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [MAIN, 'parse', ...args], {
    env: { ...process.env, ...NO_OPENSEARCH },
    input,
    maxBuffer: 256 * MIB,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
};

type Env = Readonly<Record<string, string>>;

/** In this process. */
const parseHere = async (args: readonly string[], input?: Buffer, env: Env = {}) => {
  const { code: status, ...said } = await runTamarin(['parse', ...args], { ...NO_OPENSEARCH, ...env }, input); // biome-ignore format: one call
  return { ...said, status };
};
t.test('the documents of the samples are those that a sync indexes', async (t) => {
  const parsed = new Map<string, Document>();
  for (const document of documentsOf((await parseHere([SAMPLE_LOGS])).stdout))
    parsed.set(`${document.log_key}:${document.log_line}`, document);
  const stored = await readAll(`${SHARED_SAMPLES}-records-*`);
  const different = stored.filter(({ _source: { sync_id: _, ...source } }) => {
    return !isDeepStrictEqual(parsed.get(`${source.log_key}:${source.log_line}`), source);
  });
  t.strictSame(different, []);
  t.equal(stored.length, key.records);
});

t.test('every line is a record or a reject with its place and reason', async (t) => {
  const { stdout, stderr, status } = await parseHere([SAMPLE_LOGS, '--json']);
  t.equal(status, 0);
  const messages = linesOf(stderr).map((line) => JSON.parse(line));
  const summary = messages.pop();
  t.match(summary, { files: key.objects, lines: key.lines, rejected: key.rejected, failed: 0 });
  t.equal(summary.records, key.records + key.duplicates);
  t.equal(documentsOf(stdout).length, summary.records);
  const reasons: Record<string, number> = {};
  for (const reject of messages) {
    t.strictSame(Object.keys(reject), ['file', 'line', 'offset', 'reason', 'text']);
    reasons[reject.reason] = (reasons[reject.reason] ?? 0) + 1;
    const bytes = readFileSync(`${SAMPLE_LOGS}/${reject.file}`);
    const text = (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString('latin1');
    t.equal(
      text
        .split('\n')
        .slice(0, reject.line - 1)
        .join('\n').length + (reject.line > 1 ? 1 : 0),
      reject.offset,
    );
  }
  t.strictSame(reasons, key.rejects);
});

t.test('stdin takes plain and gzip bytes as a file does', async (t) => {
  const { stdout: fromFile } = parse([sample]);
  const gz = readFileSync(sample);
  const withoutName = (stdout: string) =>
    documentsOf(stdout).map(({ log_key: _, ...document }) => document);
  t.strictSame(withoutName(parse([], gz).stdout), withoutName(fromFile));
  t.strictSame(withoutName(parse(['-'], gunzipSync(gz)).stdout), withoutName(fromFile));
  t.ok(withoutName(fromFile).length > 50);
});

t.test('pipes are read: of a shell, by name, and stdin by its names', async (t) => {
  const { stdout: fromFile } = parse([sample]);
  const named = (name: string) => fromFile.replaceAll(/"log_key":"[^"]*"/g, `"log_key":"${name}"`);
  const shell = (words: string) =>
    spawnSync('bash', ['-c', `tamarin() { "${process.execPath}" "${MAIN}" "$@"; }; ${words}`], {
      encoding: 'utf8',
      maxBuffer: 256 * MIB,
    });
  const substituted = shell(`tamarin parse <(zcat "${sample}")`);
  t.equal(substituted.status, 0, substituted.stderr);
  const name = documentsOf(substituted.stdout)[0]?.log_key;
  t.match(name, /^\/dev\/fd\/\d+$/);
  t.equal(substituted.stdout, named(String(name)));
  t.equal(shell(`zcat "${sample}" | tamarin parse /dev/stdin`).stdout, named('/dev/stdin'));
  t.equal(parse(['/dev/stdin'], readFileSync(sample)).stdout, named('/dev/stdin'), 'a socket');
  const pipe = `${t.testdir({})}/pipe`;
  const waiting = shell(`mkfifo "${pipe}"; cat "${sample}" > "${pipe}" & tamarin parse "${pipe}"`);
  t.equal(waiting.stdout, named(pipe));
  const none = parse(['/dev/null']);
  t.equal(none.status, 5);
  t.match(none.stderr, /neither a file nor a folder\.\nUse .* or - for stdin/);
});

t.test('a damaged file is told, the others are parsed, and the exit code is 3', async (t) => {
  const folder = t.testdir({ 'b.log': `${ordinaryLine(1)}\n` });
  writeFileSync(`${folder}/a.gz`, gzipSync(`${ordinaryLine(1)}\n`.repeat(100)).subarray(0, 60));
  const { stdout, stderr, status } = await parseHere([folder]);
  t.equal(status, 3);
  t.match(stderr, /cannot read a\.gz to the end: unexpected end of file/);
  t.equal(documentsOf(stdout).length, 1);
});

t.test(
  'the members of an archive have their own names and numbers, from a file and from stdin',
  async (t) => {
    const text = `${ordinaryLine(1)}\nhello\n`;
    const members = ['a', 'b/c.gz'].map((name) => ({
      name,
      bytes: name.endsWith('.gz') ? gzipSync(text) : Buffer.from(text),
    }));
    const folder = t.testdir({});
    writeFileSync(`${folder}/all.tgz`, gzipSync(makeTar(members)));
    for (const [name, { stdout, stderr, status }] of [
      ['all.tgz', await parseHere([`${folder}/all.tgz`, '--json'])],
      ['-', await parseHere(['--json'], readFileSync(`${folder}/all.tgz`))],
    ] as const) {
      t.equal(status, 0);
      const places = documentsOf(stdout).map(({ log_key, log_line }) => [log_key, log_line]);
      t.strictSame(places, [[`${name}!a`, 1], [`${name}!b/c.gz`, 1]]); // biome-ignore format: one assertion
      const [first, second, summary] = linesOf(stderr).map((line) => JSON.parse(line));
      const place = { line: 2, offset: ordinaryLine(1).length + 1, reason: 'not_a_log_line' };
      t.match([first, second], [{ file: `${name}!a`, ...place }, { file: `${name}!b/c.gz`, ...place }]); // biome-ignore format: one assertion
      t.match(summary, { files: 1, lines: 4, records: 2, rejected: 2, failed: 0 });
    }
  },
);

t.test('a file that cannot be read is named, with the way to unpack it', async (t) => {
  const folder = t.testdir({ 'a.log': `${ordinaryLine(1)}\n` });
  writeFileSync(`${folder}/b.bz2`, Buffer.from('QlpoOTFBWSZTWQ==', 'base64'));
  const { stdout, stderr, status } = await parseHere([folder]);
  t.equal(status, 3);
  t.match(stderr, /cannot read b\.bz2 to the end: it is a bzip2 file: unpack it \(bunzip2\)/);
  t.equal(documentsOf(stdout).length, 1);
});

t.test('--strict exits 3 when a line is rejected', async (t) => {
  t.equal((await parseHere(['--strict'], Buffer.from('hello\n'))).status, 3);
  t.equal((await parseHere(['--strict'], Buffer.from(`${ordinaryLine(1)}\n`))).status, 0);
});

for (const { what, command } of [
  { what: 'stdout', command: 'parse LOGS LOGS | head -n 1' },
  { what: 'stdout and stderr', command: 'parse LOGS LOGS 2>&1 | head -n 1' },
]) {
  t.test(`a reader that closes the pipe of ${what} ends it quietly`, async (t) => {
    const words = command.replaceAll('LOGS', `"${SAMPLE_LOGS}"`);
    const shell = `set -o pipefail; "${process.execPath}" "${MAIN}" ${words}`;
    const { stdout, stderr, status } = spawnSync('bash', ['-c', shell], { encoding: 'utf8' });
    t.equal(status, 0);
    t.equal(linesOf(stdout).length, 1);
    t.notMatch(stderr, /EPIPE|Error|tamarin:/);
  });
}

for (const { signal, code } of [
  { signal: 'SIGINT', code: 130 },
  { signal: 'SIGTERM', code: 143 },
] as const) {
  t.test(`${signal} ends it at once with ${code}, also while stdin is open`, async (t) => {
    const run = startTamarin(['parse'], NO_OPENSEARCH, 'pipe');
    run.child.stdin?.write(`${ordinaryLine(1)}\n`);
    await new Promise((resolve) => run.child.stdout?.once('data', resolve));
    run.child.kill(signal);
    const result = await run.done;
    t.equal(result.code, code, result.stderr);
    t.equal(result.stderr, 'tamarin: Parsing was stopped before it finished.\n');
  });
}

/** Peak resident memory in MiB, read from Linux while the child runs. */
async function feed(writeAll: (write: (bytes: Buffer) => Promise<void>) => Promise<void>) {
  const child = spawn(process.execPath, [MAIN, 'parse', '--json'], {
    env: { ...process.env, ...NO_OPENSEARCH },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [peakMib, documents, stderr] = [0, 0, ''];
  child.stdout.on('data', (chunk: Buffer) => {
    for (const byte of chunk) if (byte === 0x0a) documents += 1;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  await writeAll(async (bytes) => {
    if (child.stdin.write(bytes)) return;
    await new Promise((resolve) => child.stdin.once('drain', resolve));
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
    peakMib = Math.max(peakMib, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  });
  child.stdin.end();
  const code = await new Promise((resolve) => child.on('close', resolve));
  return { code, documents, stderr, peakMib };
}

t.test(`${PARSE_BYTES / 1e6} MB of lines are parsed in at most ${PARSE_MIB_MAX} MiB`, async (t) => {
  const block = Buffer.from(
    `${Array.from({ length: 2_000 }, (_, index) => ordinaryLine(index)).join('\n')}\n`,
    'latin1',
  );
  const blocks = Math.ceil(PARSE_BYTES / block.length);
  const { code, documents, stderr, peakMib } = await feed(async (write) => {
    for (let at = 0; at < blocks; at += 1) await write(block);
  });
  t.equal(code, 0, stderr.slice(0, 500));
  t.equal(documents, blocks * 2_000);
  t.ok(peakMib > 20 && peakMib <= PARSE_MIB_MAX, `the peak was ${Math.round(peakMib)} MiB`);
});

t.test('blanks around lines change nothing: documents and numbers of lines stay', async (t) => {
  const [first, second, third] = [1, 2, 3].map(ordinaryLine);
  const plain = await parseHere([], Buffer.from(`${first}\n${second}\n\n${third}\n`));
  t.equal(linesOf(plain.stdout).length, 3);
  const blanks = `\t${first}\n  ${second}\t \r\n \t\n\t \t${third}  \n\t`;
  t.equal((await parseHere([], Buffer.from(blanks))).stdout, plain.stdout);
});

t.test('a line of 128 MiB is one reject, and the lines around it are records', async (t) => {
  const ordinary = Buffer.from(`${ordinaryLine(1)}\n`, 'latin1');
  const { code, documents, stderr, peakMib } = await feed(async (write) => {
    await write(ordinary);
    for (let at = 0; at < 128; at += 1) await write(Buffer.alloc(MIB, 'x'));
    await write(Buffer.from('\n'));
    await write(ordinary);
  });
  t.equal(code, 0);
  t.equal(documents, 2);
  const [reject, summary] = linesOf(stderr).map((line) => JSON.parse(line));
  t.match(reject, { line: 2, offset: ordinary.length, reason: 'not_a_log_line' });
  t.match(summary, { lines: 3, records: 2, rejected: 1 });
  t.ok(peakMib > 20 && peakMib <= PARSE_MIB_MAX, `the peak was ${Math.round(peakMib)} MiB`);
});

t.test(
  'country and network operator come from data files, and only where these know the address',
  async (t) => {
    const folder = t.testdir({
      'country.mmdb': writeMmdb({ '203.0.113.0/25': { country: { iso_code: 'NZ' } } }),
      'flat.mmdb': writeMmdb({ '203.0.113.0/25': { country_code: 'PT' } }),
      'asn.mmdb': writeMmdb({
        '203.0.113.0/24': {
          autonomous_system_number: 64500,
          autonomous_system_organization: 'Example Net',
        },
      }),
    });
    const lines = Buffer.from(
      [1, 200].map((index) => `${ordinaryLine(index * 250 + index + 1)}\n`).join(''),
    );
    const run = async (env: Env) => {
      const { stdout } = await parseHere([], lines, env);
      return documentsOf(stdout).map(({ remote_ip, country, asn, as_org }) => ({
        remote_ip,
        country,
        asn,
        as_org,
      }));
    };
    const both = await run({
      TAMARIN_COUNTRY_FILE: `${folder}/country.mmdb`,
      TAMARIN_ASN_FILE: `${folder}/asn.mmdb`,
    });
    const [low, high] = both;
    t.match(low, { remote_ip: '203.0.113.2', country: 'NZ', asn: 64500, as_org: 'Example Net' });
    t.match(high, { remote_ip: '203.0.113.201', country: undefined, asn: 64500 });
    t.equal((await run({ TAMARIN_COUNTRY_FILE: `${folder}/flat.mmdb` }))[0]?.country, 'PT');
    t.equal((await run({}))[0]?.asn, undefined);
  },
);

t.test('a data file that is none is named', async (t) => {
  const folder = t.testdir({ 'country.mmdb': 'hello' });
  const { code, stderr } = await runTamarin(['parse', sample], {
    ...NO_OPENSEARCH,
    TAMARIN_COUNTRY_FILE: `${folder}/country.mmdb`,
  });
  t.equal(code, 78);
  t.match(stderr, /Cannot use .*country\.mmdb: .*\n.*TAMARIN_COUNTRY_FILE/);
});
