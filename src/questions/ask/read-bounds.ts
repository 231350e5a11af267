/** Filters by a number as a person gives them: `--bytes-over 1.5GB`, `--time-under 200ms`. */
import { TamarinError } from '../../core/error.ts';
import { BOUND_TABLE, type RecordNumber } from './number-table.ts';
import { onlyValue, type RawParameters } from './raw-parameters.ts';
import type { NumberFilter } from './scope.ts';

/** @throws TamarinError `usage` */
export function readBounds(raw: RawParameters): readonly NumberFilter[] {
  return BOUND_TABLE.flatMap(({ name, number, bound }) => {
    const given = onlyValue(name, raw);
    return given === null
      ? []
      : [{ test: bound, number, given, value: readNumber(name, number, given) }];
  });
}

/** kB as on a bill, KiB as in memory; without regard to case. */
const BYTE_FACTORS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  ...Object.fromEntries(
    ['k', 'm', 'g', 't', 'p'].map((unit, at) => [`${unit}b`, 1_000 ** (at + 1)]),
  ),
  ...Object.fromEntries(
    ['k', 'm', 'g', 't', 'p'].map((unit, at) => [`${unit}ib`, 1_024 ** (at + 1)]),
  ),
};
const MS_FACTORS: Readonly<Record<string, number>> = { '': 1, ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }; // biome-ignore format: one row
const FACTORS = { bytes: BYTE_FACTORS, ms: MS_FACTORS } as const;

const HINTS = {
  bytes:
    'Use whole bytes or a unit: 500, 1KB, 1.5MB, 2GB (powers of 1,000), 1KiB, 1MiB (of 1,024).',
  ms: 'Use whole milliseconds or a unit: 200, 200ms, 1.5s, 2m, 1h.',
} as const;

/** What a unit multiplied is rounded at: 1.1 × 1,000 is a little more than 1,100. */
const DECIMALS = 3;

/** A number of bytes: `1MB`. @throws TamarinError `usage` */
export const readSize = (name: string, given: string): number =>
  readNumber(name, { unit: 'bytes', max: Number.MAX_SAFE_INTEGER, heading: 'size' }, given);

function readNumber(
  name: string,
  { unit, max, heading }: Pick<RecordNumber, 'unit' | 'max' | 'heading'>,
  given: string,
): number {
  const [, digits = '', letters = ''] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(given.trim()) ?? [];
  const factor = FACTORS[unit][letters.toLowerCase()];
  const value =
    digits === '' || factor === undefined
      ? Number.NaN
      : Number((Number(digits) * factor).toFixed(DECIMALS));
  if (Number.isInteger(value) && value <= max) return value;
  throw new TamarinError('usage', `--${name} "${given}" is no ${heading}.`, {
    hint: value > max ? `At most ${max} ${unit}.` : HINTS[unit],
  });
}
