/** How far a sweep over all groups has come. */

export interface SweepProgress {
  readonly groups: number;
  /** Of about so many. */
  readonly groupsExpected: number;
}

export type OnProgress = (progress: SweepProgress) => void;
