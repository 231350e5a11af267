/** What the rise of a day is of. */
import type { Cost } from '../../core/cost.ts';
import { dayAfter, offsetsOf, zonedIso } from '../../core/zone-time.ts';
import { requireDimension } from '../ask/dimension-table.ts';
import { type Scope, scopeQuery } from '../ask/scope.ts';
import type { Snapshot } from '../count/snapshot.ts';
import { answerTop, type TopAnswer } from '../top/answer.ts';
import { readBusyHours } from './busy-hours.ts';
import { type CauseKind, findCause } from './cause.ts';
import type { Day, JudgedDay } from './days.ts';
import type { WhyQuestion } from './read.ts';
import type { Rise, RiseCosts } from './rise-costs.ts';
import { findRisers, type Riser } from './risers.ts';

interface WhyRow extends Riser {
  /** Of the rise of the day; above 1 where others fell. */
  readonly share: number;
  /** Of its own rise; absent where a price is not known. */
  readonly cost?: Cost;
}

export interface Cause extends WhyRow {
  readonly kind: CauseKind;
  /** Different addresses of it on that day; absent where it is one of them. */
  readonly clients?: TopAnswer['distinct'];
  /** The shortest run of hours that has four fifths of it. */
  readonly mostly?: { readonly from: string; readonly to: string };
}

export interface Explained {
  readonly cause: Cause | null;
  /** Of each dimension the value that rose most. */
  readonly rows: readonly WhyRow[];
}

/** `costs`: null where a price is not known. @throws TamarinError */
export async function explain(
  day: JudgedDay,
  question: WhyQuestion,
  { costs, snapshot }: { readonly costs: RiseCosts | null; readonly snapshot: Snapshot },
): Promise<Explained> {
  const { by, zone, dimensions } = question;
  const offsetAt = offsetsOf(zone);
  const rise = riseOf(day, zone);
  const { comparedWith } = rise;
  const scope: Scope = {
    ...question.scope,
    from: new Date(day.fromMs).toISOString(),
    to: new Date(rise.day.toMs).toISOString(),
  };
  const risen = day.value - day.usual;
  const risers: Riser[] = [];
  for (const dimension of dimensions)
    risers.push(...(await findRisers({ dimension, by, zone, scope, comparedWith }, snapshot))); // one after the other: each uses all processors
  const { kind, riser } = findCause(risers, { rise: risen, usual: day.usual });
  const told = async (each: Riser): Promise<WhyRow> => {
    const cost = await costs?.of(rise, ownScope(each, scope).filters);
    return { ...each, share: each.rise / risen, ...(cost === undefined ? {} : { cost }) };
  };
  const rows: WhyRow[] = [];
  for (const { name } of dimensions) {
    const first = risers.find((each) => each.dimension === name && each.rise > 0);
    if (first !== undefined) rows.push(await told(first)); // one after the other, as above
  }
  if (riser === null) return { cause: null, rows };
  const clients = kind === 'client' ? null : await countClients(riser, scope, question, snapshot);
  const isNew = kind === 'file' && !(await wasThereBefore(riser, scope, question, snapshot));
  const hours = await readBusyHours(ownScope(riser, scope), question, snapshot);
  const at = (ms: number): string => zonedIso(ms, zone, offsetAt);
  const cause: Cause = {
    kind: isNew ? 'launch' : kind,
    ...(rows.find((row) => isSame(row, riser)) ?? (await told(riser))),
    ...(clients === null ? {} : { clients }),
    ...(hours === null ? {} : { mostly: { from: at(hours.fromMs), to: at(hours.toMs) } }),
  };
  return { cause, rows };
}

/** Days end where the clock of the zone says so. */
export function riseOf(day: JudgedDay, zone: string): Rise {
  const offsetAt = offsetsOf(zone);
  const withEnd = (some: Day) => ({ ...some, toMs: dayAfter(some.fromMs, offsetAt) });
  return { day: withEnd(day), comparedWith: day.comparedWith.map(withEnd) };
}

const isSame = (a: Riser, b: Riser): boolean => a.dimension === b.dimension && a.name === b.name;

/** Its records alone. */
const ownScope = ({ dimension, name }: Riser, scope: Scope): Scope => ({
  ...scope,
  filters: [
    ...scope.filters,
    { dimension: requireDimension(dimension), test: 'is', values: [name] },
  ],
});

/** On any day of the weeks before. */
async function wasThereBefore(
  riser: Riser,
  scope: Scope,
  question: WhyQuestion,
  snapshot: Snapshot,
): Promise<boolean> {
  const before = { ...ownScope(riser, scope), from: question.scope.from, to: scope.from };
  return (await snapshot.countAndAggregate(scopeQuery(before), {})).records > 0;
}

async function countClients(
  riser: Riser,
  scope: Scope,
  { by }: WhyQuestion,
  snapshot: Snapshot,
): Promise<TopAnswer['distinct']> {
  const own = ownScope(riser, scope);
  const asked = { dimension: requireDimension('ip'), by, scope: own, limit: 1 };
  return (await answerTop(asked, snapshot)).distinct;
}
