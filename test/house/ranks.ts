/**
 * The import ranks of ARCHITECTURE.md, the one table: the linter's rules (biome.ranks.json) are
 * written from it by `npm run ranks`.
 */
export interface Room {
  /** Folder below src. */
  readonly name: string;
  /** A file imports only from rooms of a lower rank, and from its own. */
  readonly rank: number;
  /** Does no I/O: of Node's own modules it imports only PURE_MODULES. */
  readonly isPure: boolean;
  /**
   * Folders inside, from the innermost on. One imports only from those before it; those that share a
   * step know nothing of each other. Files that lie in the room itself come last and may import all.
   */
  readonly inner?: readonly (readonly string[])[];
}

export const PURE_MODULES = ['node:crypto', 'node:net', 'node:buffer'] as const;
export const CLIENT = '@opensearch-project/opensearch';
/** The only room that knows the client. */
export const CLIENT_ROOM = 'opensearch';

// biome-ignore format: a table, one row a room
export const ROOMS: readonly Room[] = [
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
