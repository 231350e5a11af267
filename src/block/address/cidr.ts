/** Addresses and networks as text. What is printed is what was read, in one spelling. */
import { isIP } from 'node:net';
import { ipv6Groups, mappedIpv4 } from '../../enrich/mapped-ipv4.ts';
import { BITS, type Family, merge, type Span } from './span.ts';

/** What a text says, or what is wrong with it as the end of a sentence. */
export type ReadCidr =
  | { readonly span: Span }
  | {
      readonly wrong: string;
      /** Of an address with a prefix length: the network that it lies in. */
      readonly around?: Span;
    };

/** `192.0.2.7`, `192.0.2.0/24`, `2001:db8::/32`, `::ffff:192.0.2.7`. Never throws. */
export function readCidr(text: string): ReadCidr {
  const [address = '', length, ...rest] = text.trim().split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return { wrong: 'is no IP address and no network' };
  if (address.includes('%')) return { wrong: 'names an interface of one machine' };
  if (length !== undefined && !/^(?:0|[1-9]\d{0,2})$/.test(length))
    return { wrong: `has a prefix length of "${length}"` };
  const written: Family = version === 4 ? 4 : 6;
  const bits = length === undefined ? BITS[written] : Number(length);
  if (bits > BITS[written]) return { wrong: `has a prefix length of over ${BITS[written]}` };
  return spanOf(address, written, bits);
}

const MAPPED_BITS = 96;
const MAPPED_FIRST = 0xffff00000000n;

function spanOf(address: string, written: Family, bits: number): ReadCidr {
  const groups = written === 6 ? ipv6Groups(address) : [];
  const inner = written === 6 ? mappedIpv4(groups) : null;
  if (inner !== null && bits >= MAPPED_BITS) return networkAt(4, numberOf(inner), bits - MAPPED_BITS); // biome-ignore format: one rule
  const number = written === 4 ? numberOf(address) : groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n); // biome-ignore format: one rule
  const read = networkAt(written, number, bits);
  if (written === 6 && 'span' in read && holds(read.span, MAPPED_FIRST))
    return { wrong: 'holds all addresses of IPv4, in the clothes of IPv6' };
  return read;
}

const holds = ({ first, last }: Span, number: bigint): boolean => first <= number && number <= last;

const numberOf = (ipv4: string): bigint =>
  ipv4.split('.').reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);

/** An address inside a network may be meant as the address: nobody guesses. */
function networkAt(family: Family, number: bigint, bits: number): ReadCidr {
  const size = 1n << BigInt(BITS[family] - bits);
  const first = number - (number % size);
  const span = { family, first, last: first + size - 1n };
  if (first === number) return { span };
  const network = cidrText({ family, first, bits });
  return { wrong: `is an address inside of ${network}: write one or the other`, around: span };
}

interface Cidr {
  readonly family: Family;
  readonly first: bigint;
  readonly bits: number;
}

/** The fewest networks with just these addresses, in their order. */
export function cidrsOf(spans: readonly Span[]): readonly string[] {
  return merge(spans).flatMap(cut).map(cidrText);
}

/** The widest of them, as the length of its prefix; of no addresses that of a single one. */
export const widestOf = (spans: readonly Span[], family: Family): number =>
  Math.min(BITS[family], ...merge(spans).filter((span) => span.family === family).flatMap(cut).map(({ bits }) => bits)); // biome-ignore format: one rule

/** Each network as wide as its first address and what is left allow. */
function cut({ family, first: from, last }: Span): readonly Cidr[] {
  const cidrs: Cidr[] = [];
  for (let first = from; first <= last; ) {
    let bits: number = BITS[family];
    let size = 1n;
    while (bits > 0 && first % (size * 2n) === 0n && first + size * 2n - 1n <= last) {
      size *= 2n;
      bits -= 1;
    }
    cidrs.push({ family, first, bits });
    first += size;
  }
  return cidrs;
}

const cidrText = ({ family, first, bits }: Cidr): string => `${addressText(family, first)}/${bits}`;

const addressText = (family: Family, number: bigint): string =>
  family === 4 ? groupsOf(number, 4, 8n).join('.') : ipv6Text(groupsOf(number, 8, 16n));

const groupsOf = (number: bigint, count: number, bits: bigint): readonly number[] =>
  Array.from({ length: count }, (_, at) =>
    Number((number >> (bits * BigInt(count - 1 - at))) & ((1n << bits) - 1n)),
  );

/** As RFC 5952 says: the first of the longest runs of two zeros or more is `::`. */
function ipv6Text(groups: readonly number[]): string {
  let [start, length] = [-1, 1];
  for (let at = 0; at < groups.length; at += 1) {
    const end = groups.findIndex((group, place) => place >= at && group !== 0);
    const run = (end < 0 ? groups.length : end) - at;
    if (run > length) [start, length] = [at, run];
  }
  const hex = (some: readonly number[]): string =>
    some.map((group) => group.toString(16)).join(':');
  if (start < 0) return hex(groups);
  return `${hex(groups.slice(0, start))}::${hex(groups.slice(start + length))}`;
}
