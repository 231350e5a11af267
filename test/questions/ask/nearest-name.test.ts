/** Goal: who slips in a name is told the right one, and never a wild guess. */
import t from 'tap';
import { DIMENSION_TABLE } from '../../../src/questions/ask/dimension-table.ts';
import { nearestName } from '../../../src/questions/ask/nearest-name.ts';
import { prepareQuestion } from '../../../src/questions/catalogue.ts';

const NAMES = DIMENSION_TABLE.map(({ name }) => name);

// biome-ignore format: a table, one row a slip
const SLIPS: readonly (readonly [string, string | null])[] = [
  ['ips', 'ip'], ['IP', 'ip'], ['countries', 'country'], ['keys', 'key'], ['user_agent', 'user-agent'], ['useragents', 'user-agent'], ['refererdomain', 'referrer-domain'],
  ['referer', 'referrer'], ['opration', 'operation'], ['statuses', 'status'], ['network', 'network'], ['colour', null], ['x', null], ['', null], ['constructor', null],
];

for (const [given, wanted] of SLIPS)
  t.test(`${given} is ${wanted ?? 'nothing'}`, async (t) =>
    t.equal(nearestName(given, NAMES), wanted),
  );

t.test('the hint begins with it', async (t) => {
  t.throws(() => prepareQuestion('top', { dimension: 'ips' }), { code: 'usage', hint: /^Did you mean "ip"\? Choose one of: ip, / }); // biome-ignore format: one call
  t.throws(() => prepareQuestion('top', { dimension: 'colour' }), {
    code: 'usage',
    hint: /^Choose one of: ip, /,
  });
});
