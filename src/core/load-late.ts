/**
 * Loads a package where its first use is, not with the module: what a command does not use costs it
 * nothing. It reads files at that moment, as an import does.
 */
// biome-ignore lint/style/noRestrictedImports: the one place that loads late
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

type LatePackage =
  | 'croner'
  | 'mmdb-lib'
  | 'string-width'
  | 'yaml'
  | `@opensearch-project/opensearch/${string}`;

/** What the package exports, the same object each time. Its type is for the caller to say. */
export const loadLate = (name: LatePackage): unknown => require(name);
