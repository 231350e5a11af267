/** Parameters as they are given, on the command line or in an address, before they are understood. */
import { TamarinError } from '../../core/error.ts';

/** Parameters by name, as on the command line without dashes. */
export type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Below the 1,024 clauses and 65,536 terms that a server takes. */
export const VALUES_MAX = 1_000;

/** The value of a parameter that may be given once; null where it is not given. */
export function onlyValue(name: string, raw: RawParameters): string | null {
  const values = allValues(name, raw);
  if (values.length > 1) throw new TamarinError('usage', `--${name} may be given only once.`);
  return values[0] ?? null;
}

/** @throws TamarinError `usage` for more than a query takes */
export function allValues(name: string, raw: RawParameters): readonly string[] {
  const given = raw[name] ?? [];
  const values = typeof given === 'string' ? [given] : given;
  if (values.length > VALUES_MAX)
    throw new TamarinError('usage', `--${name} has ${values.length} values, over ${VALUES_MAX}.`);
  return values;
}

/** @throws TamarinError `usage` for another value than true or false */
export function readFlag(name: string, raw: RawParameters): boolean {
  const given = onlyValue(name, raw) ?? 'false';
  if (given === 'true' || given === 'false') return given === 'true';
  throw new TamarinError('usage', `--${name} is neither true nor false: "${given}".`);
}
