/**
 * OpenSearch's classes as the JVM keeps them: loaded from an archive, an engine starts with half the
 * work. The JVM checks at each start that it fits, and writes it as it ends where there is none, or
 * one that is incomplete or of other jars.
 */
import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Beside the jars, of which it is a part; the archive of one JDK is of no use to another. */
export function classArchive(jarsDir: string, javaHome: string): string {
  const hash = createHash('sha256').update(realpathSync(javaHome)).digest('hex').slice(0, 12);
  return join(jarsDir, `classes-${hash}.jsa`);
}

/** Without the log lines that it has for each class that is left out. */
export const classArchiveFlags = (jarsDir: string, javaHome: string): readonly string[] => [
  '-Xlog:cds*=off',
  '-XX:+AutoCreateSharedArchive',
  `-XX:SharedArchiveFile=${classArchive(jarsDir, javaHome)}`,
];
