/** What `tamarin doctor` found out about one thing that a sync needs. */
export interface Finding {
  /** What was looked at, such as `index templates`. */
  readonly about: string;
  /** `bad`: a sync or an answer will fail. `warning`: it will work, but not for long or not well. */
  readonly state: 'good' | 'warning' | 'bad';
  /** One sentence with the object and what was seen. */
  readonly seen: string;
  /** The next thing to do; empty where all is well. */
  readonly hint: string;
}
