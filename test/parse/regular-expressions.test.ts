/**
 * Goal: no text, however made, can make a regular expression of Tamarin slow. Every literal in src/
 * is proved by recheck, with its own engine in JavaScript: no Java, no native program.
 */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import t from 'tap';
import { findRegexLiterals } from './regex-literals.ts';

process.env.RECHECK_BACKEND = 'pure';
// Only now: recheck reads the variable when it is loaded.
const { checkSync } = await import('recheck');

/** A proof takes some ms; the longest literal some 100. */
const PROOF_TIMEOUT_MS = 30_000;
const root = fileURLToPath(new URL('../../', import.meta.url));

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
  let proved = 0;
  for (const path of globSync('src/**/*.ts', { cwd: root }).toSorted()) {
    const literals = findRegexLiterals(readFileSync(root + path, 'utf8'));
    for (const { source, flags, line } of literals) {
      const { status } = checkSync(source, flags, { timeout: PROOF_TIMEOUT_MS });
      proved += 1;
      if (status !== 'safe') t.fail(`${path}:${line} is ${status}: /${source}/${flags}`);
    }
  }
  t.comment(`${proved} literals`);
  t.ok(proved > 50, 'the literals were found');
});
