/**
 * Goal: what holds for every line, tried on many made ones. A failing run prints its seed and the
 * smallest line that fails. TAMARIN_PARSE_RUNS=100000 tries more of them.
 */
import { Buffer } from 'node:buffer';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import t from 'tap';
import type { AccessRecord } from '../../src/core/record.ts';
import { REJECT_REASONS } from '../../src/core/reject-reason.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { readRecord } from '../../src/parse/read-record.ts';
import { makeRedactor } from '../../src/parse/redact.ts';
import { readRejectFacts } from '../../src/parse/reject-facts.ts';
import { splitLine } from '../../src/parse/split-line.ts';
import { splitOrdinaryLine } from '../../src/parse/split-ordinary-line.ts';
import { oddLine, ordinaryLine } from '../bench/sample-lines.ts';
import { encodeKey, printLine } from './print-line.ts';

const LIMITS = { timeSecondsMax: 4_102_444_800 };
/** Of lines that are hardly ever records; fewer records are made, and more lines changed. */
const RUNS = Number(process.env.TAMARIN_PARSE_RUNS ?? 20_000);
const seed = Number(process.env.SEED ?? Math.trunc(Math.random() * 2 ** 31));
t.comment(`seed ${seed}; SEED=${seed} repeats this run`);

function isOneOutcome(line: string): boolean {
  const outcome = parseLine(line, LIMITS);
  if (outcome.kind === 'record') return outcome.record.time.length === 20;
  return outcome.reason in REJECT_REASONS && outcome.text.length <= 1_000;
}

t.test('any bytes give exactly one outcome, and never an exception', async (t) => {
  const bytes = fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b).toString('latin1'));
  const pieces = fc.constantFrom(...ordinaryLine(3).split(/(?<= )/), '"', ' ', '[', ']', '%', '\0', '\u00ff'); // biome-ignore format: a list
  const scrambled = fc.array(pieces, { maxLength: 60 }).map((parts) => parts.join(''));
  fc.assert(fc.property(bytes, isOneOutcome), { seed, numRuns: RUNS });
  fc.assert(fc.property(scrambled, isOneOutcome), { seed, numRuns: RUNS });
  t.pass('no exception');
});

const token = fc.stringMatching(/^[A-Za-z0-9_.:/@+-]{1,30}$/).filter((text) => text !== '-');
/** Any text but what parameters and ends of lines are made of. */
const anyText = fc
  .string({ unit: 'binary', maxLength: 40 })
  .filter((text) => text !== '-' && text !== '' && !/[\n]|sig|token/i.test(text));
const orNull = <Value>(arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.option(arbitrary, { nil: null, freq: 4 });
const integer = orNull(fc.nat({ max: Number.MAX_SAFE_INTEGER }));
const duration = orNull(fc.nat({ max: 2_147_483_647 }));

const recordArbitrary: fc.Arbitrary<AccessRecord> = fc
  .record({
    timeSeconds: fc.integer({ min: 1_136_073_600, max: LIMITS.timeSecondsMax }),
    bucketOwner: orNull(token),
    bucket: orNull(token),
    remoteIp: orNull(fc.oneof(fc.ipV4(), fc.ipV6())),
    requester: orNull(token),
    requestId: orNull(token),
    operation: fc.constantFrom('REST.GET.OBJECT', 'BATCH.DELETE.OBJECT', 'S3.EXPIRE.OBJECT', null),
    key: orNull(fc.string({ unit: 'binary', minLength: 1, maxLength: 40 })),
    httpMethod: fc.constantFrom('GET', 'PUT', 'HEAD', null),
    httpVersion: fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/2', null),
    httpStatus: orNull(fc.integer({ min: 100, max: 999 })),
    errorCode: orNull(token),
    bytesSent: integer,
    objectSize: integer,
    totalTime: duration,
    turnAroundTime: duration,
    referrer: orNull(anyText.filter((text) => !/" +(?:"|$)/.test(text))),
    userAgent: orNull(anyText),
    versionId: orNull(token),
    hostId: orNull(token),
    signatureVersion: fc.constantFrom('SigV2', 'SigV4', 'SigV4A', null),
    cipherSuite: orNull(token),
    authenticationType: orNull(token),
    hostHeader: orNull(token),
    tlsVersion: fc.constantFrom('TLSv1.2', 'TLSV1.3', null),
    accessPointArn: orNull(token),
    aclRequired: fc.constantFrom('Yes', null),
    sourceRegion: orNull(token),
    extraFields: orNull(fc.array(token, { minLength: 1, maxLength: 3 })),
    target: fc.oneof(anyText, fc.constant('')).map((text) => text.replaceAll(' ', '')),
  })
  .map(({ target, ...made }) => {
    const passes = /^(?:BATCH|S3)\./.test(made.operation ?? '') ? 1 : 2;
    const logged = made.key === null ? null : encodeKey(made.key, passes);
    const { httpMethod, httpVersion } = made;
    const hasVersion = httpMethod !== null && httpVersion !== null;
    const requestUri =
      httpMethod && `${httpMethod} /${target}${hasVersion ? ` ${httpVersion}` : ''}`;
    return {
      ...made,
      time: new Date(made.timeSeconds * 1_000).toISOString().replace('.000Z', 'Z'),
      remoteIpLogged: null,
      key: logged === '-' ? null : made.key,
      keyLogged: logged === '-' || logged === made.key ? null : logged,
      requestUri,
      httpVersion: hasVersion ? httpVersion : null,
    };
  });

t.test('a record that is printed as a line is read back', async (t) => {
  const readsBack = (record: AccessRecord): boolean => {
    const outcome = parseLine(printLine(record), LIMITS);
    return outcome.kind === 'record' && isDeepStrictEqual(outcome.record, record);
  };
  fc.assert(fc.property(recordArbitrary, readsBack), { seed, numRuns: RUNS / 2 });
  t.pass(`${RUNS / 2} records`);
});

const SECOND_START = `${ordinaryLine(1).split(':')[0]}:`;
const PIECES = [SECOND_START, '"', ' ', '  ', '-', '" "', '" - ', '%', '%3D', '+', '=', '&', '[', ']', '\\', '\0', '\t', '\r', '\u00e9', '200', 'SigV4', '"-"', 'x', ' [14/Mar/2026:15:09:26 +0000] ', '?sig=a']; // biome-ignore format: a list

interface Mutation {
  readonly at: number;
  readonly cut: number;
  readonly piece: string;
}

const mutationArbitrary: fc.Arbitrary<Mutation> = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  cut: fc.constantFrom(0, 0, 1, 1, 2, 30),
  piece: fc.constantFrom('', ...PIECES),
});

function mutate(line: string, mutations: readonly Mutation[]): string {
  let mutated = line;
  for (const { at, cut, piece } of mutations) {
    const start = Math.floor(at * mutated.length);
    mutated = mutated.slice(0, start) + piece + mutated.slice(start + cut);
  }
  return mutated;
}

t.test('the fast and the slow way agree on mutated lines', async (t) => {
  const { redactField } = makeRedactor();
  let fast = 0;
  const agrees = (index: number, isOdd: boolean, mutations: Mutation[]): boolean => {
    const line = mutate(isOdd ? oddLine(index) : ordinaryLine(index), mutations);
    const ordinary = splitOrdinaryLine(line);
    if (ordinary === null) return true;
    fast += 1;
    const outcomes = [ordinary, splitLine(line)].map((raw) => {
      const record = raw.kind === 'unsplit' ? raw.reason : readRecord(raw, LIMITS, redactField);
      if (typeof record !== 'string') return record;
      return [record, readRejectFacts({ kind: 'unsplit', reason: record, fields: raw.fields })];
    });
    return isDeepStrictEqual(outcomes[0], outcomes[1]);
  };
  const mutations = fc.array(mutationArbitrary, { minLength: 1, maxLength: 3 });
  const property = fc.property(fc.nat(5_000), fc.boolean(), mutations, agrees);
  fc.assert(property, { seed, numRuns: 5 * RUNS });
  t.comment(`${fast} of ${5 * RUNS} mutated lines were still ordinary`);
  t.ok(fast > RUNS / 4, 'mutated lines still take the fast way, so that the two are compared');
});

t.test('ordinary lines take the fast way', async (t) => {
  const lines = Array.from({ length: 2_000 }, (_, index) => ordinaryLine(index));
  t.equal(lines.filter((line) => splitOrdinaryLine(line) === null).length, 0);
});
