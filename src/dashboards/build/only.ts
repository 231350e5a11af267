/** Which records a panel is about, once: as a line of DQL for it, and as options of the command. */
import { requireDimension } from '../../questions/ask/dimension-table.ts';

export interface Only {
  /** By dimension: any of these values; `*` in a value stands for anything. */
  readonly values?: Readonly<Record<string, readonly string[]>>;
  /** Dimensions that a record has no value of. */
  readonly without?: readonly string[];
}

const BARE = /^[\w.*]+$/;

export function dqlOf({ values = {}, without = [] }: Only): string {
  const quoted = (value: string): string => (BARE.test(value) ? value : `"${value}"`);
  const has = Object.entries(values).map(([dimension, some]) => {
    const [first = '', ...more] = some.map(quoted);
    const list = more.length === 0 ? first : `(${[first, ...more].join(' or ')})`;
    return `${requireDimension(dimension).field} : ${list}`;
  });
  const lacks = without.map((dimension) => `not ${requireDimension(dimension).field} : *`);
  return [...has, ...lacks].join(' and ');
}

/** As words of a command line, for a shell. */
export function argsOf({ values = {}, without = [] }: Only): readonly string[] {
  const has = Object.entries(values).flatMap(([dimension, some]) =>
    some.flatMap((value) => [`--${dimension}`, value.includes('*') ? `'${value}'` : value]),
  );
  return [...has, ...without.flatMap((dimension) => ['--without', dimension])];
}
