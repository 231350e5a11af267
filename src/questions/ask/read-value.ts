/** The value of a filter as a person gives it, as OpenSearch takes it. */
import { isIP } from 'node:net';
import { TamarinError } from '../../core/error.ts';
import type { Dimension } from './dimension-table.ts';
import { type Glob, readGlob } from './glob.ts';

/** Patterns are known of words alone. @throws TamarinError `usage` for what OpenSearch would refuse */
export function readValue(dimension: Dimension, given: string): Glob {
  if (dimension.kind !== 'word') return { kind: 'exact', value: readExact(dimension, given) };
  const read = readGlob(given);
  return read.kind === 'exact' ? { ...read, value: spelledAsKnown(dimension, read.value) } : read;
}

/** Of a few known values, case makes none another. */
const spelledAsKnown = ({ values = [] }: Dimension, value: string): string =>
  values.find((known) => known.toLowerCase() === value.toLowerCase()) ?? value;

/** As it stands: `*` is a star. @throws TamarinError `usage` */
export function readExact({ name, kind }: Dimension, value: string): string {
  const refuse = (what: string, hint: string): never => {
    throw new TamarinError('usage', `--${name} "${value}" is not a valid ${what}.`, { hint });
  };
  switch (kind) {
    case 'word':
    case 'parameter':
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
