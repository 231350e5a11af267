/**
 * What kinds of programs user agents are: each class once. Enrichment, filters and docs read it.
 * `isPeople`: somebody may sit in front of it, as of `--audience people`.
 */

// biome-ignore format: a table, one row a class
export const AGENT_CLASS_TABLE = [
  { key: 'browser', isPeople: true, meaning: 'a web browser' },
  { key: 'bot', isPeople: false, meaning: 'a program that says it goes through what it finds, or that the lists of crawlers know' },
  { key: 'tool', isPeople: false, meaning: 'what is called by hand or by a script, such as aws-cli or rclone' },
  { key: 'library', isPeople: false, meaning: 'what programs are written with: an SDK, an HTTP client' },
  { key: 'player', isPeople: true, meaning: 'a player of music, video or podcasts' },
  { key: 'cdn', isPeople: false, meaning: 'a content delivery network that fetches for others' },
  { key: 'unknown', isPeople: true, meaning: 'on no list' },
] as const;

export type AgentClass = (typeof AGENT_CLASS_TABLE)[number]['key'];

export const AGENT_CLASSES: readonly AgentClass[] = AGENT_CLASS_TABLE.map(({ key }) => key);

/** Programs that nobody sits in front of. */
export const PROGRAM_CLASSES: readonly AgentClass[] = AGENT_CLASS_TABLE.filter(
  ({ isPeople }) => !isPeople,
).map(({ key }) => key);
