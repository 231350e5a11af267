/** Finds requests from networks: within what a query has room for. */
import { TamarinError } from '../../core/error.ts';
import type { Query } from '../../questions/ask/scope.ts';
import { chunksOfAddresses } from '../../questions/evidence/actor.ts';

/** Each is a clause, of the 1,024 that a query has room for. */
const NETWORKS_MAX = 900;
/** A small network of IPv4 may be asked for by its addresses. */
const [SMALL_BITS, ADDRESS_BITS] = [24, 32];

/** `cidrs`: as plans have them. @throws TamarinError `question_too_large` */
export function addressQuery(cidrs: readonly string[]): Query {
  const all = cidrs.map((cidr) => ({ cidr, addresses: addressesOf(cidr) }));
  const wide = all.filter(({ addresses }) => addresses === null || addresses.length > 1);
  const isMany = wide.length > NETWORKS_MAX;
  const networks = isMany ? wide.filter(({ addresses }) => addresses === null) : wide;
  const single = isMany ? all : all.filter(({ addresses }) => addresses?.length === 1);
  if (networks.length > NETWORKS_MAX)
    throw new TamarinError('question_too_large', `${networks.length} networks are more than a search has room for, ${NETWORKS_MAX}.`, {
      hint: 'Plan a part of them at a time.',
    }); // biome-ignore format: one error
  const should: readonly Query[] = [
    ...chunksOfAddresses(single.flatMap(({ addresses }) => addresses ?? [])),
    ...(networks.length === 0 ? [] : [{ terms: { remote_ip: networks.map(({ cidr }) => cidr) } }]),
  ];
  return { bool: { should } };
}

/** null: too many to name, or of IPv6. */
function addressesOf(cidr: string): readonly string[] | null {
  const [address = '', length = ''] = cidr.split('/');
  const bits = Number(length);
  if (address.includes(':')) return bits === 128 ? [address] : null;
  if (bits < SMALL_BITS) return null;
  const at = address.lastIndexOf('.') + 1;
  const first = Number(address.slice(at));
  return Array.from({ length: 2 ** (ADDRESS_BITS - bits) }, (_, more) => `${address.slice(0, at)}${first + more}`); // biome-ignore format: one row
}
