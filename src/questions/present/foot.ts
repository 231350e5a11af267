/**
 * What stands below every answer: one line of what matters most. Whatever else there is to say of it
 * stands above that line, and only where there is something. Pure.
 */
import type { Estimates, Exactness } from '../count/exactness.ts';
import { asOfWords, type Reach, reachNotes } from '../reach/as-of-text.ts';
import { periodText } from '../reach/record-period.ts';

type Told = Exactness & Estimates & Reach;

export interface Foot {
  /** Sentences. */
  readonly notes: readonly string[];
  /** Of the one line: whether it is exact, which records it is over, and how far it reaches. */
  readonly parts: readonly string[];
}

/** `exact`, `17 Jan–15 Feb`, `logs as of 08:15 UTC`. Why it is not exact, its own sentences say. */
export const footOf = (answer: Told, nowMs: number): Foot => ({
  notes: reachNotes(answer, nowMs),
  parts: [exactWords(answer), periodText(answer.period, nowMs), asOfWords(answer.asOf, nowMs)],
});

function exactWords({ exact, estimates }: Exactness & Estimates): string {
  if (!exact) return 'NOT exact';
  return estimates === undefined ? 'exact' : 'exact but for percentiles';
}

/** Of several answers that are read together. */
export function exactnessOfAll(answers: readonly Exactness[]): Exactness {
  const reasons = answers.flatMap(({ inexactBecause }) => inexactBecause ?? []);
  return reasons.length === 0
    ? { exact: answers.every(({ exact }) => exact) }
    : { exact: false, inexactBecause: [...new Set(reasons)].join('; ') };
}
