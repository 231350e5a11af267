/** Range and filters as a person gives them, checked, so that no question fails half-way for them. */
import { isIP } from 'node:net';
import { TamarinError } from '../../core/error.ts';
import { ISO_TIME_WANTED, readIsoTime } from '../../core/iso-time.ts';
import { DIMENSION_TABLE, type Dimension, requireDimension } from './dimension-table.ts';
import type { Filter, Scope } from './scope.ts';

/** Parameters by name, as on the command line without dashes. */
export type RawParameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Below the 1,024 clauses and 65,536 terms that a server takes. */
const VALUES_MAX = 1_000;

/** @throws TamarinError `usage` */
export function readScope(raw: RawParameters): Scope {
  const [from, to] = [readTime('from', raw), readTime('to', raw)];
  if (from !== null && to !== null && from >= to)
    throw new TamarinError('usage', `The range is empty: ${from} is not before ${to}.`, {
      hint: '--from is the first moment asked about, --to the first one after it.',
    });
  const filters = DIMENSION_TABLE.flatMap((dimension) => readIs(dimension, raw));
  const others = [...readPrefix(raw), ...readWithout(raw), ...readNot(raw)];
  const values = [...filters, ...others].reduce((sum, filter) => sum + filter.values.length, 0);
  if (values > VALUES_MAX)
    throw new TamarinError(
      'usage',
      `The filters have ${values} values in all, over the limit of ${VALUES_MAX}.`,
    );
  return { from, to, filters: [...filters, ...others] };
}

function readTime(name: 'from' | 'to', raw: RawParameters): string | null {
  const text = onlyValue(name, raw);
  if (text === null) return null;
  const time = readIsoTime(text);
  if (time !== null) return time;
  throw new TamarinError('usage', `--${name} "${text}" is not a time.`, { hint: ISO_TIME_WANTED });
}

function readIs(dimension: Dimension, raw: RawParameters): readonly Filter[] {
  const values = allValues(dimension.name, raw);
  return values.length === 0 ? [] : [isFilter(dimension, values, 'is')];
}

function isFilter(dimension: Dimension, values: readonly string[], test: 'is' | 'is_not'): Filter {
  return { dimension, test, values: values.map((value) => readValue(dimension, value)) };
}

function readPrefix(raw: RawParameters): readonly Filter[] {
  const values = allValues('key-prefix', raw);
  return values.length === 0
    ? []
    : [{ dimension: requireDimension('key'), test: 'prefix', values }];
}

const readWithout = (raw: RawParameters): readonly Filter[] =>
  allValues('without', raw).map((name) => ({
    dimension: requireDimension(name),
    test: 'lacks',
    values: [],
  }));

/** Leaving out one value and another is leaving out both. */
function readNot(raw: RawParameters): readonly Filter[] {
  return allValues('not', raw).map((text) => {
    const at = text.indexOf('=');
    if (at > 0)
      return isFilter(requireDimension(text.slice(0, at)), [text.slice(at + 1)], 'is_not');
    throw new TamarinError('usage', `--not "${text}" names no dimension and value.`, {
      hint: 'Use --not dimension=value, such as --not agent-class=bot.',
    });
  });
}

/** As OpenSearch takes it. @throws TamarinError `usage` for what it would refuse */
function readValue({ name, kind }: Dimension, value: string): string {
  const refuse = (what: string, hint: string): never => {
    throw new TamarinError('usage', `--${name} "${value}" is not a valid ${what}.`, { hint });
  };
  switch (kind) {
    case 'word':
      return value;
    case 'ip':
      return isAddressOrNetwork(value)
        ? value
        : refuse('IP address', `Use an address or a network: --${name} 192.0.2.7 or 192.0.2.0/24`);
    case 'status':
      return /^[1-9](?:\d\d|xx)$/i.test(value)
        ? value.toLowerCase()
        : refuse('HTTP status', `Use three digits or a class: --${name} 404 or 4xx`);
    case 'number':
      return /^(?:AS)?\d{1,10}$/i.test(value)
        ? value.replace(/^AS/i, '')
        : refuse('number', `Use digits: --${name} 64500`);
    default:
      return kind satisfies never;
  }
}

export function isAddressOrNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const version = isIP(address);
  // `fe80::1%eth0` is an address of an interface; OpenSearch takes none.
  if (version === 0 || address.includes('%') || rest.length > 0) return false;
  // OpenSearch takes no network of IPv4 addresses in IPv6 clothes.
  if (bits !== undefined && /^::ffff:/i.test(address)) return false;
  return (
    bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128))
  );
}

/** The value of a parameter that may be given once; null where it is not given. */
export function onlyValue(name: string, raw: RawParameters): string | null {
  const values = allValues(name, raw);
  if (values.length > 1) throw new TamarinError('usage', `--${name} may be given only once.`);
  return values[0] ?? null;
}

function allValues(name: string, raw: RawParameters): readonly string[] {
  const given = raw[name] ?? [];
  const values = typeof given === 'string' ? [given] : given;
  if (values.length > VALUES_MAX)
    throw new TamarinError('usage', `--${name} has ${values.length} values, over ${VALUES_MAX}.`);
  return values;
}
