/** Whether a client is suspicious, and why: what `scrapers` says of it. */
import type { Dimension } from '../ask/dimension-table.ts';
import { filterQuery, type Query, type ValueFilter } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import type { ActorKind, Verdict } from '../evidence/actor.ts';
import { type Reason, reasonsOf } from '../scrapers/answer.ts';
import { judgeOne } from '../scrapers/judge-one.ts';

export interface Suspicion {
  /** 0 to 100; from 50 on it is accused. */
  readonly score: number;
  /** null: there is nothing to say for or against it. */
  readonly verdict: Verdict | null;
  readonly reasons: readonly Reason[];
}

/** `scope`: everybody's records. null: none of the client's has an address, or they are of a crowd. */
export async function readSuspicion(
  client: ValueFilter,
  scope: Query,
  snapshot: Snapshot,
): Promise<Suspicion | null> {
  const [name = ''] = client.values;
  const kind = kindOf(client.dimension, name);
  const judged = await judgeOne(
    {
      scope,
      friends: snapshot.friends,
      actor: { kind, name, query: filterQuery(client) },
      isOfStrangers: kind === 'network' || client.dimension.name === 'user-agent',
    },
    snapshot,
  );
  if (judged === null) return null;
  const reasons = reasonsOf(judged);
  return { score: judged.score, verdict: reasons.length === 0 ? null : judged.verdict, reasons };
}

function kindOf({ name: dimension }: Dimension, client: string): ActorKind {
  if (dimension === 'ip') return client.includes('/') ? 'network' : 'ip';
  return dimension === 'requester' ? 'requester' : 'agent';
}
