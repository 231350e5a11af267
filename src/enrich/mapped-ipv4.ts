/**
 * An IPv4 address that was written as one of IPv6, in any of its spellings: `::ffff:192.0.2.1`,
 * `::FFFF:c000:201`, `0:0:0:0:0:ffff:192.0.2.1`. It is the same host, so it has one network and place.
 */
const MAPPED_GROUPS = 6;

/** The IPv4 address with dots, or null: it is one of IPv6. */
export function mappedIpv4(groups: readonly number[]): string | null {
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (!isMapped) return null;
  return groups
    .slice(MAPPED_GROUPS)
    .flatMap((group) => [group >> 8, group & 255])
    .join('.');
}

/** The eight groups of an IPv6 address. */
export function ipv6Groups(ip: string): readonly number[] {
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
