/**
 * Worlds drawn by their seed: some odd but honest habits, and none to three bad actors. Whoever has
 * tuned a detector to the named worlds can take other seeds of these.
 */
import type { Random } from '../../samples/maker/prng.ts';
import { MASKS } from './agents.ts';
import { TLS } from './ask.ts';
import { addHonestLife, type WorldDefinition } from './definition.ts';
import type { FileCounts } from './files.ts';
import { addExpiredLinks, addFilms, addMovedFeed, addTablets } from './odd-people.ts';
import { addCrowd } from './people.ts';
import { addScraper, inOrder } from './scrapers.ts';
import { addCdn, addMonitor } from './services.ts';
import { addBackup, addLaunch, addPrefetching } from './special-people.ts';
import { cloudOf } from './spread-worlds.ts';
import type { Stage } from './stage.ts';
import { addHog, addHotlink, addKeyGuesser, addLister } from './takers.ts';

const FILES: FileCounts = {
  pages: 130,
  picturesAPage: 4,
  series: 4,
  episodesEach: 45,
  videos: 14,
  data: 0,
};

type Part = (stage: Stage, random: Random) => void;

const HABITS: readonly Part[] = [
  (stage, random) => addLaunch(stage, random.int(200, 900)),
  (stage, random) => addPrefetching(stage, random.int(4, 20)),
  (stage) => addBackup(stage, Math.max(1, Math.ceil(stage.days / 4))),
  (stage, random) => addMovedFeed(stage, Math.ceil(random.int(100, 300) / stage.days)),
  (stage, random) => addExpiredLinks(stage, random.int(40, 150)),
  (stage, random) => addFilms(stage, random.int(10, 45)),
  (stage, random) => addTablets(stage, random.int(6, 14), Math.ceil(stage.days * 600)),
  (stage, random) => addCdn(stage, { requests: random.int(500, 2_500), edges: random.int(8, 70) }),
  (stage) => {
    addMonitor(stage, Math.ceil(stage.days * 120));
  },
  (stage, random) => {
    const exits = Array.from({ length: random.int(1, 4) }, () => stage.addresses.household());
    const people = random.int(60, 220);
    addCrowd(stage, { name: 'nat', people, addressOf: (own) => own.pick(exits) });
  },
];

/** A single scraper, with what it takes, how long and behind which mask drawn. */
function addOne(stage: Stage, random: Random): void {
  const from = random.next() * 0.4;
  const isScript = random.chance(0.35);
  addScraper(stage, {
    id: 'one',
    words: isScript ? 'one address takes all by a script' : 'one address takes all behind a mask',
    addresses: [stage.addresses.household()],
    agents: [
      isScript ? random.pick(['curl/7.88.1', 'python-requests/2.28.1']) : random.pick(MASKS),
    ],
    tls: random.pick([TLS.modern, TLS.old, TLS.openssl]),
    files: random.chance(0.5) ? inOrder(stage.files.worth) : random.shuffle(stage.files.worth),
    from,
    to: from + 0.1 + random.next() * 0.5,
  });
}

const ACTORS: readonly Part[] = [
  addOne,
  (stage, random) => {
    addScraper(stage, {
      id: 'many',
      words: 'many machines of one program, with changing masks, take each file once',
      addresses: cloudOf(stage, random.int(120, 420), random.int(40, 120)),
      keepsAgent: random.chance(0.5),
      tls: TLS.openssl,
      files: random.shuffle(stage.files.worth),
    });
  },
  (stage, random) => {
    addScraper(stage, {
      id: 'neighbours',
      words: 'a /24 takes each file once',
      addresses: cloudOf(stage, random.int(40, 230), 1),
      agents: random.shuffle(MASKS).slice(0, 3),
      tls: random.pick([TLS.modern, TLS.old]),
      files: random.shuffle(stage.files.worth),
    });
  },
  (stage, random) => addKeyGuesser(stage, random.int(450, 900)),
  (stage, random) => addLister(stage, random.int(400, 700)),
  (stage, random) => addHog(stage, { downloads: random.int(300, 500), files: random.int(1, 3) }),
  (stage, random) => {
    const step = random.int(6, 15);
    const files = stage.files.pictures.filter((_, at) => at % step === 0);
    addHotlink(stage, { visitors: random.int(250, 500), domain: 'corner-board.example', files });
  },
];

function fillMix(stage: Stage, people: number): { readonly ownDomains: readonly string[] } {
  const random = stage.part('mix');
  addHonestLife(stage, { people }, Math.ceil(60 / stage.days));
  for (const add of random.shuffle(HABITS).slice(0, random.int(1, 3))) add(stage, random);
  for (const add of random.shuffle(ACTORS).slice(0, random.int(0, 3))) add(stage, random);
  return { ownDomains: [stage.site] };
}

export const MIXED_WORLDS: readonly WorldDefinition[] = [
  { name: 'a mix of a day', hours: 24, files: FILES, fill: (stage) => fillMix(stage, 400) },
  { name: 'a mix of three days', hours: 72, files: FILES, fill: (stage) => fillMix(stage, 450) },
  { name: 'a mix of nine days', hours: 216, files: FILES, fill: (stage) => fillMix(stage, 550) },
  { name: 'a mix of a month', hours: 720, files: FILES, fill: (stage) => fillMix(stage, 500) },
];
