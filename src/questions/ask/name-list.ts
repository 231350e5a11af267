/** Names that a question is asked about, however many: from a file, in the order in which they stand. */
export interface NameList {
  /** Where they come from, as it was given. */
  readonly from: string;
  /** @throws TamarinError where they cannot be read */
  open(): AsyncIterable<string>;
}

/** What a question may be given beside its parameters, by who has it. */
export interface Given {
  readonly among?: NameList | undefined;
  /** What `--last 7d` counts from; by default the clock of this machine. */
  readonly nowMs?: number;
}
