/**
 * Finds a JDK that can run OpenSearch 3: version 21 or newer, with its compiler, because Java
 * itself compiles EngineNode.java. What the user named comes first, then what is installed.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { JAVA_VERSION_MIN } from '../home/requirement.ts';
import { findOnPath, isExecutable } from '../process/executable.ts';

/** Folders that hold one JDK in each entry: Debian and Fedora, macOS, Homebrew on both chips. */
export const JAVA_ROOTS: readonly string[] = [
  '/usr/lib/jvm',
  '/Library/Java/JavaVirtualMachines',
  '/opt/homebrew/opt',
  '/usr/local/opt',
];
/** Where below such an entry the JDK begins: macOS bundles have it deeper. */
const HOME_BELOW_ENTRY = ['.', 'Contents/Home', 'libexec/openjdk.jdk/Contents/Home'];

/** A cold JVM on a busy machine; the release file makes this call rare. */
const JAVA_VERSION_TIMEOUT_MS = 10_000;

export interface JavaHome {
  readonly home: string;
  /** Major version: 21, 25; 0 when the Java there does not tell. */
  readonly version: number;
  readonly hasCompiler: boolean;
}

export interface JavaSearch {
  readonly found: JavaHome | undefined;
  /** What was looked at and is too old or without compiler, for the message. */
  readonly refused: readonly JavaHome[];
}

export function findJava(env: NodeJS.ProcessEnv, roots: readonly string[]): JavaSearch {
  const refused: JavaHome[] = [];
  for (const home of namedHomes(env)) {
    const java = inspect(home);
    if (isFit(java)) return { found: java, refused };
    refused.push(java);
  }
  const installed = installedHomes(roots).map(inspect);
  const [newest] = installed.filter(isFit).sort((a, b) => b.version - a.version);
  return { found: newest, refused: [...refused, ...installed] };
}

const isFit = (java: JavaHome): boolean => java.version >= JAVA_VERSION_MIN && java.hasCompiler;

function namedHomes(env: NodeJS.ProcessEnv): readonly string[] {
  const onPath = findOnPath('java', env);
  return uniqueHomes([
    env.OPENSEARCH_JAVA_HOME,
    env.JAVA_HOME,
    // /usr/bin/java is a chain of links that ends in the JDK's own bin folder.
    onPath === undefined ? undefined : dirname(dirname(realpathSync(onPath))),
  ]);
}

function installedHomes(roots: readonly string[]): readonly string[] {
  const entries = roots.flatMap((root) => list(root).map((name) => join(root, name)));
  return uniqueHomes(
    entries.flatMap((entry) => HOME_BELOW_ENTRY.map((below) => join(entry, below))),
  );
}

function uniqueHomes(candidates: readonly (string | undefined)[]): readonly string[] {
  const homes = candidates
    .filter((home) => home !== undefined && isExecutable(join(home, 'bin/java')))
    .map((home) => realpathSync(home ?? ''));
  return [...new Set(homes)];
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return []; // this kind of system has no such folder
  }
}

function inspect(home: string): JavaHome {
  const version = majorOf(readReleaseFile(home) ?? askJava(home));
  return { home, version, hasCompiler: isExecutable(join(home, 'bin/javac')) };
}

function readReleaseFile(home: string): string | undefined {
  try {
    return /^JAVA_VERSION="([^"]+)"/m.exec(readFileSync(join(home, 'release'), 'utf8'))?.[1];
  } catch {
    return undefined;
  }
}

function askJava(home: string): string {
  try {
    const args = ['-XshowSettings:properties', '--version'];
    const options = { timeout: JAVA_VERSION_TIMEOUT_MS, encoding: 'utf8' } as const;
    const text = execFileSync(join(home, 'bin/java'), args, { ...options, stdio: 'pipe' });
    return /^\S+ (\d[^\s]*)/m.exec(text)?.[1] ?? '';
  } catch {
    return ''; // Java 8 does not know --version, and is too old anyway
  }
}

/** 17.0.15 is 17, 1.8.0_402 is 8. */
function majorOf(version: string): number {
  const [first, second] = version.split(/[._+-]/).map(Number);
  const major = first === 1 ? second : first;
  return major !== undefined && Number.isSafeInteger(major) ? major : 0;
}
