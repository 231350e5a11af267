/**
 * Goal: the linter refuses every import that the ranks forbid, and no import that they allow. One run
 * of it over a made source tree with this project's own rules.
 */
import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import t from 'tap';
import { CLIENT, CLIENT_ROOM, PURE_MODULES, ROOMS, type Room } from './ranks.ts';
import { ranksConfig } from './ranks-config.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BIOME = join(ROOT, 'node_modules/.bin/biome');
/** Alone it takes a third of the time. A rule that is switched off would still warn, and not refuse. */
const ONLY = 'style/noRestrictedImports';
const RULE = `lint/${ONLY}`;

/** A house with inner ranks of its own: whatever rooms there are today, these rules hold. */
const MADE_ROOMS: readonly Room[] = [
  ...ROOMS,
  {
    name: 'made',
    rank: 1,
    isPure: true,
    inner: [['cellar'], ['left', 'right'], ['roof']],
  },
];

interface Diagnostic {
  readonly category: string;
  readonly severity: string;
  readonly location: { readonly path: string | { readonly file: string } };
}

interface Fixture {
  readonly path: string;
  readonly text: string;
  readonly isForbidden: boolean;
  readonly what: string;
}

/** What a file of the room must not import, each for a reason of its own. */
function forbiddenImports(room: Room): string[] {
  const peers = MADE_ROOMS.filter(({ name, rank }) => name !== room.name && rank >= room.rank);
  return [
    ...peers.map(({ name }) => `../${name}/other.ts`),
    '../main.ts',
    ...(room.isPure ? ['node:fs', 'node:fs/promises', 'node:http', 'node:process'] : []),
    ...(room.name === CLIENT_ROOM ? [] : [CLIENT]),
  ];
}

function allowedImports(room: Room): string[] {
  const lower = MADE_ROOMS.filter(({ rank }) => rank < room.rank);
  return [
    ...lower.map(({ name }) => `../${name}/other.ts`),
    './neighbour.ts',
    ...(room.inner ?? []).flat().map((name) => `./${name}/other.ts`),
    ...[...PURE_MODULES, ...(room.isPure ? [] : ['node:fs'])],
    ...(room.name === CLIENT_ROOM ? [CLIENT] : []),
  ];
}

/** The imports of a folder inside a room, by whether the inner ranks allow them. */
function innerImports({ inner = [] }: Room, name: string, step: number) {
  const before = inner.slice(0, step).flat();
  const others = inner.flat().filter((each) => each !== name && !before.includes(each));
  return {
    allowed: ['./neighbour.ts', '../../core/other.ts', ...before.map((b) => `../${b}/other.ts`)],
    forbidden: ['../catalogue.ts', '../../main.ts', ...others.map((each) => `../${each}/other.ts`)],
  };
}

function fixturesOf(folder: string, froms: readonly string[], isForbidden: boolean): Fixture[] {
  return froms.flatMap((from, at): Fixture[] => {
    const what = `${folder} from ${from}`;
    const name = `${folder}/${isForbidden ? 'bad' : 'good'}-${at}`;
    const still = `import { a } from '${from}';\n\nexport const b = a;\n`;
    const late = `export const b = () => import('${from}');\n`;
    return [
      { path: `${name}.ts`, text: still, isForbidden, what },
      { path: `${name}-late.ts`, text: late, isForbidden, what: `${what}, late` },
    ];
  });
}

const fixtures: readonly Fixture[] = MADE_ROOMS.flatMap((room) => {
  const folder = `src/${room.name}`;
  const inner = (room.inner ?? []).flatMap((names, step) =>
    names.flatMap((name) => {
      const { allowed, forbidden } = innerImports(room, name, step);
      const path = `${folder}/${name}`;
      return [...fixturesOf(path, forbidden, true), ...fixturesOf(path, allowed, false)];
    }),
  );
  return [
    ...fixturesOf(folder, forbiddenImports(room), true),
    ...fixturesOf(folder, allowedImports(room), false),
    ...inner,
  ];
});

async function lint(folder: string): Promise<Map<string, Set<string>>> {
  const run = promisify(execFile)(
    BIOME,
    ['lint', `--only=${ONLY}`, '--reporter=json', '--max-diagnostics=none', '--colors=off', '.'],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  );
  const { stdout } = await run.catch((error: { stdout: string }) => error); // findings make it exit 1
  const { diagnostics }: { readonly diagnostics: readonly Diagnostic[] } = JSON.parse(stdout);
  const found = new Map<string, Set<string>>();
  for (const { category, severity, location } of diagnostics) {
    if (severity !== 'error') continue;
    const path = typeof location.path === 'string' ? location.path : location.path.file;
    found.set(path, (found.get(path) ?? new Set()).add(category));
  }
  return found;
}

t.test('what the ranks forbid is refused, what they allow is not', async (t) => {
  const config = JSON.parse(readFileSync(join(ROOT, 'biome.json'), 'utf8'));
  const folder = t.testdir({
    'biome.json': JSON.stringify({ ...config, vcs: undefined }),
    'biome.ranks.json': JSON.stringify(ranksConfig(MADE_ROOMS)),
  });
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
  t.ok(fixtures.filter(isRefused).length > MADE_ROOMS.length, 'the linter did run');
});

t.test("the linter's rules are those of the table", async (t) => {
  const written = JSON.parse(readFileSync(join(ROOT, 'biome.ranks.json'), 'utf8'));
  t.strictSame(written, JSON.parse(JSON.stringify(ranksConfig())), 'npm run ranks');
});

t.test(
  'every folder under src has a rank, and so has every folder of a room with inner ranks',
  async (t) => {
    const foldersOf = (path: string): string[] =>
      readdirSync(join(ROOT, path), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => name);
    const ranked = ROOMS.map(({ name }) => name);
    const rooms = foldersOf('src');
    t.strictSame(
      rooms.filter((name) => !ranked.includes(name)),
      [],
    );
    for (const { name, inner } of ROOMS) {
      if (inner === undefined || !rooms.includes(name)) continue;
      t.strictSame(foldersOf(`src/${name}`).sort(), inner.flat().toSorted(), name);
    }
  },
);
