/**
 * The address ranges of AWS, in the form in which AWS publishes them (ip-ranges.json): one entry a
 * network and service. An address of a service is listed under `AMAZON` too.
 */
import { isIP } from 'node:net';

export interface AwsRange {
  readonly network: string;
  /** null: `GLOBAL`, or not told. */
  readonly region: string | null;
  readonly isCdn: boolean;
  /** Of S3 itself. */
  readonly isS3: boolean;
}

/** @throws Error that says what the file lacks */
export function readAwsRanges(content: Buffer): readonly AwsRange[] {
  const file: unknown = JSON.parse(content.toString('utf8'));
  const ranges = [
    ...entriesOf(file, 'prefixes').map((entry) => readRange(entry, 'ip_prefix')),
    ...entriesOf(file, 'ipv6_prefixes').map((entry) => readRange(entry, 'ipv6_prefix')),
  ];
  if (ranges.length === 0) throw new Error('it lists no prefixes');
  return ranges;
}

function entriesOf(file: unknown, name: string): readonly unknown[] {
  const list: unknown = typeof file === 'object' && file !== null ? Reflect.get(file, name) : null;
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw new Error(`its "${name}" are no list`);
  return list;
}

function readRange(entry: unknown, name: string): AwsRange {
  const text = (field: string): string => {
    const value: unknown = typeof entry === 'object' && entry !== null ? Reflect.get(entry, field) : ''; // biome-ignore format: one rule
    return typeof value === 'string' ? value : '';
  };
  const network = text(name);
  if (!isNetwork(network)) throw new Error(`"${network}" is no "${name}"`);
  const region = text('region');
  return {
    network,
    region: region === '' || region === 'GLOBAL' ? null : region,
    // CLOUDFRONT_ORIGIN_FACING too: those that fetch.
    isCdn: text('service').startsWith('CLOUDFRONT'),
    isS3: text('service') === 'S3',
  };
}

function isNetwork(text: string): boolean {
  const [address = '', bits = '', ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0 || !/^\d{1,3}$/.test(bits)) return false;
  return Number(bits) <= (version === 4 ? 32 : 128);
}
