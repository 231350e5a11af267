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
  /** Of Node's own modules a pure room may take these too: they do no I/O either. */
  readonly alsoTakes?: readonly string[];
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
  { name: 'source', rank: 1, isPure: false, inner: [['content'], ['log'], ['folder', 's3']] },
  { name: 'parse', rank: 1, isPure: true },
  { name: 'enrich', rank: 1, isPure: true },
  { name: 'bulk', rank: 1, isPure: true },
  { name: 'questions', rank: 1, isPure: true, inner: [['ask'], ['reach'], ['count'], ['money'], ['bill', 'top', 'compare', 'search', 'records', 'evidence'], ['timeline', 'signals', 'growth', 'why'], ['scrapers'], ['client'], ['present']] },
  { name: 'transcode', rank: 2, isPure: true },
  { name: 'sync', rank: 2, isPure: true, inner: [['store'], ['run'], ['lease', 'plan'], ['ship', 'note']] },
  { name: 'engine', rank: 2, isPure: false, inner: [['home'], ['process'], ['java', 'docker']] },
  { name: 'render', rank: 3, isPure: true, alsoTakes: ['node:util'], inner: [['text', 'csv']] },
  { name: 'dashboards', rank: 2, isPure: true, inner: [['build'], ['panels']] },
  { name: 'block', rank: 2, isPure: true, inner: [['address'], ['plan'], ['weigh', 'formats']] },
  { name: 'opensearch', rank: 3, isPure: false },
  { name: 'telemetry', rank: 3, isPure: false },
  { name: 'saved-objects', rank: 4, isPure: false },
  { name: 'upkeep', rank: 4, isPure: false },
  { name: 'doctor', rank: 5, isPure: false },
  { name: 'app', rank: 5, isPure: false },
  { name: 'http', rank: 6, isPure: false, inner: [['problem'], ['service'], ['auth', 'schemas', 'asking'], ['routes']] },
  { name: 'cli', rank: 7, isPure: false },
];
