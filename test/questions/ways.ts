/** Which way an answer took: what was asked, in order, a word each. */
import type { Body } from './memory-query.ts';
import type { MemorySearch } from './memory-search.ts';

/** An estimate above which groups are not asked for all at once, however few there are. */
export const MANY = 9_001;

interface Terms {
  readonly field: string;
  readonly size: number;
}

interface Aggregations {
  readonly indices?: { readonly aggs: { readonly groups: { readonly terms: Terms } } };
  readonly groups?: { readonly composite?: { readonly size: number }; readonly terms?: Terms };
}

type Filters = readonly { readonly terms?: Readonly<Record<string, readonly unknown[]>> }[];

/**
 * `few`, `list 100`, `count`, `sweep 10000`; totals are asked by all. A list is told once, however
 * many requests its indices were shared out to.
 */
export const waysOf = ({ bodies }: MemorySearch): readonly string[] =>
  bodies.flatMap(wayOf).filter((way, at, all) => !isList(way) || way !== all[at - 1]);

/** The requests for lists of groups, in order. */
export const listBodiesOf = ({ bodies }: MemorySearch): readonly Body[] =>
  bodies.filter((body) => wayOf(body).some(isList));

const isList = (way: string): boolean => way.startsWith('list ');

function wayOf({ aggs, query }: Body): readonly string[] {
  const { indices, groups } = (aggs ?? {}) as Aggregations; // what questions ask
  if (groups?.composite !== undefined) return [`sweep ${groups.composite.size}`];
  const terms = indices?.aggs.groups.terms ?? groups?.terms;
  if (terms === undefined) return [];
  const { bool } = query as { readonly bool?: { readonly filter?: Filters } }; // what questions ask
  const named = bool?.filter?.at(-1)?.terms ?? {};
  if (named._index !== undefined) return [`list ${terms.size}`];
  // A count asks for exactly the groups that it names.
  return named[terms.field]?.length === terms.size ? ['count'] : ['few'];
}
