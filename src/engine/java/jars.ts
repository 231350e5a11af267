/**
 * OpenSearch's jars: fetched once by Maven into a cache outside the work tree, so that a second
 * clone fetches nothing and works offline. A folder in the cache is complete or not there.
 */
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { messageOf, TamarinError } from '../../core/error.ts';
import { type EngineHome, POM_FILE } from '../home/engine-home.ts';
import { makePrivateDir } from '../home/make-private-dir.ts';
import { missingEngine } from '../home/requirement.ts';
import { findOnPath } from '../process/executable.ts';
import { runProgram } from '../process/run-program.ts';

/** What a fetch of OpenSearch 3.8.0 brings; said before it, so that nobody wonders at the wait. */
const FETCH_SIZE = '118 jars, 71 MB';
/** 71 MB take 19 minutes at 0.5 Mbit/s: who is slower than that has a connection that is broken. */
const FETCH_TIMEOUT_MS = 20 * 60_000;
const DRAFT_AGE_MAX_MS = 24 * 3_600_000;
const MAVEN_LINES_MAX = 5;

export interface JarsOptions {
  readonly home: EngineHome;
  readonly javaHome: string;
  readonly cacheDir: string | undefined;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
  readonly signal: AbortSignal | undefined;
}

/** The folder that holds the jars. */
export async function provideJars(options: JarsOptions): Promise<string> {
  const jarsDir = jarsDirOf(options);
  if (hasOpenSearch(jarsDir, options.home)) return jarsDir;
  const { version } = options.home;
  const maven = findMaven(options.env);
  if (maven === undefined) throw missingEngine([missingMaven(version)], version);
  await fetchJars(jarsDir, maven, options);
  return jarsDir;
}

type JarsPlace = Pick<JarsOptions, 'home' | 'cacheDir' | 'env'>;

/** Whether they are there already: then nobody needs Maven. */
export const hasJars = (about: JarsPlace): boolean => hasOpenSearch(jarsDirOf(about), about.home);

export const findMaven = (env: NodeJS.ProcessEnv): string | undefined => findOnPath('mvn', env);

/** A sentence without its full stop. */
export const missingMaven = (version: string): string =>
  `The embedded OpenSearch ${version} must be downloaded once, which needs Maven;` +
  ' there is no mvn on the PATH';

const jarsDirOf = ({ home, cacheDir, env }: JarsPlace): string =>
  join(cacheDir ?? defaultCacheDir(env), home.jarsName);

function defaultCacheDir(env: NodeJS.ProcessEnv): string {
  const own = env.TAMARIN_CACHE_DIR;
  if (own) return own;
  const xdg = env.XDG_CACHE_HOME;
  const parent = xdg && isAbsolute(xdg) ? xdg : join(env.HOME ?? homedir(), '.cache');
  return join(parent, 'tamarin');
}

async function fetchJars(jarsDir: string, maven: string, options: JarsOptions): Promise<void> {
  const { version } = options.home;
  options.say(`downloading OpenSearch ${version}, ${FETCH_SIZE}, once per machine`);
  const started = Date.now();
  const draft = `${jarsDir}.draft-${process.pid}-${started}`;
  try {
    makePrivateDir(draft);
    removeOldDrafts(dirname(jarsDir));
    await runMaven(maven, draft, options);
    if (!hasOpenSearch(draft, options.home)) throw new Error(`Maven left no jars in ${draft}`);
    publish(draft, jarsDir, options.home);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw fetchFailed(version, cause);
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  options.say(`downloaded OpenSearch ${version} in ${Math.round((Date.now() - started) / 1000)} s`);
}

async function runMaven(maven: string, outputDir: string, options: JarsOptions): Promise<void> {
  const goal = 'dependency:copy-dependencies';
  const result = await runProgram({
    program: maven,
    args: ['-q', '-B', '-f', POM_FILE, goal, `-DoutputDirectory=${outputDir}`],
    env: mavenEnv(options),
    timeoutMs: FETCH_TIMEOUT_MS,
    signal: options.signal,
  });
  if (result.exitCode === 0) return;
  const lines = result.output.split('\n').filter((line) => line.startsWith('[ERROR]'));
  const said = lines.length > 0 ? lines : result.output.trim().split('\n');
  throw new Error(`${result.ending}: ${said.slice(0, MAVEN_LINES_MAX).join('\n')}`);
}

/** Maven's script looks for `java` on the PATH; a machine with a JDK elsewhere needs the hint. */
function mavenEnv(options: JarsOptions): NodeJS.ProcessEnv {
  const { env } = options;
  const findsJava = env.JAVA_HOME !== undefined || findOnPath('java', env) !== undefined;
  return findsJava ? env : { ...env, JAVA_HOME: options.javaHome };
}

/** Another process may have fetched the same jars in the meantime: then its folder stays. */
function publish(draft: string, jarsDir: string, home: EngineHome): void {
  try {
    renameSync(draft, jarsDir);
  } catch (error) {
    if (!hasOpenSearch(jarsDir, home)) throw error;
  }
}

function removeOldDrafts(cacheDir: string): void {
  for (const name of readdirSync(cacheDir).filter((entry) => entry.includes('.draft-'))) {
    const draft = join(cacheDir, name);
    const ageMs = Date.now() - (statSync(draft, { throwIfNoEntry: false })?.mtimeMs ?? Date.now());
    if (ageMs > DRAFT_AGE_MAX_MS) rmSync(draft, { recursive: true, force: true });
  }
}

function hasOpenSearch(dir: string, home: EngineHome): boolean {
  const jar = join(dir, `opensearch-${home.version}.jar`);
  return statSync(jar, { throwIfNoEntry: false }) !== undefined;
}

function fetchFailed(version: string, cause: unknown): TamarinError {
  return new TamarinError(
    'engine_failed',
    `Maven could not download OpenSearch ${version}: ${messageOf(cause)}`,
    {
      cause,
      hint:
        'Check the network (behind a proxy or mirror: ~/.m2/settings.xml) and run the same' +
        ' command again, or name an OpenSearch that you have: OPENSEARCH_URL=http://host:9200',
    },
  );
}
