/** A table of nftables that replaces its own earlier one as a whole. Each element ends by itself. */
import type { BlockPlan, Entry } from '../plan/block-plan.ts';
import { type BlockFormat, commentOf, isIpv6, liveEntries, type RenderOptions } from './format.ts';

export const NFTABLES: BlockFormat = {
  name: 'nftables',
  about: 'the packet filter of a Linux machine in front of the bucket: sets whose elements end by themselves',
  render: renderTable,
  apply: ['nft -c -f FILE # checks it', 'nft -f FILE'],
  undo: ['nft delete table inet tamarin'],
  caveat:
    'It drops all packets of these addresses to this machine, also those of an ssh login: name your own address with --caller. It helps only where the bucket is closed to everybody but this machine. Elements end by themselves; after a restart of the machine load it again.',
}; // biome-ignore format: one row

const SETS = [
  { name: 'blocked4', type: 'ipv4_addr', match: 'ip', isOf: (cidr: string) => !isIpv6(cidr) },
  { name: 'blocked6', type: 'ipv6_addr', match: 'ip6', isOf: isIpv6 },
] as const;

/** Declared, deleted and declared anew in one transaction: loading it twice is loading it once. */
function renderTable(plan: BlockPlan, options: RenderOptions): string {
  const entries = liveEntries(plan, options);
  const sets = SETS.map(({ name, type, isOf }) => {
    const elements = entries.flatMap((entry) =>
      entry.cidrs.filter(isOf).map((cidr) => elementOf(cidr, entry, options)),
    );
    const list = elements.length === 0 ? '' : `\n    elements = {\n${elements.join(',\n')}\n    }`;
    return `  set ${name} {\n    type ${type}\n    flags interval, timeout${list}\n  }`;
  });
  const rules = SETS.map(({ name, match }) => `    ${match} saddr @${name} drop`);
  return `# tamarin block plan of ${plan.created}
table inet tamarin
delete table inet tamarin
table inet tamarin {
${sets.join('\n')}
  chain input {
    type filter hook input priority -10; policy accept;
${rules.join('\n')}
  }
}
`;
}

/** A comment has 128 bytes at most. */
const elementOf = (cidr: string, entry: Entry, { nowMs }: RenderOptions): string =>
  `      ${cidr} timeout ${secondsLeft(entry, nowMs)}s comment "${commentOf(entry)}"`;

const secondsLeft = ({ expires }: Entry, nowMs: number): number =>
  Math.ceil((Date.parse(expires) - nowMs) / 1_000);
