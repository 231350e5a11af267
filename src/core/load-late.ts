/** Loads a package where its first use is, not with the module: what a command does not use costs it nothing. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** What the package exports, the same object each time. Its type is for the caller to say. */
export const loadLate = (name: string): unknown => require(name);
