/**
 * How far an answer will reach. It is read before the point in time of the question is opened, so
 * that it never claims more than the answer holds; and what a sync has shipped so far is made visible.
 */
import { type AsOf, readAsOf } from '../reach/as-of.ts';
import type { Range, ReachFacts } from '../reach/reach-facts.ts';
import type { SearchPort } from './search-port.ts';

/** `refresh_interval` of the record indices. */
const UNSEEN_SECONDS_MAX = 30;

export async function readReach(port: SearchPort, { from, to }: Range): Promise<AsOf> {
  const facts = await port.readFacts({ from, to });
  const isAllSeen = !mayHideRecords(facts) || (await port.refresh());
  const { configured = null } = facts;
  return readAsOf(facts, { from, configured, unseenSeconds: isAllSeen ? 0 : UNSEEN_SECONDS_MAX });
}

/** A sync that has ended well has made visible all that it shipped. */
function mayHideRecords({ sources, isWriting, unknownBecause }: ReachFacts): boolean {
  const hasDied = sources.some(({ newest }) => newest.state !== 'done');
  return isWriting || hasDied || unknownBecause !== null || sources.length === 0;
}
