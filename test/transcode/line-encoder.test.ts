/**
 * Goal: whatever takes the quick way becomes the very bytes that the readable way makes of it, and
 * nearly every line of a real log takes it.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import t from 'tap';
import { realisticLine } from '../bench/realistic-lines.ts';
import { oddLine, ordinaryLine } from '../bench/sample-lines.ts';
import { takeSeed } from '../house/seed.ts';
import { SAMPLE_LOGS } from '../support/samples.ts';
import { type BothWays, makeBothWays } from './both-ways.ts';

const seed = takeSeed(t);
const MUTATIONS = Number(process.env.TAMARIN_TRANSCODE_MUTATIONS ?? 8_000);

interface Asserts {
  equal(found: unknown, wanted: unknown, message: string): unknown;
}

/** Returns the share of the lines that took the quick way. */
function compare(t: Asserts, ways: BothWays, lines: Iterable<string>): number {
  let [quick, all] = [0, 0];
  for (const line of lines) {
    all += 1;
    const written = ways.quick(line, all);
    if (written === null) continue;
    quick += 1;
    const wanted = ways.readable(line, all);
    if (written !== wanted) t.equal(written, wanted, line);
  }
  return quick / all;
}

const numbered = (count: number, make: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** One character a byte, as lines travel. */
function linesOf(bytes: Buffer): string[] {
  return bytes
    .toString('latin1')
    .split(/\r?\n/)
    .filter((line) => line !== '');
}

const samples = readdirSync(SAMPLE_LOGS)
  .filter((file) => file.endsWith('.gz'))
  .flatMap((file) => linesOf(gunzipSync(readFileSync(`${SAMPLE_LOGS}/${file}`))));
const REAL = fileURLToPath(new URL('../../../shared/real-lines/', import.meta.url));
const GOLDEN = fileURLToPath(new URL('../golden/', import.meta.url));
const golden = readdirSync(GOLDEN).map(
  (file): string => JSON.parse(readFileSync(`${GOLDEN}${file}`, 'utf8')).line,
);

t.test('nearly every sample line takes the quick way, and each becomes the same', async (t) => {
  const share = compare(t, makeBothWays(), samples);
  t.comment(`${samples.length} lines, ${(share * 100).toFixed(1)} % by the quick way`);
  t.ok(share > 0.95, 'the samples are ordinary');
});

t.test('made lines, ordinary and odd, become the same', async (t) => {
  t.equal(compare(t, makeBothWays(), numbered(3_000, ordinaryLine)), 1, 'ordinary: all of them');
  compare(t, makeBothWays(), numbered(600, oddLine));
  t.equal(compare(t, makeBothWays(), numbered(3_000, realisticLine)), 1, 'quotes in the user agent are no trouble'); // biome-ignore format: one line
});

t.test('golden lines become the same', async (t) => {
  t.ok(compare(t, makeBothWays(), golden) > 0.1, 'some of them are ordinary');
});

const skip = existsSync(REAL) ? false : `no real lines at ${REAL}: the golden lines stand alone`;
if (skip !== false) t.comment(skip);

t.test('real lines become the same', { skip }, async (t) => {
  const lines = readdirSync(REAL)
    .filter((file) => file.endsWith('.log'))
    .flatMap((file) => linesOf(readFileSync(`${REAL}${file}`)));
  const share = compare(t, makeBothWays(), lines);
  t.comment(`${(share * 100).toFixed(1)} % of the real shapes by the quick way`);
  t.ok(share > 0.5, 'real shapes are odd on purpose, and most of them ordinary all the same');
});

t.test('every configuration is heeded', async (t) => {
  const hive = ordinaryLine(1).replaceAll('episodes/season-1', 'year=2026/token=abc');
  const lines = [...samples.slice(0, 300), hive, ...numbered(100, realisticLine)];
  for (const options of [
    { keepHostId: false },
    { keepUrlParameters: false },
    { grain: 'day' },
    { redactNames: ['token', 'Part'] },
    { ranges: { aws: [], own: ['203.0.113.0/24', '2001:db8::/32'] } },
    { lookUpAddress: (ip: string) => ({ country: 'DE', asn: ip.length, asOrg: 'Ümläut "AS"' }) },
    { timeSecondsMax: Date.UTC(2026, 0, 20) / 1_000 },
  ] as const)
    t.ok(compare(t, makeBothWays(options), lines) > 0.4, JSON.stringify(Object.keys(options)));
});

t.test('a memory that is full starts again, and no line becomes another', async (t) => {
  const lines = numbered(1_500, (at) =>
    realisticLine(at).replace('"Mozilla', `"Agent-${at % 1_000}`),
  );
  t.ok(compare(t, makeBothWays({ cacheBytesMax: 0 }), lines) > 0.95);
});

t.test('it remembers more lines than it has room for at first', async (t) => {
  // Each has an agent, an address and a folder of its own: 2 MB and more.
  const many = numbered(2_000, (at) =>
    realisticLine(at)
      .replace(/"[^"]* - \S+ - TLS/, (rest) => `"Agent-${at}/1.0 ${'x'.repeat(300)}${rest}`)
      .replaceAll('shows/', `shows-${at}/`),
  );
  t.ok(compare(t, makeBothWays(), many) > 0.5);
});

t.test('what was read once is not read again, however much it has become', async (t) => {
  const ways = makeBothWays();
  const many = numbered(5_000, (at) =>
    realisticLine(at).replace(/"[^"]*" - /, () => `"Agent-${at}/1.0" - `),
  );
  t.equal(compare(t, ways, many), 1);
  t.equal(ways.agentsRead, many.length);
  t.equal(compare(t, ways, many), 1);
  t.equal(ways.agentsRead, many.length);
});

t.test('where a secret may stand in any field, the line takes the readable way', async (t) => {
  const line = ordinaryLine(1);
  const tail = /" - (?<hostId>\S+) (?<rest>.*)$/.exec(line)?.groups ?? {};
  const { hostId = '', rest = '' } = tail;
  const secrets = [...rest.split(' ').map((token) => line.replace(rest, rest.replace(token, 'sig&#61;secret'))), line.replace(hostId, `${hostId.slice(0, -1)}+sig==`), line.replace(hostId, "sig':'abc=")]; // biome-ignore format: one list
  t.ok(secrets.length > 5);
  for (const quoted of [false, true])
    for (const secret of secrets) {
      const made = quoted
        ? secret.replace('"Mozilla', '"Mozilla "x"')
        : secret.replace('Mozilla', 'a&#61;b');
      compare(t, makeBothWays(), [made, secret]);
      t.equal(makeBothWays().quick(made, 1), null, made);
    }
});

/** Whatever decides how a line is cut, decoded or redacted, and bytes of all kinds. */
const PIECES = [
  ' ', '"', '" ', ' "', '-', '" - ', '[', ']', '=', '%', '&', '&#61;', '?', '+', '.', '/', '//', '\\', "'", '%3D', '%25', '%2B', '%C3%B6', '%2525', '%27', '%22%3A', '%3d', '%26%2361;', '%00', '%ff',
  'sig=', 'X-Amz-Signature=1', 'sig%3Dx', 'sig%27%3Ax', 'sig&#61;x', '+sig== ', "sig':'x", '"wave"; ', '\\"', "'sig': ", '0', '00', '99999999999', '4294967296', 'HTTP/1.1', 'GET ', 'get ', '\t', '\0', '\r', '\xe9', '\xff', '\x85',
  '::', '10.0.0.1', '203.0.113.7', '::ffff:192.0.2.1', '300.1.1.1', 'arn:aws:sts::111122223333:assumed-role/a/b', 'AmazonS3', 'svc:x', 'REST.GET.OBJECT', 'S3.EXPIRE.OBJECT', 'SigV4', 'TLSv1.2',
  'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1', 'us-east-1', '29/Feb/2026', '31/Dec/2037:23:59:59', '+0100', 'x'.repeat(300),
]; // biome-ignore format: pieces

function* mutated(lines: readonly string[], count: number): Generator<string> {
  let state = seed >>> 0;
  const random = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    return state % below;
  };
  for (let made = 0; made < count; made += 1) {
    let line = lines[random(lines.length)] ?? '';
    for (let changes = 1 + random(3); changes > 0; changes -= 1) {
      const at = random(line.length + 1);
      const piece = PIECES[random(PIECES.length)] ?? '';
      const cut = [0, 0, 1, piece.length, random(40)][random(5)] ?? 0;
      line = line.slice(0, at) + piece + line.slice(at + cut);
    }
    if (!line.includes('\n')) yield line;
  }
}

t.test('lines that were changed anywhere become the same, or take the readable way', async (t) => {
  const lines = [...samples.slice(0, 2_000), ...golden, ...numbered(200, realisticLine)];
  const share = compare(t, makeBothWays({ redactNames: ['token'] }), mutated(lines, MUTATIONS));
  t.comment(`${MUTATIONS} lines, ${(share * 100).toFixed(1)} % by the quick way`);
  t.ok(share > 0.1, 'many of them are still ordinary');
});
