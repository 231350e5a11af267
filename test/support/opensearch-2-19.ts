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
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { LOGGING_FILE, NODE_SOURCE_FILE, SETTINGS_FILE } from '../../src/engine/engine-home.ts';
import { findOnPath, isExecutable } from '../../src/engine/executable.ts';
import { askHealth, engineUrl } from '../../src/engine/health.ts';
import { JAVA_ROOTS } from '../../src/engine/java-home.ts';
import { choosePort } from '../../src/engine/port.ts';
import { runProgram } from '../../src/engine/run-program.ts';

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

/** Without the flags of src/engine/launch.ts that JDK 17 does not know or 2.19 does not need. */
const JVM_FLAGS = [
  '-Xmx1g',
  '-XX:+UseG1GC',
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

/** null, and a line on stderr: this machine lacks what it needs. @throws Error when it fails */
export async function startOpenSearch219(): Promise<OldOpenSearch | null> {
  const javaHome = findJdk17();
  if (javaHome === undefined) return lacking('JDK 17 (in JAVA_HOME or /usr/lib/jvm)');
  if (!existsSync(join(CACHE, MAIN_JAR))) {
    const maven = findOnPath('mvn', process.env);
    if (maven === undefined) return lacking('Maven');
    await fetchJars(maven, javaHome);
  }
  return await startNode(join(javaHome, 'bin/java'));
}

function lacking(what: string): null {
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

/** Into a draft first: the cache is complete or not there, and another test may be faster. */
async function fetchJars(maven: string, javaHome: string): Promise<void> {
  process.stderr.write('# fetching OpenSearch 2.19.1, 95 jars, 53 MB, once\n');
  mkdirSync(dirname(CACHE), { recursive: true });
  const draft = mkdtempSync(`${CACHE}.draft-`);
  try {
    const goal = 'dependency:copy-dependencies';
    const { exitCode, ending, output } = await runProgram({
      program: maven,
      args: ['-q', '-B', '-f', POM_FILE, goal, `-DoutputDirectory=${draft}`],
      env: { ...process.env, JAVA_HOME: javaHome },
      timeoutMs: FETCH_LIMIT_MS,
      signal: undefined,
    });
    if (exitCode !== 0) throw new Error(`Maven could not fetch OpenSearch: ${ending}\n${output}`);
    publish(draft);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

function publish(draft: string): void {
  try {
    renameSync(draft, CACHE);
  } catch (error) {
    if (!existsSync(join(CACHE, MAIN_JAR))) throw error;
  }
}

async function startNode(java: string): Promise<OldOpenSearch> {
  const folder = mkdtempSync(join(tmpdir(), 'tamarin-2-19-'));
  const config = join(folder, 'config');
  const node = join(folder, 'node');
  for (const made of [config, node]) mkdirSync(made);
  copyFileSync(LOGGING_FILE, join(config, 'log4j2.properties'));
  // Without single-node it looks for others, meets the nodes of other tests and takes 3 s more.
  const settings = `${readFileSync(SETTINGS_FILE, 'utf8')}\ndiscovery.type: single-node\n`;
  writeFileSync(join(config, 'opensearch.yml'), settings);
  const logFile = join(folder, 'log');
  const log = openSync(logFile, 'w');
  const logAgain = openSync(logFile, 'r'); // readable even when the folder is deleted
  const port = await choosePort(0);
  const clusterName = basename(folder);
  const child = spawn(
    '/bin/sh',
    [
      ...['-c', WHILE_INPUT_IS_OPEN, 'sh', folder],
      ...[java, ...JVM_FLAGS, '-cp', join(CACHE, '*'), NODE_SOURCE_FILE],
      ...['-numOfNode', '1', '-clusterName', clusterName],
      ...['-basePath', node, '-confPath', config, '-baseHttpPort', String(port - 1)],
    ],
    // Ctrl-C is for the test; the node ends by its closed input. A pipe for its log would fill up,
    // and stop the node, while a test waits for a child in execFileSync.
    { detached: true, stdio: ['pipe', log, log] },
  );
  closeSync(log);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = (): Promise<void> => {
    child.stdin?.end();
    return ended;
  };
  try {
    await awaitNode(child, port, clusterName);
  } catch (cause) {
    await stop();
    const tail = readFileSync(logAgain, 'utf8').slice(-LOG_CHARACTERS_MAX);
    throw new Error(`OpenSearch 2.19 does not start. Its log ends:\n${tail}`, { cause });
  } finally {
    closeSync(logAgain);
  }
  return { url: engineUrl(port), stop };
}

async function awaitNode(child: ChildProcess, port: number, clusterName: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`);
    const { kind } = await askHealth(port, clusterName); // polls one server; empty, it is green
    if (kind === 'up') return;
    await delay(POLL_MS);
  }
  throw new Error(`it is not up after ${START_LIMIT_MS / 1000} s`);
}
