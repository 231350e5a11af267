/** Goal: fractions lose nothing, and are rounded half up where they are shown. */
import fc from 'fast-check';
import t from 'tap';
import {
  commonUnder,
  decimalText,
  dividedBy,
  fraction,
  isLess,
  minus,
  plus,
  readDecimal,
  times,
} from '../../src/core/fraction.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);

const part = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
  .map(([over, under]) => fraction(over, under));

t.test('what is added is taken away again, and what is multiplied divided', async () => {
  const property = fc.property(part, part, (a, b) => {
    const isSame = (got: typeof a): boolean => got.over === a.over && got.under === a.under;
    return (
      isSame(minus(plus(a, b), b)) &&
      (b.over === 0n || isSame(dividedBy(times(a, b), b))) &&
      isLess(a, plus(a, fraction(1n, b.under)))
    );
  });
  fc.assert(property, { seed });
});

t.test('all are whole parts of the common number, and of none below it', async (t) => {
  const all = [fraction(1n, 6n), fraction(3n, 4n), fraction(5n)];
  t.equal(commonUnder(all), 12n);
  t.equal(commonUnder([]), 1n);
});

const decimals = [
  ['0', '0.0000'],
  ['12.3456', '12.3456'],
  ['0.0000004', '0.0000004'],
  ['0.00000000005', '0.0000000001'],
  ['0.000000000049', '0.0000'],
  ['1234567.99999999995', '1234568.0000'],
  ['71.3', '71.3000'],
] as const;

for (const [given, shown] of decimals)
  t.test(`${given} is shown as ${shown}`, async (t) => {
    const read = readDecimal(given);
    t.equal(read === null ? null : decimalText(read), shown);
  });

t.test('what is below 0 is shown as what is above it, with its sign', async (t) => {
  t.equal(decimalText(fraction(-25n, 2n)), '-12.5000');
  t.equal(decimalText(fraction(-1n, 20_000_000_000n)), '-0.0000000001');
  t.equal(decimalText(fraction(-1n, 10n ** 12n)), '0.0000', 'nothing has no sign');
});

for (const text of ['', '.5', '1.', '-1', '1e3', '0x1', '1,5', ' 1'])
  t.test(`"${text}" is no decimal`, async (t) => {
    t.equal(readDecimal(text), null);
  });
