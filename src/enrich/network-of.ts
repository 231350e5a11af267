/**
 * The network of an address, in CIDR form: what a consumer with changing addresses keeps. A /24 of
 * IPv4, also where it is written inside IPv6 (`::ffff:192.0.2.1`), and a /48 of IPv6, which is what
 * a site gets. IPv6 is written as RFC 5952 says, so that one network has one name.
 */
import { ipv6Groups, mappedIpv4 } from './mapped-ipv4.ts';

/** Three groups as they stand in the name of their network, as in nearly every address of IPv6. */
const PLAIN_NETWORK = /^(?:[1-9a-f][\da-f]{0,3}:){3}/;

/** `ip` is an address that node:net knows, without zone. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return networkOfIpv4(ip);
  const plain = PLAIN_NETWORK.exec(ip);
  if (plain !== null) return `${plain[0]}:/48`;
  const groups = ipv6Groups(ip);
  const ipv4 = mappedIpv4(groups);
  if (ipv4 !== null) return networkOfIpv4(ipv4);
  const network = groups.slice(0, 3);
  // The zeros after the network are the longest run, so `::` stands for them and those before.
  while (network.at(-1) === 0) network.pop();
  return `${network.map((group) => group.toString(16)).join(':')}::/48`;
}

const networkOfIpv4 = (ip: string): string => `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`;
