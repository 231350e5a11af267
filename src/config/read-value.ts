/**
 * Readers of setting values: each takes the text that somebody wrote, or says what it should have been,
 * and carries the JSON Schema by which an editor checks the same value in the file.
 */

export type ReadValue =
  | { readonly kind: 'value'; readonly value: string | number | boolean | null }
  | { readonly kind: 'problem'; readonly wanted: string };

export interface Reader {
  (text: string): ReadValue;
  /** Of the value in the configuration file. */
  readonly schema: object;
}

/** YAML takes `0123` for a number; the file is read as it is written. */
const TEXT_SCHEMA = { type: ['string', 'number'] };

export const reader = (schema: object, read: (text: string) => ReadValue): Reader =>
  Object.assign((given: string) => read(given), { schema });

/** A value that has to match a pattern. */
export const matching = (pattern: RegExp, wanted: string): Reader =>
  reader({ type: 'string', pattern: pattern.source }, (value) =>
    pattern.test(value) ? { kind: 'value', value } : { kind: 'problem', wanted },
  );

export const text: Reader = reader(TEXT_SCHEMA, (value) => ({ kind: 'value', value }));

export const oneOf = (...allowed: readonly string[]): Reader =>
  reader({ enum: allowed }, (value) =>
    allowed.includes(value)
      ? { kind: 'value', value }
      : { kind: 'problem', wanted: allowed.join(' or ') },
  );

export const trueOrFalse: Reader = reader({ type: 'boolean' }, (value) =>
  value === 'true' || value === 'false'
    ? { kind: 'value', value: value === 'true' }
    : { kind: 'problem', wanted: 'true or false' },
);

export const integer = (min: number, max: number): Reader =>
  reader({ type: 'integer', minimum: min, maximum: max }, (value) =>
    /^\d{1,15}$/.test(value) && Number(value) >= min && Number(value) <= max
      ? { kind: 'value', value: Number(value) }
      : { kind: 'problem', wanted: `a whole number from ${min} to ${max}` },
  );

export const httpUrl: Reader = reader({ type: 'string', pattern: '^https?://' }, (value) => {
  const url = URL.parse(value);
  return url !== null && /^https?:$/.test(url.protocol)
    ? { kind: 'value', value }
    : { kind: 'problem', wanted: 'an http:// or https:// URL' };
});

const UNITS_MS = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

const toMs = (count: string, unit: string): number =>
  Number(count) * UNITS_MS[unit as keyof typeof UNITS_MS]; // as: the pattern allows no other

/** Bounds are written as the user writes a value: `1s`, `596h`. `units`: the letters that it may end in. */
export const duration = (min: string, max: string, units: 'smh' | 'smhd' = 'smh'): Reader => {
  const [minMs, maxMs] = [min, max].map((bound) => toMs(bound.slice(0, -1), bound.slice(-1)));
  const wanted = `a duration from ${min} to ${max}, such as 90s, 15m or 2h`;
  return reader({ type: 'string', pattern: `^\\d{1,9}[${units}]$` }, (value) => {
    const [, count = '', unit = ''] = /^(\d{1,9})([smhd])$/.exec(value) ?? [];
    const ms = units.includes(unit) ? toMs(count, unit) : Number.NaN;
    const isBetween = ms >= (minMs ?? 0) && ms <= (maxMs ?? 0); // NaN is not
    return isBetween ? { kind: 'value', value: ms } : { kind: 'problem', wanted };
  });
};
