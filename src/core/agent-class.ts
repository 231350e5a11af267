/** What kinds of programs user agents are: each class once. Enrichment, filters and docs read it. */

// biome-ignore format: a table, one row a class
export const AGENT_CLASS_TABLE = [
  { key: 'browser', meaning: 'a web browser' },
  { key: 'bot', meaning: 'a program that says it goes through what it finds, or that the lists of crawlers know' },
  { key: 'tool', meaning: 'what is called by hand or by a script, such as aws-cli or rclone' },
  { key: 'library', meaning: 'what programs are written with: an SDK, an HTTP client' },
  { key: 'player', meaning: 'a player of music, video or podcasts' },
  { key: 'cdn', meaning: 'a content delivery network that fetches for others' },
  { key: 'unknown', meaning: 'on no list' },
] as const;

export type AgentClass = (typeof AGENT_CLASS_TABLE)[number]['key'];

export const AGENT_CLASSES: readonly AgentClass[] = AGENT_CLASS_TABLE.map(({ key }) => key);
