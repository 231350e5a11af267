/** What happens in a sync that its tally does not hold: told to who measures. */
export interface SyncEvents {
  /** A bulk request was answered, well or badly, after so many milliseconds. */
  readonly bulkAnswered: (durationMs: number) => void;
}
