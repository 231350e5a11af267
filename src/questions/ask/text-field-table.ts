/** Fields with words, by their names on the command line: each once. */

// biome-ignore format: a table, one row a field
export const TEXT_FIELD_TABLE = [
  { name: 'user_agent', field: 'user_agent' },
  { name: 'referrer', field: 'referrer' },
  { name: 'key', field: 'key' },
  { name: 'url_query', field: 'url_query' },
] as const;

export type TextField = (typeof TEXT_FIELD_TABLE)[number];
