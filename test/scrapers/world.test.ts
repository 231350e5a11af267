import t from 'tap';
import { type Fact, readFacts } from './facts.ts';
import { judge } from './judge.ts';
import type { Row } from './row.ts';
import type { Actor, ScraperWorld } from './world.ts';
import { EXAM_WORLD_NAMES, makeScraperWorld, WORLD_NAMES } from './worlds.ts';

const LINES_MIN = 3_000;
const LINES_MAX = 25_500;
/** The least part of a world that its sought actors have together: less would be nothing to find. */
const SHARE_MIN = 0.03;
/** Honest life must stay the most, but for the worlds that say otherwise. */
const SHARE_MAX = 0.45;

t.test('the same seed makes the same lines, and another seed makes others', async (t) => {
  const [name = ''] = WORLD_NAMES;
  const world = makeScraperWorld(name, 5);
  t.strictSame(makeScraperWorld(name, 5), world);
  const other = makeScraperWorld(name, 6);
  t.not(other.lines[0], world.lines[0]);
  t.not(other.lines.length, world.lines.length);
});

t.test('there are at least 24 worlds, each with a name of its own', async (t) => {
  t.ok(WORLD_NAMES.length >= 24);
  t.equal(new Set(WORLD_NAMES).size, WORLD_NAMES.length);
});

t.test('a world that there is not is an error', async (t) => {
  t.throws(() => makeScraperWorld('no such world'), {
    message: 'There is no world "no such world"',
  });
});

t.test('honest life has nights, favourites, several programs and IPv6', async (t) => {
  const { lines } = makeScraperWorld('a hundred people behind each address of a carrier');
  const facts = readFacts(lines);
  const countsBy = (nameOf: (fact: Fact) => string | null) =>
    [...Map.groupBy(facts, nameOf).values()].map(({ length }) => length).sort((a, b) => b - a);
  const hours = countsBy(({ time }) => time.slice(0, 13));
  t.ok((hours.at(-1) ?? 0) < (hours[0] ?? 0) / 4, 'by night a quarter at most of the evening');
  const keys = countsBy(({ key }) => key);
  const tenth = keys.slice(0, keys.length / 10).reduce((sum, count) => sum + count, 0);
  t.ok(tenth > 0.35 * lines.length, 'a tenth of the files has a third of the requests');
  t.ok(new Set(facts.map(({ agent }) => agent)).size > 12, 'a dozen programs');
  t.ok(
    facts.some(({ ip }) => ip?.includes(':')),
    'IPv6',
  );
});

for (const name of EXAM_WORLD_NAMES) {
  t.test(`world: ${name}`, async (t) => {
    const world = makeScraperWorld(name);
    const { lines, actors } = world;
    t.ok(lines.length >= LINES_MIN && lines.length <= LINES_MAX, `${lines.length} lines`);
    // Throws at the first line that Tamarin would reject.
    const facts = readFacts(lines);
    t.ok(
      facts.every(({ time }, at) => at === 0 || (facts[at - 1]?.time ?? '') <= time),
      'lines are in order of time',
    );
    t.equal(new Set(lines).size, lines.length, 'no line is there twice');
    const owned = actors.flatMap((actor) => actor.lines);
    t.equal(new Set(owned).size, owned.length, 'no line has two owners');
    for (const actor of actors) {
      const own = actor.lines.flatMap((at) => facts[at] ?? []);
      const ips = new Set(own.map(({ ip }) => ip));
      t.strictSame(new Set(actor.addresses), ips, `${actor.id} has the addresses of its lines`);
    }
    const share = soughtShare(world);
    t.ok(share === 0 || (share > SHARE_MIN && share < SHARE_MAX), `actors have ${share}`);
    t.ok(isHonestAlike(world, facts), 'most honest clients fetch few files');
    // Whoever knows the truth passes, in both readings of a row.
    for (const by of ['row', 'members'] as const) {
      const { rows, missed } = judge(world, actors.map(rowOfTruth), { facts, by });
      t.strictSame(missed, [], 'every actor can be found');
      t.notOk(rows.some(({ kind }) => kind === 'false'));
    }
  });
}

const rowOfTruth = ({ id, kind, addresses }: Actor): Row => ({
  ...{ kind: 'group', name: id, verdict: kind, score: 100, reasons: [] },
  members: { addresses, networks: [], count: addresses.length },
});

function soughtShare({ actors, lines }: ScraperWorld): number {
  const sought = actors.filter(({ isSought }) => isSought);
  return sought.reduce((sum, actor) => sum + actor.lines.length, 0) / lines.length;
}

/** Files of the middle one of the honest addresses. */
const FEW = 25;

function isHonestAlike({ actors }: ScraperWorld, facts: readonly Fact[]): boolean {
  const owned = new Set(actors.flatMap((actor) => actor.lines));
  const honest = facts.filter(({ ip }, at) => ip !== null && !owned.has(at));
  const files = [...Map.groupBy(honest, ({ ip }) => ip).values()]
    .map((own) => new Set(own.map(({ key }) => key)).size)
    .sort((a, b) => a - b);
  return (files[Math.floor(files.length / 2)] ?? 0) <= FEW;
}
