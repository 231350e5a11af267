/**
 * IP addresses, from ranges that no one can own: the documentation networks for planted actors, the
 * benchmark range 198.18.0.0/15 for the crowd (spread over its 512 /24s, so that only the planted
 * /24 stands out as a network), and 2001:db8::/32 for IPv6.
 */
import type { Random } from './prng.ts';

export interface Address {
  /** As OpenSearch returns it: IPv6 in lower case and compressed. */
  readonly name: string;
  /** As it stands in the line. */
  readonly logged: string;
}

export const ipv4 = (name: string): Address => ({ name, logged: name });

const IPV6_SHARE = 0.12;
/** A few IPv6 addresses are logged unabridged in capitals; their name must not depend on that. */
const IPV6_LONG_SHARE = 0.1;

/** Addresses for a crowd, no two alike. */
export class AddressPool {
  readonly #taken = new Set<string>();

  take(random: Random): Address {
    const address = random.chance(IPV6_SHARE) ? ipv6(random) : benchmarkAddress(random);
    if (this.#taken.has(address.name)) return this.take(random);
    this.#taken.add(address.name);
    return address;
  }
}

function benchmarkAddress(random: Random): Address {
  return ipv4(`198.${random.int(18, 19)}.${random.int(0, 255)}.${random.int(1, 254)}`);
}

/** All four random groups are above zero, so the one run of zeros is where `::` goes. */
function ipv6(random: Random): Address {
  const [site, subnet, host] = [random.int(1, 0xffff), random.int(1, 0xff), random.int(1, 0xffff)];
  const groups = [0x2001, 0xdb8, site, subnet, 0, 0, 0, host];
  const hex = (group: number) => group.toString(16);
  const name = `2001:db8:${hex(site)}:${hex(subnet)}::${hex(host)}`;
  if (!random.chance(IPV6_LONG_SHARE)) return { name, logged: name };
  const long = groups.map((group) => hex(group).padStart(4, '0')).join(':');
  return { name, logged: long.toUpperCase() };
}
