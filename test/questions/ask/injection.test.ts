/**
 * Goal: whatever text a filter is given, the query is the one that a plain word gives, with the text in
 * the place of the word; or it is refused before anything is asked. http-injection asks a real server.
 */
import t from 'tap';
import { escapeGlob } from '../../../src/questions/ask/glob.ts';
import type { RawParameters } from '../../../src/questions/ask/raw-parameters.ts';
import { readScope } from '../../../src/questions/ask/read-filters.ts';
import { resolveTimes } from '../../../src/questions/ask/read-times.ts';
import { scopeQuery } from '../../../src/questions/ask/scope.ts';
import { injectionsWith } from '../../support/injections.ts';

const INJECTIONS = injectionsWith('http://127.0.0.1:9/');
const PARAMETER_CHARACTERS_MAX = 100;
const queryOf = (raw: RawParameters): string =>
  JSON.stringify(scopeQuery(readScope(resolveTimes(raw, 0))));

/** As filters take them: a pattern is text once its wildcards are escaped. */
const TAKEN: Readonly<Record<string, (text: string) => RawParameters>> = {
  key: (text) => ({ key: [escapeGlob(text)] }),
  'user-agent': (text) => ({ 'user-agent': [escapeGlob(text)] }),
  'key-prefix': (text) => ({ 'key-prefix': [text] }),
  not: (text) => ({ not: [`key=${escapeGlob(text)}`] }),
  is: (text) => ({ is: [`key=${text}`] }),
  param: (text) => ({ param: [`x-user=${escapeGlob(text)}`] }),
};

for (const [filter, rawOf] of Object.entries(TAKEN)) {
  t.test(`the text of ${filter} stands in the query as a value`, async (t) => {
    const plain = queryOf(rawOf('word'));
    t.match(plain, 'word');
    for (const text of INJECTIONS) {
      if (filter === 'param' && text.length > PARAMETER_CHARACTERS_MAX) continue; // is cut, as it is stored
      const quoted = JSON.stringify(text).slice(1, -1);
      t.equal(
        queryOf(rawOf(text)),
        plain.replace('word', () => quoted),
        JSON.stringify(text),
      );
    }
  });
}

for (const filter of [
  'ip',
  'status',
  'not',
  'without',
  'bytes-over',
  'from',
  'last',
  'month',
  'tz',
  'asn',
]) {
  t.test(`${filter} takes none of them`, async (t) => {
    for (const text of INJECTIONS)
      t.throws(
        () => readScope(resolveTimes({ [filter]: text }, 0)),
        { code: 'usage' },
        JSON.stringify(text),
      );
  });
}
