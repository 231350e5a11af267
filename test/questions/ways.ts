/** Which way an answer took: what was asked, in order, a word each. */
import type { Body } from './memory-query.ts';
import type { MemorySearch } from './memory-search.ts';

interface Aggregations {
  readonly indices?: { readonly aggs: { readonly groups: { readonly terms: { size: number } } } };
  readonly groups?: { readonly composite?: { readonly size: number }; readonly terms?: unknown };
}

/** `list 100`, `count`, `sweep 10000`; totals are asked by all. */
export const waysOf = ({ bodies }: MemorySearch): readonly string[] => bodies.flatMap(wayOf);

function wayOf({ aggs }: Body): readonly string[] {
  const { indices, groups } = (aggs ?? {}) as Aggregations; // what questions ask
  if (indices !== undefined) return [`list ${indices.aggs.groups.terms.size}`];
  if (groups?.composite !== undefined) return [`sweep ${groups.composite.size}`];
  return groups?.terms === undefined ? [] : ['count'];
}
