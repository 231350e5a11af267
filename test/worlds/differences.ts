/**
 * Where an answer is not what the naive count says. Fields that only the answer has are no
 * difference, because fields may be added. Counts are equal or wrong; quotients may differ in their
 * last digits, because two ways to divide round apart.
 */

import { RAISED_ESTIMATE } from './raised-estimates.ts';

/** Parts of a whole: 1e-12 is some thousand times the rounding of one division. */
const TOLERANCE = 1e-12;

/** Quotients, and so are all figures of full downloads; the rest is whole. */
const QUOTIENTS = [
  'share',
  'cumulativeShare',
  'mean',
  'median',
  'gini',
  'timesMean',
  'timesMedian',
  'percentile',
];

/** Of a distinct count that says it is an estimate: OpenSearch's cardinality is rarely 6 % off. */
const ESTIMATE_TOLERANCE = 0.06;

export function differences(got: unknown, want: unknown, path = 'answer'): string[] {
  const say = (): string[] => [`${path}: ${JSON.stringify(got)} should be ${JSON.stringify(want)}`];
  if (path.endsWith('.distinct') && isEstimate(got)) return isClose(got, want) ? [] : say();
  if (isNearWant(want)) return isNear(got, want) ? [] : say();
  if (Array.isArray(want)) {
    if (!Array.isArray(got)) return say();
    if (got.length !== want.length) return [`${path}: ${got.length} rows should be ${want.length}`];
    return want.flatMap((item, at) => differences(got[at], item, `${path}[${at}]`));
  }
  if (typeof want === 'object' && want !== null) {
    if (typeof got !== 'object' || got === null) return say();
    return Object.entries(want).flatMap(([name, value]) =>
      differences(Reflect.get(got, name), value, `${path}.${name}`),
    );
  }
  if (typeof want === 'number' && typeof got === 'number')
    return isSameNumber(got, want, path.split('.').at(-1) ?? '') ? [] : say();
  return got === want ? [] : say();
}

function isSameNumber(got: number, want: number, name: string): boolean {
  if (Number.isInteger(want) && !QUOTIENTS.includes(name)) return got === want;
  // A gini near 0 is the difference of two large sums, so there the tolerance is absolute.
  const scale = name === 'gini' ? 1 : Math.abs(want);
  return Math.abs(got - want) <= TOLERANCE * scale;
}

/** What an estimate must be near. */
interface Near {
  readonly near: number;
  readonly errorMax: number;
}

const isNearWant = (want: unknown): want is Near =>
  typeof want === 'object' && want !== null && 'near' in want;

const isNear = (got: unknown, { near, errorMax }: Near): boolean =>
  typeof got === 'number' && Math.abs(got - near) <= errorMax * near;

interface Distinct {
  readonly value: number;
  readonly isAtLeast?: boolean;
}

const isEstimate = (got: unknown): got is Distinct =>
  typeof got === 'object' && got !== null && 'exact' in got && got.exact === false;

/** `distinct` is an object with a `value` in every answer of the naive count. */
function isClose(got: Distinct, want: unknown): boolean {
  const { value } = want as Distinct; // as above
  if (got.isAtLeast === true) return got.value <= value;
  if (got.value === RAISED_ESTIMATE) return value <= RAISED_ESTIMATE; // raised on purpose
  return Math.abs(got.value - value) <= ESTIMATE_TOLERANCE * value;
}
