/**
 * The network of an address, in CIDR form: what a consumer with changing addresses keeps. A /24 of
 * IPv4, also where it is written inside IPv6 (`::ffff:192.0.2.1`), and a /48 of IPv6, which is what
 * a site gets. IPv6 is written as RFC 5952 says, so that one network has one name.
 */
/** `ip` is an address that node:net knows, without zone. */
export function networkOf(ip: string): string {
  if (!ip.includes(':')) return `${ip.slice(0, ip.lastIndexOf('.'))}.0/24`;
  const groups = groupsOf(ip);
  if (isIpv4Mapped(groups)) {
    const [high = 0, low = 0] = groups.slice(6);
    return `${high >> 8}.${high & 255}.${low >> 8}.0/24`;
  }
  const network = groups.slice(0, 3);
  // The zeros after the network are the longest run, so `::` stands for them and those before.
  while (network.at(-1) === 0) network.pop();
  return `${network.map((group) => group.toString(16)).join(':')}::/48`;
}

const isIpv4Mapped = (groups: readonly number[]): boolean =>
  groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);

/** The eight groups of an IPv6 address. */
function groupsOf(ip: string): number[] {
  const [before = '', after] = ip.split('::');
  const head = readGroups(before);
  if (after === undefined) return head;
  const tail = readGroups(after);
  return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

function readGroups(text: string): number[] {
  if (text === '') return [];
  return text.split(':').flatMap((group) => {
    if (!group.includes('.')) return Number.parseInt(group, 16);
    const [a = 0, b = 0, c = 0, d = 0] = group.split('.').map(Number);
    return [a * 256 + b, c * 256 + d];
  });
}
