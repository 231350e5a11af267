/** A first look at many clients together: whether a full one is worth its time. */
import type { Query } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { Actor } from './actor.ts';
import type { Everybody } from './everybody.ts';
import { expectedFiles, meetsMore } from './popularity.ts';
import { HEAD, LIST, MISSED } from './record-query.ts';

export interface Sketch {
  readonly requests: number;
  /** Different ones, about. */
  readonly files: number;
  readonly addresses: number;
  readonly bots: number;
  /** Requests that miss, only ask or list. */
  readonly odd: number;
  /** The class of the most requests. */
  readonly agentClass: string;
}

const ODD: Query = { bool: { should: [MISSED, HEAD, LIST] } };

export async function readSketch(actor: Actor, scope: Query, snapshot: Snapshot): Promise<Sketch> {
  const query = { bool: { filter: [scope, actor.query] } };
  const { records, aggregated } = await snapshot.countAndAggregate(query, {
    files: { cardinality: { field: 'key' } },
    addresses: { cardinality: { field: 'remote_ip' } },
    odd: { filter: ODD },
    bots: { filter: { term: { agent_class: 'bot' } } },
    classes: { terms: { field: 'agent_class', size: 1 } },
  });
  const { files, addresses, odd, bots, classes } = aggregated;
  return {
    requests: records,
    files: files.value,
    addresses: addresses.value,
    bots: bots.doc_count,
    odd: odd.doc_count,
    agentClass: String(classes.buckets[0]?.key ?? ''),
  };
}

/** Below what a signal asks for, as the numbers here are estimates. */
const [NEARLY, FEW_ADDRESSES, ODD_PART, AGENTS_AN_ADDRESS] = [0.9, 3, 0.15, 1.5];

/**
 * Few addresses are looked at in any case, and so is a bot under its name; many only where they meet
 * more files than people do, change their agents, or ask oddly: nothing else convicts them.
 */
export function isOddCrowd(
  sketch: Sketch,
  pairs: number | null,
  { popularity }: Everybody,
): boolean {
  const { requests, files, addresses, odd, bots, agentClass } = sketch;
  if (addresses <= FEW_ADDRESSES || bots > 0 || odd > ODD_PART * requests) return true;
  if (pairs !== null && pairs >= AGENTS_AN_ADDRESS * addresses) return true;
  const own = popularity.byClass.get(agentClass);
  const expected = Math.max(
    expectedFiles(popularity.all, requests),
    own === undefined ? 0 : expectedFiles(own, requests),
  );
  return meetsMore(requests, files / NEARLY, expected);
}
