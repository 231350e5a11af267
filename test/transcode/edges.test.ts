/**
 * Goal: at each border of what the quick way takes, on either side of it, a line becomes the very bytes
 * that the readable way makes of it; and what cannot go quickly is refused.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t, { type Test } from 'tap';
import { WebAssembly } from '../../src/core/web-assembly.ts';
import { LINE_WASM } from '../../src/transcode/line-wasm.ts';
import { SAMPLE_LOGS } from '../support/samples.ts';
import { type BothWays, makeBothWays } from './both-ways.ts';

interface Parts {
  readonly time?: string;
  readonly ip?: string;
  readonly key?: string;
  readonly uri?: string;
  readonly numbers?: string;
  readonly referrer?: string;
  readonly agent?: string;
  readonly tail?: string;
}

const lineOf = (parts: Parts): string => {
  const {
    time = '17/Jan/2026:00:00:01 +0000',
    ip = '203.0.113.1',
    key = 'shows/a.mp3',
    uri = `GET /${key} HTTP/1.1`,
    numbers = '200 - 5 5 1 1',
    referrer = '-',
    agent = 'curl/8.15.0',
    tail = 'h4xT+= - TLS_AES_128_GCM_SHA256 - wave.s3.eu-west-1.amazonaws.com TLSv1.3 - -',
  } = parts;
  return `${'7d01ac9e'.repeat(8)} wave [${time}] ${ip} - 3E57427F3EXAMPLE REST.GET.OBJECT ${key} "${uri}" ${numbers} "${referrer}" "${agent}" - ${tail}`;
};

/** Whether the line went the quick way; where it did, it has to become the same. */
function goesQuickly(t: Test, ways: BothWays, line: string): boolean {
  const quick = ways.quick(line, 1);
  if (quick !== null) t.equal(quick, ways.readable(line, 1), line);
  return quick !== null;
}

const QUICK = true;
const READABLE = false;
const EDGES: readonly (readonly [Parts, boolean])[] = [
  [{ time: '17/Jan/2026:23:59:59 +0000' }, QUICK],
  [{ time: '17/Jan/2026:24:00:00 +0000' }, READABLE],
  [{ time: '17/Jan/2026:00:60:00 +0000' }, READABLE],
  [{ time: '17/Jan/2026:00:00:60 +0000' }, READABLE],
  [{ time: '29/Feb/2028:00:00:00 +0000' }, QUICK],
  [{ time: '29/Feb/2026:00:00:00 +0000' }, READABLE],
  [{ time: '24/Dec/2038:05:45:35 +0000' }, QUICK],
  [{ time: '24/Dec/2038:05:45:36 +0000' }, READABLE], // seven digits to the base of 36
  [{ ip: '203.0.113.255' }, QUICK],
  [{ ip: '203.0.113.256' }, QUICK], // as it was logged
  [{ ip: '203.0.113.01' }, QUICK],
  [{ ip: '10.0.0.1' }, QUICK],
  [{ key: `a.${'e'.repeat(16)}` }, QUICK],
  [{ key: `a.${'e'.repeat(17)}` }, QUICK],
  [{ key: '%2527.mp3' }, QUICK],
  [{ key: '%27sig%27%3Ax' }, QUICK],
  [{ key: '%F4%8F%BF%BF' }, QUICK],
  [{ key: '%F4%90%80%80' }, QUICK],
  [{ key: '%F0%8F%BF%BF' }, QUICK],
  [{ key: '%ED%9F%BF' }, QUICK],
  [{ key: '%ED%A0%80' }, QUICK],
  [{ key: '%E0%A0%80' }, QUICK],
  [{ key: '%E0%80%80' }, QUICK],
  [{ key: '%C1%80' }, QUICK],
  [{ key: 'a%', uri: '-' }, QUICK],
  [{ numbers: '200 - 9000000000000 999999999999999 1 1' }, QUICK],
  [{ numbers: '200 - 9000000000001 999999999999999 1 1' }, READABLE],
  [{ numbers: '206 - 1 1000000000 1 1' }, QUICK],
  [{ numbers: '200 - 1000000000000000 5 1 1' }, READABLE], // sixteen digits
  [{ numbers: '200 - 05 5 1 1' }, READABLE],
  [{ numbers: '20 - 5 5 1 1' }, READABLE],
  [{ referrer: 'http://wave.example/?sig =1' }, QUICK],
  [{ referrer: "http://wave.example/?a=1&'sig': 2" }, QUICK],
  [{ uri: 'GET /a?sig%3Dx=1 HTTP/1.1' }, QUICK],
  [{ agent: 'a "quoted" one' }, QUICK],
  [{ agent: 'a "quoted" one', tail: 'h4xT+= - - -' }, READABLE], // the quote may be the last one
  [{ agent: `Mozilla/5.0 ${'x'.repeat(1_650)}` }, QUICK],
  [{ agent: `Mozilla/5.0 ${'x'.repeat(2_048)}` }, READABLE],
];

t.test('on both sides of each border', async (t) => {
  const ways = makeBothWays({ timeSecondsMax: Number.MAX_SAFE_INTEGER });
  for (const [parts, isQuick] of EDGES)
    t.equal(goesQuickly(t, ways, lineOf(parts)), isQuick, JSON.stringify(parts).slice(0, 100));
});

t.test(
  'a line of the last second that counts goes quickly, one of the next does not',
  async (t) => {
    const ways = makeBothWays({ timeSecondsMax: Date.UTC(2026, 0, 17, 0, 0, 1) / 1_000 });
    t.equal(goesQuickly(t, ways, lineOf({})), QUICK);
    t.equal(goesQuickly(t, ways, lineOf({ time: '17/Jan/2026:00:00:02 +0000' })), READABLE);
  },
);

t.test('a log whose name needs more room than there is takes the readable way', async (t) => {
  for (const [logKey, isQuick] of [
    ['\u0001'.repeat(1_000), QUICK],
    ['\u0001'.repeat(4_000), READABLE],
    ['\u0001'.repeat(40_000), READABLE],
  ] as const)
    t.equal(goesQuickly(t, makeBothWays({ logKey }), lineOf({})), isQuick);
});

interface Machine {
  hashOf(start: number, length: number, salt: number): number;
}

/** The machine's own hash of a user agent. */
function agentHash(): (agent: string) => number {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const module = new WebAssembly.Module(Buffer.from(LINE_WASM, 'base64'));
  const index = { isSecretFree: () => 1, isHostIdFree: () => 1 };
  const { exports } = new WebAssembly.Instance(module, { env: { memory }, index });
  const machine = exports as Machine; // assembly/index.ts
  const bytes = Buffer.from(memory.buffer);
  const at = 32_768; // behind what the compiler placed
  return (agent) => machine.hashOf(at, bytes.write(agent, at), 17) >>> 0;
}

/** Of one length, so that only their bytes tell them apart. */
const agentAt = (number: number): string => `Agent-${number.toString(36).padStart(6, '0')}`;

t.test('agents that share a hash are not taken for each other', async (t) => {
  const hashOf = agentHash();
  const seen = new Map<number, string>();
  let pair: readonly string[] = [];
  for (let number = 0; pair.length === 0; number += 1) {
    const agent = agentAt(number);
    const other = seen.get(hashOf(agent));
    if (other !== undefined) pair = [other, agent];
    seen.set(hashOf(agent), agent);
  }
  const ways = makeBothWays();
  for (const agent of [...pair, ...pair]) t.equal(goesQuickly(t, ways, lineOf({ agent })), QUICK);
});

t.test('agents that crowd in one place are told apart, however many', async (t) => {
  const hashOf = agentHash();
  const crowd: string[] = [];
  for (let number = 0; crowd.length < 150; number += 1)
    if ((hashOf(agentAt(number)) & 0xfff) < 4) crowd.push(agentAt(number));
  const ways = makeBothWays();
  for (const agent of [...crowd, ...crowd]) t.equal(goesQuickly(t, ways, lineOf({ agent })), QUICK);
});

const skip = process.arch !== 'x64' && 'the flag is for x64';
t.test('where the processor lacks what is needed, all lines take the readable way', { skip }, async (t) => {
  const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
  const file = `${SAMPLE_LOGS}/${readdirSync(SAMPLE_LOGS).find((name) => name.endsWith('.gz'))}`;
  const parse = (...flags: readonly string[]): Buffer =>
    execFileSync(process.execPath, [...flags, main, 'parse', file], { stdio: ['ignore', 'pipe', 'ignore'] });
  const documents = parse();
  t.ok(documents.length > 1_000);
  t.ok(parse('--no-enable-ssse3').equals(documents));
}); // biome-ignore format: one line
