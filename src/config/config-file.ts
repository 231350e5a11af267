/**
 * Reads the configuration file: each value as the text that stands there, so that a password such as
 * `0123` stays what it is. No problem quotes the file: it may hold a secret.
 */
import { readFileSync } from 'node:fs';
import type * as Yaml from 'yaml';
import { messageOf } from '../core/error.ts';
import { loadLate } from '../core/load-late.ts';

const DEFAULT_FILE = 'tamarin.yaml';

export interface ConfigFile {
  readonly path: string;
  readonly isThere: boolean;
  /** By key. A key without a value is not given. */
  readonly values: ReadonlyMap<string, string>;
  /** What YAML read below `sources`; undefined: nothing. */
  readonly sources: unknown;
}

const SOURCES = 'sources';

/** `path` null: `tamarin.yaml` in the working directory, if there is one. */
export function readConfigFile(path: string | null, problems: string[]): ConfigFile {
  const name = path ?? DEFAULT_FILE;
  const values = new Map<string, string>();
  const text = readText(name, path === null, problems);
  const isThere = text !== null;
  if (!isThere) return { path: name, isThere, values, sources: undefined };
  const { isMap, isScalar, parseDocument } = loadLate('yaml') as typeof Yaml;
  const { contents, errors } = parseDocument(text);
  for (const { code, linePos } of errors) {
    const at = linePos?.[0] === undefined ? '' : `, line ${linePos[0].line}`;
    problems.push(`${name}${at}: is not valid YAML (${code.toLowerCase().replaceAll('_', ' ')})`);
  }
  if (contents === null || errors.length > 0)
    return { path: name, isThere, values, sources: undefined };
  if (!isMap(contents)) problems.push(`${name}: should contain "key: value" lines`);
  let sources: unknown;
  for (const { key, value } of isMap(contents) ? contents.items : []) {
    const keyText = isScalar(key) ? String(key.value) : 'a key';
    const isNothing = value === null || (isScalar(value) && value.value === null);
    if (keyText === SOURCES)
      sources = isNothing ? undefined : value; // `sources:` with nothing behind it
    else if (value !== null && !isScalar(value))
      problems.push(`${name}: ${keyText}: should be one value, not a list or a block of keys`);
    else if (isScalar(value) && value.value !== null)
      values.set(keyText, value.source ?? String(value.value));
  }
  return { path: name, isThere, values, sources };
}

/** null: it is not there, or cannot be read. */
function readText(name: string, mayBeAbsent: boolean, problems: string[]): string | null {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT'; // only its code is read
    if (!mayBeAbsent || !isAbsent) problems.push(`${name}: ${messageOf(error)}`);
    return null;
  }
}
