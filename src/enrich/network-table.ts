/**
 * What is said of the networks that an address lies in. Networks lie inside each other or apart, so
 * they are cut into spans in which nothing changes, and a look-up is one binary search.
 */
import { ipv6Groups, mappedIpv4 } from './mapped-ipv4.ts';

export interface NetworkFact<Fact> {
  /** `192.0.2.0/24`, `2001:db8::/32`, or an address alone. */
  readonly network: string;
  readonly fact: Fact;
}

/** Of a network inside another one: what holds for an address in both. */
type Combine<Fact> = (outer: Fact, inner: Fact) => Fact;

/** null: the address lies in none of them. */
export type FindFact<Fact> = (ip: string) => Fact | null;

export function makeNetworkTable<Fact>(
  facts: readonly NetworkFact<Fact>[],
  combine: Combine<Fact>,
): FindFact<Fact> {
  const spans = facts.map(({ network, fact }) => ({ ...spanOf(network), fact }));
  const ofIpv4 = cutUp(spans.filter(({ isIpv4 }) => isIpv4), combine); // biome-ignore format: one rule
  const ofIpv6 = cutUp(spans.filter(({ isIpv4 }) => !isIpv4), combine); // biome-ignore format: one rule
  return (ip) => {
    const { number, isIpv4 } = readAddress(ip);
    return find(isIpv4 ? ofIpv4 : ofIpv6, number);
  };
}

interface Span<Fact> {
  readonly first: bigint;
  readonly last: bigint;
  readonly fact: Fact;
}

function spanOf(network: string) {
  const [address = '', bits] = network.split('/');
  const { number, isIpv4 } = readAddress(address);
  const width = isIpv4 ? 32 : 128;
  const size = 1n << BigInt(bits === undefined ? 0 : width - Number(bits));
  const first = number - (number % size);
  return { first, last: first + size - 1n, isIpv4 };
}

/** IPv4 in the clothes of IPv6 is IPv4. */
function readAddress(ip: string): { readonly number: bigint; readonly isIpv4: boolean } {
  if (!ip.includes(':')) return { number: readIpv4(ip), isIpv4: true };
  const groups = ipv6Groups(ip);
  const ipv4 = mappedIpv4(groups);
  if (ipv4 !== null) return { number: readIpv4(ipv4), isIpv4: true };
  const hex = groups.map((group) => group.toString(16).padStart(4, '0')).join('');
  return { number: BigInt(`0x${hex}`), isIpv4: false };
}

const readIpv4 = (ip: string): bigint =>
  BigInt(ip.split('.').reduce((number, part) => number * 256 + Number(part), 0));

/** From each start to the next one this fact holds. */
interface Cuts<Fact> {
  readonly starts: readonly bigint[];
  readonly facts: readonly (Fact | null)[];
}

function cutUp<Fact>(spans: readonly Span<Fact>[], combine: Combine<Fact>): Cuts<Fact> {
  const starts: bigint[] = [];
  const facts: (Fact | null)[] = [];
  const open: Span<Fact>[] = [];
  const cutAt = (start: bigint): void => {
    if (starts.at(-1) === start) {
      starts.pop();
      facts.pop();
    }
    starts.push(start);
    facts.push(open.at(-1)?.fact ?? null);
  };
  const closeBefore = (first: bigint | null): void => {
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      if (first !== null && top.last >= first) return;
      open.pop();
      cutAt(top.last + 1n);
    }
  };
  for (const span of spans.toSorted(outerFirst)) {
    closeBefore(span.first);
    const outer = open.at(-1);
    open.push(outer === undefined ? span : { ...span, fact: combine(outer.fact, span.fact) });
    cutAt(span.first);
  }
  closeBefore(null);
  return { starts, facts };
}

function outerFirst<Fact>(a: Span<Fact>, b: Span<Fact>): number {
  if (a.first !== b.first) return a.first < b.first ? -1 : 1;
  return a.last === b.last ? 0 : a.last > b.last ? -1 : 1;
}

function find<Fact>({ starts, facts }: Cuts<Fact>, number: bigint): Fact | null {
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? 0n) <= number) low = middle + 1;
    else high = middle;
  }
  return facts[low - 1] ?? null;
}
