/** What a row must say, counted over its lines in the plainest way. */
import type { Fact } from './facts.ts';
import type { Row } from './row.ts';
import { linesOfRow } from './row-lines.ts';

export interface Recount {
  readonly requests: number;
  readonly bytes: number;
  /** Lines without a key have none. */
  readonly distinctKeys: number;
  /** Of the bytes of all lines; 0 where there are none. */
  readonly share: number;
  /** ISO, in seconds; null without a line. */
  readonly firstSeen: string | null;
  readonly lastSeen: string | null;
  /** Distinct addresses. */
  readonly addresses: number;
}

export function recountRow(facts: readonly Fact[], row: Row): Recount {
  const own = linesOfRow(facts, row).flatMap((place) => facts[place] ?? []);
  const sum = (some: readonly Fact[]) => some.reduce((total, { bytes }) => total + bytes, 0);
  const all = sum(facts);
  const times = own.map(({ time }) => time).sort();
  const distinct = (values: readonly (string | null)[]) =>
    new Set(values.filter((value) => value !== null)).size;
  return {
    requests: own.length,
    bytes: sum(own),
    distinctKeys: distinct(own.map(({ key }) => key)),
    share: all === 0 ? 0 : sum(own) / all,
    firstSeen: times[0] ?? null,
    lastSeen: times.at(-1) ?? null,
    addresses: distinct(own.map(({ ip }) => ip)),
  };
}
