/**
 * What today's derived fields are made by, as short digests that go into each record: version of the
 * rules, lists of agents (the public ones by their versions, our own by its rows), files and ranges
 * of addresses.
 */
import { createHash } from 'node:crypto';
import { type Enriched, NO_FILES } from '../core/enriched.ts';
import { DERIVED_VERSION } from '../core/field-table.ts';
import { AGENT_LISTS } from './agent-lists.ts';
import { AGENT_TABLE } from './agent-table.ts';

/** 32 bits: two versions that follow each other are told apart; nobody forges them. */
const DIGEST_LENGTH = 8;

const digest = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex').slice(0, DIGEST_LENGTH);

let known: Omit<Enriched, 'files'> | null = null;

/** Made once a process: it is asked for by every question too. */
export function whatEnriches(): Omit<Enriched, 'files'> {
  known ??= { fields: String(DERIVED_VERSION), agents: digestAgentLists() };
  return known;
}

function digestAgentLists(): string {
  const rows = AGENT_TABLE.map((row) => [row.name, row.class, String(row.pattern)]);
  return digest(JSON.stringify([AGENT_LISTS, rows]));
}

/** What is known of addresses, as the operator has it: contents; null where there are none. */
export interface AddressSources {
  readonly country: Buffer | null;
  readonly asn: Buffer | null;
  /** Ranges of AWS. */
  readonly ranges: Buffer | null;
  /** In CIDR form. */
  readonly ownNetworks: readonly string[];
}

/** Of their contents: the same file under another name, or fetched again, is the same. */
export function digestFiles({ country, asn, ranges, ownNetworks }: AddressSources): string {
  const own = ownNetworks.length === 0 ? null : ownNetworks.toSorted().join(',');
  const all = [country, asn, ranges, own];
  if (all.every((each) => each === null)) return NO_FILES;
  return digest(all.map((each) => (each === null ? '' : digest(each))).join(' '));
}
