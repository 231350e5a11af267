/**
 * Claim: parse and enrich of an ordinary line cost no more than the script that everybody writes
 * (one regular expression with 26 groups, an object, JSON.stringify), and no line, however made,
 * costs more than 20 times as much a KiB. Best of several rounds; ratios count, not microseconds.
 */
import { Buffer } from 'node:buffer';
import { cpus } from 'node:os';
import { makeEnricher } from '../../src/enrich/enrich.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { splitLine } from '../../src/parse/split-line.ts';
import { splitOrdinaryLine } from '../../src/parse/split-ordinary-line.ts';
import { oddLine, ordinaryLine } from './sample-lines.ts';

const LINES = 20_000;
const ROUNDS = 15;
const LIMITS = { timeSecondsMax: 4_102_444_800 };
const enrich = makeEnricher();
let sink = 0;

/** Lines are cut from one large string, as in a sync: slices are not flat strings. */
function linesOf(make: (index: number) => string): string[] {
  const text = Array.from({ length: LINES }, (_, index) => make(index)).join('\n');
  return Buffer.from(text, 'latin1').toString('latin1').split('\n');
}

function microsecondsPerLine(lines: readonly string[], work: (line: string) => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const started = process.hrtime.bigint();
    for (const line of lines) if (work(line) !== null) sink += 1;
    best = Math.min(best, Number(process.hrtime.bigint() - started) / 1_000 / lines.length);
  }
  return best;
}

const DOCUMENTED =
  /^(\S+) (\S+) \[([^\]]+)\] (\S+) (\S+|arn:\S+ [^"]+?) (\S+) (\S+) (\S+) ("[^"]*"|-) (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) ("[^"]*"|-) ("[^"]*"|-) (\S+)(?: (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (\S+) (\S+))?/;

function yardstick(line: string): string | null {
  const m = DOCUMENTED.exec(line);
  if (m === null) return null;
  return JSON.stringify({
    bucket_owner: m[1],
    bucket: m[2],
    time: m[3],
    remote_ip: m[4],
    requester: m[5],
    request_id: m[6],
    operation: m[7],
    key: m[8],
    request_uri: m[9],
    http_status: m[10],
    error_code: m[11],
    bytes_sent: m[12],
    object_size: m[13],
    total_time: m[14],
    turn_around_time: m[15],
    referrer: m[16],
    user_agent: m[17],
    version_id: m[18],
    host_id: m[19],
    signature_version: m[20],
    cipher_suite: m[21],
    authentication_type: m[22],
    host_header: m[23],
    tls_version: m[24],
    access_point_arn: m[25],
    acl_required: m[26],
  });
}

function parseAndEnrich(line: string): unknown {
  const outcome = parseLine(line, LIMITS);
  return outcome.kind === 'record' ? enrich(outcome.record) : outcome;
}

const ordinary = linesOf(ordinaryLine);
const odd = linesOf(oddLine);
const fast = ordinary.filter((line) => splitOrdinaryLine(line) !== null).length;
const yard = microsecondsPerLine(ordinary, yardstick);
const row = (what: string, cost: number): void =>
  console.log(
    `${what.padEnd(44)} ${cost.toFixed(3)} us/line  ${(cost / yard).toFixed(2)} x yardstick`,
  );

console.log(
  `Node ${process.version}, ${cpus()[0]?.model ?? 'unknown CPU'}, best of ${ROUNDS} rounds`,
);
console.log(
  `${LINES} lines; ${((fast / LINES) * 100).toFixed(1)} % of the ordinary take the fast way`,
);
row('yardstick: 26 groups, object, JSON.stringify', yard);
row('split, fast way', microsecondsPerLine(ordinary, splitOrdinaryLine));
row('split, slow way, ordinary lines', microsecondsPerLine(ordinary, splitLine));
row(
  'parse, ordinary',
  microsecondsPerLine(ordinary, (line) => parseLine(line, LIMITS)),
);
const both = microsecondsPerLine(ordinary, parseAndEnrich);
row('parse + enrich, ordinary', both);
row('parse + enrich, odd', microsecondsPerLine(odd, parseAndEnrich));

const KIB = 1_024;
const ordinaryPerKib = (both * KIB * LINES) / ordinary.join('').length;
const [head = ''] = ordinaryLine(1).split(/(?= "GET )/);
const fill = (piece: string): string => piece.repeat(Math.floor(64_000 / piece.length));
const HOSTILE: Readonly<Record<string, string>> = {
  'quotes in the request-URI': `${head} "${fill('"')}`,
  'quotes and spaces': `${head} "${fill('" ')}`,
  'almost closing request-URIs': `${head} "${fill('" 200 - 1 1 1 ')}`,
  'almost closing statuses': `${head} "${fill('" 20')}`,
  'a user agent of quotes and spaces': ordinaryLine(1)
    .replace('curl', fill('" '))
    .replace('Mozilla', fill('" ')),
  'a user agent of almost-tails': ordinaryLine(1).replace('Mozilla', fill('" a b - c ')),
  'a tail of open quotes': `${ordinaryLine(1)} ${fill('"a ')}`,
  'only spaces': fill(' '),
  'spaces before the status': `${head} "GET / HTTP/1.1"${fill(' ')}`,
  'runs of spaces after quotes': `${head} "${fill(`"${' '.repeat(99)}`)}`,
  brackets: `${head.replace(/\[.*/, '')}${fill('[')}`,
  'times in the tail': `${ordinaryLine(1)} ${fill('[01/Jan/2026:00:00:00 ')}`,
  'percent signs in the key': ordinaryLine(1).replace('episodes', fill('%')),
  'nested percent signs in the referrer': ordinaryLine(1).replace('shows', `?a=${fill('%25')}`),
  'odd percent signs in the referrer': ordinaryLine(1).replace('shows', `?a=${fill('%%33%44')}`),
  'secrets in the referrer': ordinaryLine(1).replace('shows', `?${fill('sig=a&')}`),
  'names without a value': ordinaryLine(1).replace('shows', `?${fill('sig"')}`),
  'bytes that are no UTF-8': ordinaryLine(1).replace('shows', fill('\u00ff')),
};
console.log(`\nhostile lines of 64 KB; an ordinary line costs ${ordinaryPerKib.toFixed(2)} us/KiB`);
for (const [what, line] of Object.entries(HOSTILE)) {
  const lines = [line, line, line];
  const perKib = (microsecondsPerLine(lines, parseAndEnrich) * KIB) / line.length;
  const times = perKib / ordinaryPerKib;
  console.log(`${what.padEnd(44)} ${perKib.toFixed(2)} us/KiB  ${times.toFixed(1)} x ordinary`);
}
if (sink === 0) throw new Error('nothing was measured');
