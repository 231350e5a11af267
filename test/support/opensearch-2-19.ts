/**
 * OpenSearch 2.19, the oldest that Tamarin supports: a node of its own for one test file, wherever
 * there is a JDK 17. Maven fetches the jars once, 53 MB, into a cache outside the work tree.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { askHealth, engineUrl } from '../../src/engine/health.ts';
import {
  LOGGING_FILE,
  NODE_SOURCE_FILE,
  SETTINGS_FILE,
} from '../../src/engine/home/engine-home.ts';
import { JAVA_ROOTS } from '../../src/engine/java/java-home.ts';
import { findOnPath, isExecutable } from '../../src/engine/process/executable.ts';
import { choosePort } from '../../src/engine/process/port.ts';
import { runProgram } from '../../src/engine/process/run-program.ts';
import { ENGINE_PARENT } from './engine-parent.ts';

export interface OldOpenSearch {
  readonly url: string;
  /** Ends the node and deletes its data. So does the end of this process, whatever its reason. */
  stop(): Promise<void>;
}

const POM_FILE = fileURLToPath(new URL('opensearch-2.19/pom.xml', import.meta.url));
const CACHE = join(homedir(), '.cache', 'tamarin-tests', 'opensearch-2.19.1');
const MAIN_JAR = 'opensearch-2.19.1.jar';
const FETCH_LIMIT_MS = 240_000;
const START_LIMIT_MS = 90_000;
const POLL_MS = 100;
const LOG_CHARACTERS_MAX = 4_000;

/** Without the flags of src/engine/java/launch.ts that JDK 17 does not know or 2.19 does not need. */
const JVM_FLAGS = [
  '-XX:+UseSerialGC', // one thread: the tests share two processors
  '-XX:+ExitOnOutOfMemoryError',
  '--add-opens=java.base/java.nio=ALL-UNNAMED',
];

/**
 * Runs a program for as long as the shell's input is open, then ends it by its pid and deletes the
 * folder: a test that is killed closes the input too, so nothing stays behind.
 */
const WHILE_INPUT_IS_OPEN = `
exec 3<&0
folder=$1
shift
"$@" &
program=$!
{ read -r line <&3; kill "$program"; } &
watcher=$!
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
rm -rf "$folder"
exit "$code"`;

/** What Maven has fetched, and the JDK that it is for. */
export interface OldParts {
  readonly javaHome: string;
  readonly jarsDir: string;
}

/** null, and a line on stderr: this machine lacks what it needs. @throws Error when it fails */
export async function startOpenSearch219(): Promise<OldOpenSearch | null> {
  const parts = await fetchOldParts();
  return parts === null ? null : startNode(parts);
}

/** null, and a line on stderr: there is no JDK 17, or no Maven to fetch the jars. */
export async function fetchOldParts(): Promise<OldParts | null> {
  const javaHome = findJdk17();
  if (javaHome === undefined) return lacking('JDK 17 (in JAVA_HOME or /usr/lib/jvm)');
  const isThere = await fetchOnce(javaHome, {
    pomFile: POM_FILE,
    goal: 'dependency:copy-dependencies',
    cache: CACHE,
    mainFile: MAIN_JAR,
    what: 'OpenSearch 2.19.1, 95 jars, 53 MB',
  });
  return isThere ? { javaHome, jarsDir: CACHE } : null;
}

export function lacking(what: string): null {
  process.stderr.write(`# no test against OpenSearch 2.19: this machine has no ${what}\n`);
  return null;
}

function findJdk17(): string | undefined {
  const entries = JAVA_ROOTS.flatMap((root) =>
    existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : [],
  );
  const homes = entries.flatMap((entry) => [entry, join(entry, 'Contents/Home')]); // as on macOS
  return [process.env.JAVA_HOME ?? '', ...homes].find(isJdk17);
}

/** With its compiler, which compiles EngineNode.java. */
function isJdk17(home: string): boolean {
  const release = join(home, 'release');
  return (
    isExecutable(join(home, 'bin/javac')) &&
    existsSync(release) &&
    /^JAVA_VERSION="17[."]/m.test(readFileSync(release, 'utf8'))
  );
}

export interface Fetched {
  readonly pomFile: string;
  readonly goal: string;
  /** The folder that the jars go to. */
  readonly cache: string;
  /** One of them: where it is, all are. */
  readonly mainFile: string;
  readonly what: string;
}

/** Into a draft first: the cache is complete or not there, and another test may be faster. */
export async function fetchOnce(javaHome: string, about: Fetched): Promise<boolean> {
  const { pomFile, goal, cache, mainFile, what } = about;
  if (existsSync(join(cache, mainFile))) return true;
  const maven = findOnPath('mvn', process.env);
  if (maven === undefined) {
    lacking('Maven');
    return false;
  }
  process.stderr.write(`# fetching ${what}, once\n`);
  mkdirSync(dirname(cache), { recursive: true });
  const draft = mkdtempSync(`${cache}.draft-`);
  // Maven leaves a mark beside the pom.xml that it has unpacked, and would not do so again.
  const pom = join(draft, 'pom.xml');
  copyFileSync(pomFile, pom);
  try {
    const { exitCode, ending, output } = await runProgram({
      program: maven,
      args: ['-q', '-B', '-f', pom, goal, `-DoutputDirectory=${draft}`],
      env: { ...process.env, JAVA_HOME: javaHome },
      timeoutMs: FETCH_LIMIT_MS,
      signal: undefined,
    });
    if (exitCode !== 0) throw new Error(`Maven could not fetch ${what}: ${ending}\n${output}`);
    publish(draft, cache, mainFile);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return true;
}

function publish(draft: string, cache: string, mainFile: string): void {
  try {
    renameSync(draft, cache);
  } catch (error) {
    if (!existsSync(join(cache, mainFile))) throw error;
  }
}

async function startNode({ javaHome, jarsDir }: OldParts): Promise<OldOpenSearch> {
  const folder = mkdtempSync(join(ENGINE_PARENT, 'tamarin-2-19-'));
  const config = join(folder, 'config');
  mkdirSync(config);
  copyFileSync(LOGGING_FILE, join(config, 'log4j2.properties'));
  // Without single-node it looks for others, meets the nodes of other tests and takes 3 s more.
  const settings = `${readFileSync(SETTINGS_FILE, 'utf8')}\ndiscovery.type: single-node\n`;
  writeFileSync(join(config, 'opensearch.yml'), settings);
  const port = await choosePort(0);
  const clusterName = basename(folder);
  const isUp = async (): Promise<boolean> => {
    const { kind } = await askHealth(port, clusterName); // empty, it is green
    return kind === 'up';
  };
  const java = [join(javaHome, 'bin/java'), '-Xmx1g', '-cp', join(jarsDir, '*')];
  const archive = `${jarsDir}.jsa`;
  const stop = await runNode({ folder, java, archive, port, isUp, args: [] });
  return { url: engineUrl(port), stop };
}

export interface NodeToRun {
  /** Holds `config/`; deleted when the node ends. */
  readonly folder: string;
  /** The program and its first arguments: heap and class path. */
  readonly java: readonly string[];
  /**
   * Of the classes that a node loads: saves half of a start, 3 s of a processor. The first node to end
   * writes it, 100 MB, in 10 s.
   */
  readonly archive: string;
  readonly port: number;
  readonly isUp: () => Promise<boolean>;
  /** Further arguments of the runner. */
  readonly args: readonly string[];
}

/** Returns what ends the node. @throws Error with the end of its log when it does not start */
export async function runNode(node: NodeToRun): Promise<() => Promise<void>> {
  const { folder, port, archive } = node;
  const draft = `${archive}.draft-${process.pid}`;
  const isThere = existsSync(archive);
  const nodeDir = join(folder, 'node');
  mkdirSync(nodeDir);
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'w');
  const logAgain = openSync(logFile, 'r'); // readable even when the folder is deleted
  const child = spawn(
    '/bin/sh',
    [
      ...['-c', WHILE_INPUT_IS_OPEN, 'sh', folder],
      ...[...node.java, ...JVM_FLAGS],
      ...[isThere ? `-XX:SharedArchiveFile=${archive}` : `-XX:ArchiveClassesAtExit=${draft}`],
      NODE_SOURCE_FILE,
      ...['-numOfNode', '1', '-clusterName', basename(folder), '-basePath', nodeDir],
      ...['-confPath', join(folder, 'config'), '-baseHttpPort', String(port - 1), ...node.args],
    ],
    // Ctrl-C is for the test; the node ends by its closed input. A pipe for its log would fill up,
    // and stop the node, while a test waits for a child in execFileSync.
    { detached: true, stdio: ['pipe', log, log] },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async (): Promise<void> => {
    child.stdin?.end();
    await ended;
    // Another test may have been faster, and a node that failed leaves none.
    if (!isThere && existsSync(draft)) renameSync(draft, archive);
  };
  try {
    await awaitNode(child, node.isUp);
  } catch (cause) {
    await stop();
    const tail = readFileSync(logAgain, 'utf8').slice(-LOG_CHARACTERS_MAX);
    throw new Error(`OpenSearch 2.19 does not start. The end of its log:\n${tail}`, { cause });
  } finally {
    closeSync(logAgain);
  }
  return stop;
}

async function awaitNode(child: ChildProcess, isUp: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    if (await isUp()) return; // polls one server
    await delay(POLL_MS);
  }
  throw new Error(`it is not up after ${START_LIMIT_MS / 1000} s`);
}
