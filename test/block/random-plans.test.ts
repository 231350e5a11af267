/**
 * Goal: of 1,000 random wishes no plan holds an address that is never blocked, each holds every other one
 * that was wanted and no more, in the fewest networks, none twice. Node's BlockList judges.
 */
import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import { readCidr } from '../../src/block/address/cidr.ts';
import { makeEntries } from '../../src/block/plan/make-entries.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);

/** Few bits, so that networks meet; all of them narrow enough to look at every address. */
const ipv4 = fc
  .tuple(fc.integer({ min: 24, max: 32 }), fc.nat({ max: 511 }))
  .map(([bits, low]) => networkText(`8.8.${8 + (low >> 8)}`, low & 255, bits));
const ipv6 = fc
  .tuple(fc.integer({ min: 120, max: 128 }), fc.nat({ max: 255 }))
  .map(([bits, low]) => {
    const first = low - (low % 2 ** (128 - bits));
    return `2001:db8::${first.toString(16)}/${bits}`;
  });
const network = fc.oneof(ipv4, ipv6);

function networkText(head: string, low: number, bits: number): string {
  return `${head}.${low - (low % 2 ** (32 - bits))}/${bits}`;
}

const EVERY_ADDRESS = [
  ...Array.from({ length: 512 }, (_, low) => `8.8.${8 + (low >> 8)}.${low & 255}`),
  ...Array.from({ length: 256 }, (_, low) => `2001:db8::${low.toString(16)}`),
];

function matcher(networks: readonly string[]): (ip: string) => boolean {
  const list = new BlockList();
  for (const text of networks) {
    const [address = '', bits = ''] = text.split('/');
    list.addSubnet(address, Number(bits), isIPv4(address) ? 'ipv4' : 'ipv6');
  }
  return (ip) => list.check(ip, isIPv4(ip) ? 'ipv4' : 'ipv6');
}

const spanOf = (text: string) => {
  const read = readCidr(text);
  if ('wrong' in read) throw new Error(`${text} ${read.wrong}`);
  return read.span;
};

t.test('what is wanted and not spared is blocked, and nothing else', async (t) => {
  const wishes = fc.record({
    wanted: fc.array(fc.array(network, { minLength: 1, maxLength: 5 }), { maxLength: 5 }),
    never: fc.array(network, { maxLength: 5 }),
  });
  let blocked = 0;
  fc.assert(
    fc.property(wishes, ({ wanted, never }) => {
      const plan = makeEntries(
        wanted.map((networks, at) => ({
          subject: `${at}`,
          spans: networks.map(spanOf),
          reason: '',
          rule: '',
        })),
        { never: never.map((text) => ({ span: spanOf(text), because: '' })), force: false },
      );
      const [isWanted, isNever] = [matcher(wanted.flat()), matcher(never)];
      const entries = plan.entries.map(({ cidrs }) => matcher(cidrs));
      const isRight = EVERY_ADDRESS.every((ip) => {
        const times = entries.filter((has) => has(ip)).length;
        blocked += times;
        return times === (isWanted(ip) && !isNever(ip) ? 1 : 0);
      });
      return isRight && plan.entries.every(({ cidrs }) => areFewest(cidrs));
    }),
    { seed, numRuns: 1_000 },
  );
  t.ok(blocked > 50_000, `${blocked} addresses were blocked`);
});

/** No two are neighbours that are one network, and none lies in another. */
function areFewest(cidrs: readonly string[]): boolean {
  const known = new Set(cidrs);
  return cidrs.every((text) => {
    const [address = '', length = ''] = text.split('/');
    const bits = Number(length);
    const wider = readCidr(`${address}/${bits - 1}`);
    if ('wrong' in wider) return true; // it is the upper half
    const { first, last, family } = wider.span;
    const half = (last - first + 1n) / 2n;
    const upper = family === 4 ? `${address.replace(/\d+$/, '')}${Number(BigInt(address.split('.')[3] ?? 0) + half)}` : `2001:db8::${(first + half - 0x20010db8000000000000000000000000n).toString(16)}`; // biome-ignore format: one rule
    return !known.has(`${upper}/${bits}`);
  });
}
