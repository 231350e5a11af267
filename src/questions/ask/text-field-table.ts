/** Fields with words, by their names on the command line: each once. */

// biome-ignore format: a table, one row a field
export const TEXT_FIELD_TABLE = [
  { name: 'user_agent', field: 'user_agent', isEncoded: false },
  { name: 'referrer', field: 'referrer', isEncoded: false },
  { name: 'key', field: 'key', isEncoded: false },
  { name: 'url_query', field: 'url_query', isEncoded: true },
] as const;

/** `isEncoded`: stored as it was sent, percent-encoded. */
export type TextField = (typeof TEXT_FIELD_TABLE)[number];
