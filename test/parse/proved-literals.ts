/**
 * Proofs that a regular expression is never slow, whatever text it meets. A proof takes up to a second,
 * so the literals that were proved stand in a list, `npm run regexes` writes it, and a test proves only
 * what is not there.
 */
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { findRegexLiterals, type RegexLiteral } from './regex-literals.ts';

process.env.RECHECK_BACKEND = 'pure'; // its engine in JavaScript: no Java, no native program
// Only now: recheck reads the variable when it is loaded.
const { checkSync } = await import('recheck');

/** A proof takes some ms; the longest literal some 100. */
const PROOF_TIMEOUT_MS = 30_000;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));
export const PROVED_FILE = fileURLToPath(new URL('proved-literals.txt', import.meta.url));

/** Another version may judge otherwise: then all are proved again. */
export const provedBy = (): string =>
  `recheck ${createRequire(import.meta.url)('recheck/package.json').version}`;

export interface PlacedLiteral extends RegexLiteral {
  readonly path: string;
}

export const literalsOfSource = (): readonly PlacedLiteral[] =>
  globSync('src/**/*.ts', { cwd: ROOT })
    .toSorted()
    .flatMap((path) =>
      findRegexLiterals(readFileSync(ROOT + path, 'utf8')).map((literal) => ({ ...literal, path })),
    );

export const printLiteral = ({ source, flags }: RegexLiteral): string => `/${source}/${flags}`;

/** Of the list: who proved, and what. */
export function readProved(): { readonly by: string; readonly literals: ReadonlySet<string> } {
  const [by = '', ...literals] = readFileSync(PROVED_FILE, 'utf8').trimEnd().split('\n');
  return { by, literals: new Set(literals) };
}

/** `safe`, `vulnerable` or `unknown`. */
export const prove = ({ source, flags }: RegexLiteral): string =>
  checkSync(source, flags, { timeout: PROOF_TIMEOUT_MS }).status;
