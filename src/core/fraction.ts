/** Exact parts of whole numbers: money is rounded only where it is shown. */

export interface Fraction {
  readonly over: bigint;
  /** Above 0. */
  readonly under: bigint;
}

export const NOTHING: Fraction = { over: 0n, under: 1n };

export const fraction = (over: bigint, under = 1n): Fraction => {
  const common = divisor(over < 0n ? -over : over, under);
  return common === 0n ? NOTHING : { over: over / common, under: under / common };
};

function divisor(a: bigint, b: bigint): bigint {
  let [high, low] = [a, b];
  while (low > 0n) [high, low] = [low, high % low];
  return high;
}

export const plus = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.under + b.over * a.under, a.under * b.under);

export const minus = (a: Fraction, b: Fraction): Fraction =>
  plus(a, { over: -b.over, under: b.under });

export const times = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.over, a.under * b.under);

/** `b` is above 0. */
export const dividedBy = (a: Fraction, b: Fraction): Fraction =>
  fraction(a.over * b.under, a.under * b.over);

export const isLess = (a: Fraction, b: Fraction): boolean => a.over * b.under < b.over * a.under;

/** The least number that all of them are whole parts of. */
export const commonUnder = (all: readonly Fraction[]): bigint =>
  all.reduce((common, { under }) => (common / divisor(common, under)) * under, 1n);

const DECIMAL = /^\d{1,15}(?:\.\d{1,15})?$/;

/** `0.085`; null: the text is no such number. */
export function readDecimal(text: string): Fraction | null {
  if (!DECIMAL.test(text)) return null;
  const [whole = '', part = ''] = text.split('.');
  return fraction(BigInt(whole + part), 10n ** BigInt(part.length));
}

/** Digits behind the point: a single request costs less than a millionth. */
const DIGITS = 10;
/** So many are shown at least. */
const DIGITS_MIN = 4;

/** Half up, with 4 to 10 digits behind the point: `12.3456`, `0.0000004`; below 0 as above it: `-12.3456`. */
export function decimalText({ over, under }: Fraction): string {
  const size = over < 0n ? -over : over;
  const scaled = (2n * size * 10n ** BigInt(DIGITS) + under) / (2n * under);
  const sign = over < 0n && scaled > 0n ? '-' : '';
  const digits = String(scaled).padStart(DIGITS + 1, '0');
  let end = digits.length;
  while (digits[end - 1] === '0' && end > digits.length - DIGITS + DIGITS_MIN) end -= 1;
  return `${sign}${digits.slice(0, -DIGITS)}.${digits.slice(-DIGITS, end)}`;
}

const RATIO_DIGITS = 10n ** 15n;

/** As a number: for shares, which nobody adds up. 0 of nothing. */
export const ratioOf = (part: Fraction, whole: Fraction): number =>
  whole.over === 0n
    ? 0
    : Number((part.over * whole.under * RATIO_DIGITS) / (part.under * whole.over)) /
      Number(RATIO_DIGITS);
