/** Which lines a row is about: told by the row alone, its kind, its name and its members. */
import type { Fact } from './facts.ts';
import type { Row } from './row.ts';

/** Places of its lines, ascending. */
export function linesOfRow(facts: readonly Fact[], row: Row): readonly number[] {
  const isOf = selectorOf(row);
  return facts.flatMap((fact, at) => (isOf(fact) ? [at] : []));
}

/**
 * Lines of the addresses behind the row, whatever they asked for: the issue's own words, "whose
 * members make at least half of the actor's requests". Differs where members do other things too.
 */
export function linesOfMembers(facts: readonly Fact[], row: Row): readonly number[] {
  const isOf = isMember(row);
  return facts.flatMap((fact, at) => (isOf(fact) ? [at] : []));
}

type Selector = (fact: Fact) => boolean;

function selectorOf(row: Row): Selector {
  const { kind, name } = row;
  switch (kind) {
    case 'ip':
      return ({ ip }) => ip === name;
    case 'network':
      return ({ network }) => network === name;
    case 'requester':
      return ({ requester, role }) => requester === name || role === name;
    case 'referrer-domain':
      return ({ referrerDomain }) => referrerDomain === name;
    // A program may be in the hands of many: it is that of the row's addresses, if these are all.
    case 'agent': {
      const hasAll = row.members.addresses.length === row.members.count;
      const isOneOf = hasAll ? isMember(row) : () => true;
      return (fact) => (fact.agent === name || fact.userAgent === name) && isOneOf(fact);
    }
    // Nothing in a line says so: those behind it do.
    case 'as':
    case 'group':
      return isMember(row);
    default:
      return kind satisfies never;
  }
}

/** By address; by network where no address is told. */
function isMember({ members }: Row): Selector {
  const addresses = new Set(members.addresses);
  const networks = new Set(addresses.size === 0 ? members.networks : []);
  return ({ ip, network }) =>
    (ip !== null && addresses.has(ip)) || (network !== null && networks.has(network));
}
