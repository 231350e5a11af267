/**
 * Goal: the linter refuses every import that the ranks forbid, and no import that they allow. One run
 * of it over made source trees with this project's own rules.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { FOLDERS, type Folder } from './ranks.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIOME = join(ROOT, 'node_modules/.bin/biome');
const RULE = 'lint/style/noRestrictedImports';
const CLIENT = '@opensearch-project/opensearch';

interface BiomeRules {
  readonly overrides: readonly { readonly includes: readonly string[] }[];
}
interface Diagnostic {
  readonly category: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

const biomeRules: BiomeRules = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));

/** What a file of the folder must not import, each for a reason of its own. */
function forbiddenImports(folder: Folder): string[] {
  const peers = FOLDERS.filter(({ name, rank }) => name !== folder.name && rank >= folder.rank);
  return [
    ...peers.map(({ name }) => `../${name}/other.ts`),
    '../main.ts',
    ...(folder.isPure ? ['node:fs', 'node:fs/promises', 'node:http', 'node:process'] : []),
    ...(folder.name === 'opensearch' ? [] : [CLIENT]),
  ];
}

function allowedImports(folder: Folder): string[] {
  const lower = FOLDERS.filter(({ rank }) => rank < folder.rank);
  return [
    ...lower.map(({ name }) => `../${name}/other.ts`),
    './neighbour.ts',
    ...['node:crypto', 'node:net', 'node:buffer', ...(folder.isPure ? [] : ['node:fs'])],
    ...(folder.name === 'opensearch' ? [CLIENT] : []),
  ];
}

interface Fixture {
  readonly path: string;
  readonly text: string;
  readonly isForbidden: boolean;
  readonly what: string;
}

const fixtures: Fixture[] = FOLDERS.flatMap((folder) => {
  const name = `src/${folder.name}`;
  const bad = forbiddenImports(folder).flatMap((from, at): Fixture[] => {
    const what = `${name} from ${from}`;
    const still = `import { a } from '${from}';\n\nexport const b = a;\n`;
    const late = `export const b = () => import('${from}');\n`;
    return [
      { path: `${name}/bad-${at}.ts`, text: still, isForbidden: true, what },
      { path: `${name}/late-${at}.ts`, text: late, isForbidden: true, what: `${what}, late` },
    ];
  });
  const good = allowedImports(folder).map(
    (from, at): Fixture => ({
      path: `${name}/good-${at}.ts`,
      text: `import { a } from '${from}';\n\nexport const b = a;\n`,
      isForbidden: false,
      what: `${name} from ${from}`,
    }),
  );
  return [...bad, ...good];
});

async function lint(folder: string): Promise<Map<string, Set<string>>> {
  const run = promisify(execFile)(
    BIOME,
    ['lint', '--reporter=json', '--max-diagnostics=none', '--colors=off', '.'],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  );
  const { stdout } = await run.catch((error: { stdout: string }) => error); // findings make it exit 1
  const { diagnostics }: { readonly diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
  const found = new Map<string, Set<string>>();
  for (const { category, location } of diagnostics) {
    const path = typeof location.path === 'string' ? location.path : location.path.file;
    found.set(path, (found.get(path) ?? new Set()).add(category));
  }
  return found;
}

t.test('what the ranks forbid is refused, what they allow is not', async (t) => {
  const folder = t.testdir({ 'biome.json': JSON.stringify({ ...biomeRules, vcs: undefined }) });
  for (const { path, text } of fixtures) {
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const found = await lint(folder);
  const isRefused = ({ path }: Fixture): boolean => found.get(path)?.has(RULE) ?? false;
  const wrong = fixtures.filter((fixture) => isRefused(fixture) !== fixture.isForbidden);
  t.strictSame(
    wrong.map(({ what, isForbidden }) => `${what}: ${isForbidden ? 'passes' : 'is refused'}`),
    [],
  );
  t.ok(fixtures.filter(isRefused).length > FOLDERS.length, 'the linter did run');
});

t.test('every folder under src has its rules', async (t) => {
  const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  const covered = biomeRules.overrides.flatMap(({ includes }) => includes);
  const ranked = FOLDERS.map(({ name }) => name);
  t.strictSame(
    folders.filter((name) => !covered.includes(`**/src/${name}/**`)),
    [],
  );
  t.strictSame(
    folders.filter((name) => !ranked.includes(name)),
    [],
    'and a rank',
  );
});
