/** All worlds of the exam, and how one is made: the same name and seed, the same lines. */
import type { WorldDefinition } from './definition.ts';
import { HONEST_WORLDS } from './honest-worlds.ts';
import { MIXED_WORLDS } from './mixed-worlds.ts';
import { ODD_WORLDS } from './odd-worlds.ts';
import { SCRAPER_WORLDS } from './scraper-worlds.ts';
import { SPREAD_WORLDS } from './spread-worlds.ts';
import { Stage } from './stage.ts';
import { TAKER_WORLDS } from './taker-worlds.ts';
import { NO_FRIENDS, type ScraperWorld } from './world.ts';

const DEFINITIONS = [
  ...HONEST_WORLDS,
  ...SCRAPER_WORLDS,
  ...SPREAD_WORLDS,
  ...TAKER_WORLDS,
  ...ODD_WORLDS,
  ...MIXED_WORLDS,
];
/** Those of the core first. */
const ALL: readonly WorldDefinition[] = [
  ...DEFINITIONS.filter(({ isCore }) => isCore),
  ...DEFINITIONS.filter(({ isCore }) => !isCore),
];

export const WORLD_NAMES: readonly string[] = ALL.map(({ name }) => name);

/** What `npm test` asks about is the core; `npm run soak scrapers` asks about all. */
export const EXAM_WORLD_NAMES: readonly string[] = WORLD_NAMES.slice(
  0,
  Number(process.env.TAMARIN_SCRAPER_WORLDS ?? 12),
);

export function makeScraperWorld(name: string, seed = 1): ScraperWorld {
  const definition = ALL.find((each) => each.name === name);
  if (definition === undefined) throw new Error(`There is no world "${name}"`);
  const { hours, files, fill } = definition;
  const stage = new Stage({ name, seed, hours, files });
  const friends = { ...NO_FRIENDS, ...fill(stage) };
  return { name, seed, friends, ...stage.finish() };
}
