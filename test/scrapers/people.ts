/**
 * Honest people: they read some pages with their pictures, hear an episode in a few ranges, follow a
 * programme with an app, or fetch tables for their work. Each has one program and few favourites.
 */
import type { Random } from '../../samples/maker/prng.ts';
import { type Family, programOf } from './agents.ts';
import type { Client } from './ask.ts';
import { DAY_S, HOUR_S, makeClock } from './clock.ts';
import { makePopularity, type Page, type StoredFile } from './files.ts';
import type { Stage } from './stage.ts';

type Habit = 'read' | 'listen' | 'follow' | 'work';

export interface CrowdOptions {
  readonly people: number;
  /** Where they are; without it each at home. */
  readonly addressOf?: (random: Random) => string;
  /** Parts of their whole. */
  readonly habits?: Partial<Record<Habit, number>>;
  readonly clock?: 'people' | 'office';
  /** On average, over the whole span; few come much more often than most. */
  readonly visits?: number;
  readonly name?: string;
}

const HABITS: Record<Habit, number> = { read: 0.5, listen: 0.3, follow: 0.2, work: 0 };
const FAMILIES: Record<Habit, readonly Family[]> = {
  read: ['desktop', 'phone', 'phone'],
  listen: ['player', 'phone', 'player', 'desktop'],
  follow: ['podcast'],
  work: ['data', 'data', 'desktop'],
};
/** Where readers come from; the rest types the address, or comes from the site's own pages. */
const SEARCHES = ['https://www.google.com/', 'https://duckduckgo.com/', 'https://www.bing.com/'];
/** Hours that a clock is ahead of UTC: most live in the country of the station. */
const ZONES = [1, 1, 1, 1, 1, 1, -5, -8, 5.5, 9];

export function addCrowd(stage: Stage, options: CrowdOptions): void {
  const random = stage.part(`crowd/${options.name ?? ''}`);
  const town = makeTown(stage, random, options.clock ?? 'people');
  const habits = Object.entries({ ...HABITS, ...options.habits }) as [Habit, number][]; // its keys
  const whole = habits.reduce((sum, [, part]) => sum + part, 0);
  for (let person = 0; person < options.people; person += 1) {
    const habit = habitAt(habits, random.next() * whole);
    const ip = options.addressOf?.(random) ?? stage.addresses.household();
    const client: Client = { ip, ...programOf(random, random.pick(FAMILIES[habit])) };
    const momentOf = random.pick(town.clocks);
    const visits = visitsOf(random, options.visits ?? 1.6);
    LIVES[habit]({ stage, random, town, client, momentOf }, visits);
  }
}

/** Whose part of the whole the drawn number falls into. */
function habitAt(habits: readonly (readonly [Habit, number])[], drawn: number): Habit {
  let rest = drawn;
  for (const [habit, part] of habits) {
    if (rest < part) return habit;
    rest -= part;
  }
  return 'read';
}

/** What all people of a world share. */
interface Town {
  readonly clocks: readonly (() => number)[];
  readonly page: () => Page;
  readonly episode: () => StoredFile;
  readonly video: () => StoredFile;
  readonly table: () => StoredFile;
}

interface Life {
  readonly stage: Stage;
  readonly random: Random;
  readonly town: Town;
  readonly client: Client;
  readonly momentOf: () => number;
}

function makeTown(stage: Stage, random: Random, clock: 'people' | 'office'): Town {
  // What is popular is so for everybody: the order must not depend on the crowd.
  const { files } = stage;
  const taste = stage.part('taste');
  const popular = <T>(some: readonly T[]) => {
    const order = taste.shuffle(some);
    const rank = makePopularity({ ...random, shuffle: (list) => [...list] }, order);
    return rank;
  };
  return {
    clocks: ZONES.map((zone) => makeClock(random, stage.span, clock, zone)),
    page: popular(files.pages),
    episode: popular(files.episodes),
    video: popular(files.videos),
    table: popular(files.data),
  };
}

/** At least one; a geometric tail, so that one in some hundred comes ten times as often. */
function visitsOf(random: Random, mean: number): number {
  const own = mean * -Math.log(1 - random.next());
  return 1 + Math.floor(Math.min(own, 12 * mean));
}

const LIVES: Record<Habit, (life: Life, visits: number) => void> = {
  read: (life, visits) => repeat(visits, () => readPages(life, life.momentOf())),
  listen: (life, visits) => repeat(visits, () => listen(life, life.momentOf())),
  follow: (life, visits) => followSeries(life, visits),
  work: (life, visits) => repeat(visits, () => fetchTables(life, life.momentOf())),
};

function repeat(times: number, act: () => void): void {
  for (let time = 0; time < times; time += 1) act();
}

/** One to four pages, each with its pictures; what was seen before is asked for again and is 304. */
function readPages({ stage, random, town, client }: Life, startS: number): void {
  const seen = new Set<string>();
  const site = `https://${stage.site}/`;
  let referrer: string | null = random.chance(0.45)
    ? random.pick(SEARCHES)
    : random.chance(0.6)
      ? site
      : null;
  let timeS = startS;
  const take = (file: StoredFile, from: string) => {
    const isKnown = seen.has(file.key) || random.chance(0.06);
    seen.add(file.key);
    stage.get(client, file, {
      timeS: timeS + random.int(0, 2),
      referrer: from,
      ...(isKnown ? { status: 304, bytes: 0 } : {}),
    });
  };
  const pages = 1 + Math.floor(-Math.log(1 - random.next()) * 0.9);
  for (let count = 0; count < Math.min(pages, 6); count += 1) {
    const page = town.page();
    const url = `${site}${page.key}`;
    stage.get({ ...client, tls: null }, page, { timeS, operation: 'WEBSITE.GET.OBJECT', referrer });
    if (count === 0) {
      take(stage.files.style, url);
      if (random.chance(0.25))
        stage.miss(client, 'favicon.ico', { timeS: timeS + 1, referrer: url });
    }
    for (const picture of page.pictures) take(picture, url);
    referrer = url;
    timeS += random.int(15, 240);
  }
}

/** A player looks at the first two bytes, then asks for one range after the other. */
function listen(life: Life, startS: number): void {
  const { stage, random, town, client } = life;
  const hasVideo = stage.files.videos.length > 0 && random.chance(0.08);
  if (stage.files.episodes.length === 0 && !hasVideo) {
    readPages(life, startS);
    return;
  }
  const file = hasVideo ? town.video() : town.episode();
  const referrer = random.chance(0.4) ? `https://${stage.site}/listen` : null;
  stage.get(client, file, { timeS: startS, status: 206, bytes: 2, referrer });
  const ranges = random.int(1, 6);
  const heard = random.chance(0.5) ? 1 : random.next();
  for (let range = 0; range < ranges; range += 1) {
    const bytes = Math.max(1, Math.floor((file.size * heard) / ranges));
    const timeS = startS + 1 + range * random.int(60, 500);
    stage.get(client, file, { timeS, status: 206, bytes, referrer });
  }
}

/** An app looks at the feed twice a day or so, and takes what is new; a download may be resumed. */
function followSeries(life: Life, visits: number): void {
  const { stage, random, client, town } = life;
  const { feeds, series } = stage.files;
  if (feeds.length === 0) {
    repeat(visits, () => readPages(life, life.momentOf()));
    return;
  }
  const chosen = random.int(0, feeds.length - 1);
  const polls = Math.min(Math.ceil(stage.days * random.pick([0.5, 1, 1, 2])), 40);
  for (let poll = 0; poll < polls; poll += 1) {
    const feed = feeds[chosen] ?? random.pick(feeds);
    const isNew = random.chance(0.2);
    const timeS = life.momentOf();
    stage.get(client, feed, { timeS, ...(isNew ? {} : { status: 304, bytes: 0 }) });
  }
  const own = series[chosen] ?? [];
  for (let taken = 0; taken < visits; taken += 1) {
    const newest = own[own.length - 1 - random.int(0, Math.min(5, own.length - 1))];
    const file = newest === undefined || random.chance(0.3) ? town.episode() : newest;
    downloadEpisode(life, file, life.momentOf());
  }
}

export function downloadEpisode(
  { stage, random, client }: Pick<Life, 'stage' | 'random' | 'client'>,
  file: StoredFile,
  timeS: number,
): void {
  if (random.chance(0.3)) stage.head(client, file, { timeS: timeS - 1 });
  if (random.chance(0.88)) {
    stage.get(client, file, { timeS });
    return;
  }
  // The connection broke: the rest comes later, as a range.
  const bytes = random.int(1, file.size - 1);
  stage.get(client, file, { timeS, bytes });
  const laterS = timeS + random.int(20, 2 * HOUR_S);
  stage.get(client, file, { timeS: laterS, status: 206, bytes: file.size - bytes });
}

/** A few tables of one subject, whole or, with a reader of columns, in ranges. */
function fetchTables({ stage, random, town, client }: Life, startS: number): void {
  const count = Math.min(1 + Math.floor(-Math.log(1 - random.next()) * 2.5), 16);
  let timeS = Math.min(startS, stage.span.toS - DAY_S / 48);
  for (let taken = 0; taken < count; taken += 1) {
    const file = town.table();
    if (random.chance(0.25)) stage.head(client, file, { timeS });
    if (client.agent?.startsWith('duckdb')) {
      for (const part of [0.002, 0.05, 0.11]) {
        stage.get(client, file, { timeS, status: 206, bytes: Math.ceil(file.size * part) });
      }
    } else stage.get(client, file, { timeS });
    timeS += random.int(3, 400);
  }
}
