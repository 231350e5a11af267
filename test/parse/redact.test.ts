/**
 * Goal: no secret of a presigned URL leaves the parser, wherever it stood and however its name was
 * written; and nothing that is no secret is lost for it.
 */
import fc from 'fast-check';
import t from 'tap';
import { makeLineParser, parseLine } from '../../src/parse/parse-line.ts';
import { makeRedactor } from '../../src/parse/redact.ts';
import { ordinaryLine } from '../bench/sample-lines.ts';

const LIMITS = { timeSecondsMax: 4_102_444_800 };
const SECRET = 'c4n4ryBEEFc4n4ry';
const seed = Number(process.env.SEED ?? Math.trunc(Math.random() * 2 ** 31));
t.comment(`seed ${seed}; SEED=${seed} repeats this run`);
const { redactField, redactText } = makeRedactor(['x-ticket']);

// biome-ignore format: a table, one row a form
const FIELDS: readonly (readonly [text: string, redacted: string])[] = [
  [`/a?X-Amz-Signature=${SECRET}`, '/a?X-Amz-Signature=REDACTED'],
  [`/a?x-amz-signature=${SECRET}&x-user=ada`, '/a?x-amz-signature=REDACTED&x-user=ada'],
  [`/a?X%2DAmz%2dSignature=${SECRET}#end`, '/a?X%2DAmz%2dSignature=REDACTED#end'],
  [`/a?%58-Amz-Security-Token=${SECRET}%2B%3D&b=1`, '/a?%58-Amz-Security-Token=REDACTED&b=1'],
  [`/a?b=1&amp;Signature=${SECRET}&amp;c=2`, '/a?b=1&amp;Signature=REDACTED&amp;c=2'],
  [`/a;sig=${SECRET};b=1`, '/a;sig=REDACTED;b=1'],
  [`https://a.example/#access_token=${SECRET}&b=1`, 'https://a.example/#access_token=REDACTED&b=1'],
  [`/a?u=https%3A%2F%2Fb%3FX-Amz-Signature%3D${SECRET}%26c%3D1&d=2`, '/a?u=https%3A%2F%2Fb%3FX-Amz-Signature%3DREDACTED%26c%3D1&d=2'],
  [`/a?u=b%253FX-Amz-Signature%253D${SECRET}%2526c%253D1&d=2`, '/a?u=b%253FX-Amz-Signature%253DREDACTED%2526c%253D1&d=2'],
  [`/a?sig=${SECRET}%26more&d=2`, '/a?sig=REDACTED&d=2'],
  [`/a?si%67=${SECRET}`, '/a?si%67=REDACTED'],
  [`/a?sig%%33%44${SECRET}`, '/a?sig%%33%44REDACTED'],
  [`/a?sig%u003D${SECRET}`, '/a?sig%u003DREDACTED'],
  [`/a?b=1\\u0026sig\\u003d${SECRET}\\u0026c=1`, '/a?b=1\\u0026sig\\u003dREDACTED\\u0026c=1'],
  [`{"X-Amz-Signature": "${SECRET}", "b": 1}`, '{"X-Amz-Signature": "REDACTED", "b": 1}'],
  [`/a?sig&#61;${SECRET}&#38;b=1`, '/a?sig&#61;REDACTED&#38;b=1'],
  [`AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/x, Signature=${SECRET}`, 'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/x, Signature=REDACTED'],
  [`/a?sig=${SECRET}&sig=${SECRET} HTTP/1.1`, '/a?sig=REDACTED&sig=REDACTED HTTP/1.1'],
  [`/a?x-ticket=${SECRET}`, '/a?x-ticket=REDACTED'],
];

for (const [text, redacted] of FIELDS) {
  t.test(`redacted: ${text}`, async (t) => {
    t.equal(redactField(text), redacted);
    t.equal(redactField(redacted), redacted, 'once redacted, it stays');
  });
}

const KEPT = [
  '/a?AWSAccessKeyId=AKIDEXAMPLE&Expires=1773500000&X-Amz-Credential=AKIDEXAMPLE%2Fs3',
  '/a?design=1&signatures=2&token=3&X-Amz-SignedHeaders=host&sigma=4&xsig=5',
  'https://sig:8080/path',
  '/year=2026/sig=7/part.parquet',
  '/a?sig=&b=1',
  'Mozilla/5.0 (compatible; signature: none)',
  '100 %% of %zz and \\u00 and &# and %',
];
for (const text of KEPT) {
  t.test(`kept: ${text}`, async (t) => t.equal(redactField(text), text));
}

t.test('text that did not parse is redacted in the form of headers too', async (t) => {
  t.equal(redactText(`X-Amz-Security-Token: ${SECRET} b`), 'X-Amz-Security-Token: REDACTED b');
  const wide = [...`sig=${SECRET}`].join('\0');
  t.equal(redactText(wide), `s\0i\0g\0=\0REDACTED`, 'UTF-16 reads like ASCII');
});

t.test('names that the operator adds are redacted, and are no patterns', async (t) => {
  const { parseLine: parse } = makeLineParser({ redactNames: ['x-(.*)', 'Ticket'] });
  const line = ordinaryLine(1).replace(
    ' HTTP',
    `?x-user=ada&ticket=${SECRET}&x-(.*)=${SECRET} HTTP`,
  );
  const outcome = parse(line, LIMITS);
  t.notMatch(JSON.stringify(outcome), SECRET);
  t.match(JSON.stringify(outcome), 'x-user=ada');
});

t.test('a key, a host and an extra field can carry a secret, and do not', async (t) => {
  const key = ordinaryLine(1).replace(' episodes/', ` a%253FX-Amz-Signature%253D${SECRET}/`);
  t.notMatch(JSON.stringify(parseLine(key, LIMITS)), SECRET);
  const extra = `${ordinaryLine(1)} "a?sig=${SECRET}" b&sig=${SECRET}`;
  t.notMatch(JSON.stringify(parseLine(extra, LIMITS)), SECRET);
  const shifted = ordinaryLine(1).replace(/" - .*/, `" ?sig=${SECRET} ?sig=${SECRET}`);
  t.notMatch(JSON.stringify(parseLine(shifted, LIMITS)), SECRET);
});

/** A character as it may stand in a URL that was encoded `depth` times. */
function encode(character: string, depth: number): string {
  if (depth === 0) return character;
  const hex = character.charCodeAt(0).toString(16).padStart(2, '0');
  return `%${'25'.repeat(depth - 1)}${hex}`;
}

const name = fc
  .constantFrom('X-Amz-Signature', 'X-Amz-Security-Token', 'Signature', 'access_token', 'sig')
  .chain((text) =>
    fc
      .array(fc.tuple(fc.boolean(), fc.nat(3)), { minLength: text.length, maxLength: text.length })
      .map((choices) =>
        [...text]
          .map((character, at) => {
            const [isUpper = false, depth = 0] = choices[at] ?? [];
            const cased = isUpper ? character.toUpperCase() : character.toLowerCase();
            return encode(cased, depth);
          })
          .join(''),
      ),
  );
const parameter = fc
  .tuple(fc.constantFrom('?', '&', ';', '#', '&amp;', '"', ' ', ','), name, fc.nat(3), fc.nat(3))
  .map(([separator, text, depth, separatorDepth]) => {
    const before = separator.length === 1 ? encode(separator, separatorDepth) : separator;
    return `${before}${text}${encode('=', depth)}${SECRET}`;
  });
const end = fc.constantFrom('', '&b=1', '%26b%3D1', ';c', '#d', '"', ' e', '%2526', '\u00e9', '\0');

t.test('no encoding of a name lets its secret through', async (t) => {
  const places = fc.constantFrom(
    'GET /',
    'shows/',
    'Mozilla/',
    ' episodes/',
    '"GET',
    ' REST.',
    '- - -',
  );
  const property = fc.property(
    fc.nat(500),
    places,
    parameter,
    end,
    fc.nat(700),
    (index, place, text, after, cut) => {
      const line = ordinaryLine(index * 6 + 1).replace(place, `${place}x${text}${after}`);
      const outcomes = [parseLine(line, LIMITS), parseLine(line.slice(0, cut + 40), LIMITS)];
      return !JSON.stringify(outcomes).includes(SECRET);
    },
  );
  fc.assert(property, { seed, numRuns: 20_000 });
  t.pass('20,000 lines, and as many cut ones');
});
