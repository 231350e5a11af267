/**
 * Goal: no text, however made, can make a regular expression of Tamarin slow. Every literal in src/ is
 * proved by recheck: now, or when it was written to the list of proofs.
 */
import t from 'tap';
import { literalsOfSource, printLiteral, prove, provedBy, readProved } from './proved-literals.ts';
import { findRegexLiterals } from './regex-literals.ts';

t.test('the scanner finds literals, and nothing that only looks like one', async (t) => {
  const code = [
    'const a = b / c / d; // not /this/ either',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is code under test
    "const e = '/no/'; const f = `/no/${g.replace(/yes1/g, `${/yes2/}`)}/no/`;",
    'if (/yes3[/]\\/x/iu.test(h)) return /yes4/; /* /no/ */ const i = (1) / 2 / 3;',
  ].join('\n');
  const found = findRegexLiterals(code).map(({ source, flags }) => `${source} ${flags}`);
  t.strictSame(found, ['yes1 g', 'yes2 ', 'yes3[/]\\/x iu', 'yes4 ']);
});

t.test('every regular expression literal is proved safe', async (t) => {
  const { by, literals: proved } = readProved();
  const literals = literalsOfSource();
  t.ok(literals.length > 50, 'the literals were found');
  const isKnown = by === provedBy();
  for (const literal of literals) {
    if (isKnown && proved.has(printLiteral(literal))) continue;
    const status = prove(literal);
    t.equal(status, 'safe', `${literal.path}:${literal.line} ${printLiteral(literal)}`);
    t.comment(
      `${literal.path}:${literal.line} was proved now; npm run regexes puts it on the list`,
    );
  }
});

t.test('a slow one is found out', async (t) => {
  t.equal(prove({ source: '^(a+)+$', flags: '', line: 1 }), 'vulnerable');
});

t.test('the list holds nothing that is not in the source', async (t) => {
  const all = new Set(literalsOfSource().map(printLiteral));
  t.strictSame(
    [...readProved().literals].filter((literal) => !all.has(literal)),
    [],
    'npm run regexes',
  );
});
