/**
 * The groups of a dimension in runs of about so many records, in the order of their names. Pages of a
 * composite aggregation look at all records that match, each time; pages of a run look only at its
 * own, so that reading everything takes as long as there are records, and not the square of it.
 */
import type { Dimension } from '../ask/dimension-table.ts';
import { storedValue } from '../ask/group-values.ts';
import type { Query, Scope } from '../ask/scope.ts';
import type { Snapshot } from './snapshot.ts';
import { sweepRecords } from './sweep.ts';

/** Some MB an answer, where a record is a bucket of a long key and a user agent. */
export const SEGMENT_RECORDS = 10_000;

export interface Segment {
  /** The records of its groups. */
  readonly query: Query;
  readonly groups: number;
}

interface Open {
  first: string;
  last: string;
  records: number;
  groups: number;
}

export async function readSegments(
  { lead, scope }: { readonly lead: Dimension; readonly scope: Scope },
  snapshot: Snapshot,
  onPage?: (groups: number) => void,
): Promise<readonly Segment[]> {
  const runs: Open[] = [];
  let open: Open | null = null;
  await sweepRecords(
    { lead, scope },
    snapshot,
    ({ name, records }) => {
      if (open === null || open.records + records > SEGMENT_RECORDS) {
        open = { first: name, last: name, records: 0, groups: 0 };
        runs.push(open);
      }
      open.last = name;
      open.records += records;
      open.groups += 1;
    },
    onPage,
  );
  return runs.map(({ first, last, groups }) => ({
    query: { range: { [lead.field]: { gte: storedValue(lead, first), lte: storedValue(lead, last) } } }, // biome-ignore format: one query
    groups,
  }));
}
