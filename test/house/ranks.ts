/** The import ranks of ARCHITECTURE.md, once more: the linter's rules are held against them. */
export interface Folder {
  readonly name: string;
  readonly rank: number;
  /** Does no I/O: of Node's own modules it imports only node:crypto, node:net and node:buffer. */
  readonly isPure: boolean;
}

// biome-ignore format: a table, one row a folder
export const FOLDERS: readonly Folder[] = [
  { name: 'core', rank: 0, isPure: true },
  { name: 'config', rank: 1, isPure: false },
  { name: 'telemetry', rank: 1, isPure: false },
  { name: 'source', rank: 1, isPure: false },
  { name: 'parse', rank: 1, isPure: true },
  { name: 'enrich', rank: 1, isPure: true },
  { name: 'bulk', rank: 1, isPure: true },
  { name: 'questions', rank: 1, isPure: true },
  { name: 'opensearch', rank: 2, isPure: false },
  { name: 'dashboards', rank: 2, isPure: true },
  { name: 'engine', rank: 2, isPure: false },
  { name: 'sync', rank: 3, isPure: false },
  { name: 'page', rank: 3, isPure: false },
  { name: 'http', rank: 4, isPure: false },
  { name: 'cli', rank: 5, isPure: false },
];
