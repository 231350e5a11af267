/** Goal: of any networks, inside each other or apart, an address finds what a look at each one finds. */
import { BlockList, isIPv4 } from 'node:net';
import fc from 'fast-check';
import t from 'tap';
import { makeNetworkTable, type NetworkFact } from '../../src/enrich/network-table.ts';
import { takeSeed } from '../house/seed.ts';

const seed = takeSeed(t);

/** Few bits, so that networks meet. */
const ipv4 = fc.tuple(fc.constantFrom(0, 10, 255), fc.constantFrom(0, 128, 255), fc.nat({ max: 3 }), fc.constantFrom(0, 1, 127, 128, 255)).map((parts) => parts.join('.')); // biome-ignore format: one address
const ipv6 = fc.tuple(fc.constantFrom('2001', 'ffff', '0'), fc.constantFrom('db8', 'ffff', '0'), fc.constantFrom('1', '8000', 'ffff', '0')).map(([a, b, c]) => `${a}:${b}:${c}::${c}`); // biome-ignore format: one address
const address = fc.oneof(ipv4, ipv6);
const network = fc.oneof(
  fc.tuple(ipv4, fc.integer({ min: 0, max: 32 })).map(([ip, bits]) => `${ip}/${bits}`),
  fc.tuple(ipv6, fc.integer({ min: 0, max: 128 })).map(([ip, bits]) => `${ip}/${bits}`),
  address,
);

/** By looking at each: the letters of all networks that the address is in. */
function findNaively(facts: readonly NetworkFact<string>[], ip: string): string {
  return facts
    .filter(({ network }) => {
      const [base = '', bits] = network.split('/');
      const family = isIPv4(base) ? 'ipv4' : 'ipv6';
      if (isIPv4(ip) !== isIPv4(base)) return false;
      const list = new BlockList();
      list.addSubnet(base, Number(bits ?? (family === 'ipv4' ? 32 : 128)), family);
      return list.check(ip, family);
    })
    .map(({ fact }) => fact)
    .sort()
    .join('');
}

t.test('any address in any networks', async () => {
  const asked = fc.record({
    networks: fc.array(network, { maxLength: 12 }),
    addresses: fc.array(address, { minLength: 1, maxLength: 20 }),
  });
  fc.assert(
    fc.property(asked, ({ networks, addresses }) => {
      const facts = networks.map((network, at) => ({
        network,
        fact: String.fromCharCode(97 + at),
      }));
      const find = makeNetworkTable(facts, (outer, inner) => [...outer, ...inner].sort().join(''));
      return addresses.every((ip) => (find(ip) ?? '') === findNaively(facts, ip));
    }),
    { seed, numRuns: 1_000 },
  );
});
