/** How far a sweep over all groups has come. */
import type { ScopeTotals } from './totals.ts';

export interface SweepProgress {
  readonly groups: number;
  /** Of about so many; null while that is not known. */
  readonly groupsExpected: number | null;
}

export type OnProgress = (progress: SweepProgress) => void;

/** Tells of each page, with the number expected once `totals` has come. */
export function reportPages(
  totals: Promise<ScopeTotals>,
  onProgress: OnProgress | undefined,
): (groups: number) => void {
  let groupsExpected: number | null = null;
  totals.then(
    ({ distinctEstimate }) => {
      groupsExpected = distinctEstimate;
    },
    () => undefined, // whoever awaits the totals is told
  );
  return (groups) => onProgress?.({ groups, groupsExpected });
}
