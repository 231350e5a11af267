/** A table of prices as a file says it, checked. */
import { dividedBy, type Fraction, fraction, isLess, NOTHING, readDecimal, times } from '../core/fraction.ts'; // biome-ignore format: one import
import { GB_BYTES, type PriceTable, type RequestClass, type Tier } from '../core/price-table.ts';

type Given = Readonly<Record<string, unknown>>;

/** `where` names the file, for the problems. null: there are some. */
export function readPriceTable(
  given: unknown,
  where: string,
  problems: string[],
): PriceTable | null {
  const before = problems.length;
  const table: Given = isObject(given) ? given : {};
  const take = readers(where, problems);
  for (const key of Object.keys(table))
    if (!KEYS.includes(key)) problems.push(`${where}: unknown key ${key}`);
  const text = (key: string, pattern: RegExp, wanted: string): string =>
    take.text(table[key], { key, pattern, wanted });
  const classes: Given = isObject(table.requestsPer1000) ? table.requestsPer1000 : {};
  const perRequest = (name: RequestClass): Fraction =>
    dividedBy(take.decimal(classes[name], `requestsPer1000.${name}`), fraction(1_000n));
  const read: PriceTable = {
    region: text('region', /^[a-z]{2,4}(?:-[a-z]+){1,3}-\d$/, 'a region, such as eu-west-1'),
    currency: text('currency', /^[A-Z]{3}$/, 'three letters, such as USD'),
    date: text('date', /^\d{4}-\d\d-\d\d$/, 'a day, such as 2025-01-01'),
    source: text('source', /\S/, 'where the prices are from, in words'),
    egress: readTiers(table.egressPerGb, take),
    otherRegionPerByte: take.perGb(table.otherRegionPerGb, 'otherRegionPerGb'),
    perRequest: { put: perRequest('put'), get: perRequest('get') },
    otherEgressBytes: take.gb(table.otherEgressGb ?? 0, 'otherEgressGb'),
  };
  return problems.length === before ? read : null;
}

type Readers = ReturnType<typeof readers>;

function readers(where: string, problems: string[]) {
  const wrong = (key: string, wanted: string): void => {
    problems.push(`${where}: ${key}: should be ${wanted}`);
  };
  const decimal = (value: unknown, key: string): Fraction => {
    const isOne = typeof value === 'string' || typeof value === 'number';
    const read = isOne ? readDecimal(plainDigits(value)) : null;
    if (read === null) wrong(key, 'a number such as 0.085');
    return read ?? NOTHING;
  };
  return {
    wrong,
    decimal,
    perGb: (value: unknown, key: string): Fraction =>
      dividedBy(decimal(value, key), fraction(GB_BYTES)),
    gb: (value: unknown, key: string): Fraction => times(decimal(value, key), fraction(GB_BYTES)),
    text: (value: unknown, { key, pattern, wanted }: Wanted): string => {
      const text = typeof value === 'string' ? value : '';
      if (!pattern.test(text)) wrong(key, wanted);
      return text;
    },
  };
}

/** A number that YAML has read of `0.0000001` would be written as `1e-7`. */
const plainDigits = (value: string | number): string =>
  typeof value === 'number' && Math.abs(value) < 1e-6 ? value.toFixed(15) : String(value);

interface Wanted {
  readonly key: string;
  readonly pattern: RegExp;
  readonly wanted: string;
}

/** Each ends above the one before, and the last has no end. */
function readTiers(given: unknown, { wrong, gb, perGb }: Readers): readonly Tier[] {
  const list: readonly unknown[] = Array.isArray(given) ? given : [];
  if (list.length === 0) wrong('egressPerGb', 'a list of tiers');
  let end = NOTHING;
  return list.map((tier, at): Tier => {
    const { upToGb, price, ...others }: Given = isObject(tier) ? tier : {};
    const key = `egressPerGb.${at}`;
    const perByte = perGb(price, `${key}.price`);
    for (const other of Object.keys(others)) wrong(`${key}.${other}`, 'absent');
    if (at === list.length - 1) {
      if (upToGb !== undefined) wrong(`${key}.upToGb`, 'absent: the last tier has no end');
      return { upToBytes: null, perByte };
    }
    const upToBytes = gb(upToGb, `${key}.upToGb`);
    if (!isLess(end, upToBytes)) wrong(`${key}.upToGb`, 'more than that of the tier before');
    end = upToBytes;
    return { upToBytes, perByte };
  });
}

const KEYS = ['region', 'currency', 'date', 'source', 'egressPerGb', 'otherRegionPerGb', 'requestsPer1000', 'otherEgressGb']; // biome-ignore format: one list

const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
