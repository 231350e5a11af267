/** Goal: what a configuration says of addresses reaches each record, and a wrong file is named. */
import t from 'tap';
import { addressFilesDigest } from '../../src/app/address-files.ts';
import { makeConfiguredEnricher } from '../../src/app/line-stages.ts';
import { parseLine } from '../../src/parse/parse-line.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';

const outcome = parseLine(ordinaryLine(1), { timeSecondsMax: 4_102_444_800 });
if (outcome.kind !== 'record') throw new Error('the sample line does not parse');
const { record } = outcome;

const NONE = {
  countryFile: null,
  asnFile: null,
  awsRangesFile: null,
  ownNetworks: null,
  keepUrlParameters: true,
};
const prefix = { ip_prefix: '203.0.113.0/24', region: 'GLOBAL', service: 'CLOUDFRONT' };
const folder = t.testdir({
  'ip-ranges.json': JSON.stringify({ prefixes: [prefix] }),
  'page.html': '<html>',
});
const ranges = { ...NONE, awsRangesFile: `${folder}/ip-ranges.json` };
const own = { ...NONE, ownNetworks: '198.51.100.0/24,203.0.113.1' };

t.test('without files the record alone tells its origin', async (t) => {
  const derived = makeConfiguredEnricher(NONE)(record);
  t.equal(derived.origin, 'internet');
  t.match(derived.enriched, /\.0$/);
  t.equal(addressFilesDigest(NONE)(), null, 'and nobody is called old for files of his own');
});

for (const [name, names, origin] of [
  ['a copy of the ranges of AWS', ranges, 'cdn'],
  ['networks of the operator', own, 'internal'],
  ['both', { ...ranges, ...own, awsRangesFile: ranges.awsRangesFile }, 'internal'],
] as const) {
  t.test(`${name}: ${origin}, and the record says what it rests on`, async (t) => {
    const derived = makeConfiguredEnricher(names)(record);
    t.equal(derived.origin, origin);
    t.equal(derived.enriched.split('.')[2], addressFilesDigest(names)());
    t.match(addressFilesDigest(names)(), /^[0-9a-f]{8}$/);
  });
}

t.test('a file that is none is named, with the setting', async (t) => {
  for (const file of [`${folder}/page.html`, `${folder}/nothing.json`]) {
    const names = { ...NONE, awsRangesFile: file };
    t.throws(() => makeConfiguredEnricher(names), {
      code: 'config_invalid',
      message: new RegExp(`^Cannot use ${file}: `),
      hint: /TAMARIN_AWS_RANGES_FILE/,
    });
  }
  t.equal(addressFilesDigest({ ...NONE, awsRangesFile: `${folder}/nothing.json` })(), null);
});

t.test('parameters of the URL can be left out, and the record says so', async (t) => {
  const asked = { ...record, requestUri: 'GET /a?x-user=ada HTTP/1.1' };
  t.match(makeConfiguredEnricher(NONE)(asked), { urlParameters: ['x-user=ada'] });
  const derived = makeConfiguredEnricher({ ...NONE, keepUrlParameters: false })(asked);
  t.match(derived, { urlQuery: 'x-user=ada', urlParameters: null, enriched: /^\d+-\./ });
});
