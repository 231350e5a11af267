/** Worlds in which somebody takes what is worth taking, mostly from one address. */
import { BOTS, MASKS } from './agents.ts';
import { TLS } from './ask.ts';
import { addHonestLife, DATA_STORE, GALLERY, RADIO, type WorldDefinition } from './definition.ts';
import { addCrowd } from './people.ts';
import { addScraper, cycled, inOrder } from './scrapers.ts';
import { addMonitor } from './services.ts';

const READERS = { read: 1, listen: 0.1, follow: 0 };

export const SCRAPER_WORLDS: readonly WorldDefinition[] = [
  {
    name: 'a fast scraper in a browser mask',
    isCore: true,
    hours: 6,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 260, habits: READERS, visits: 0.5 }, 60);
      addScraper(stage, {
        id: 'fast',
        words: 'takes every picture within two hours, in order, from one address',
        addresses: [stage.addresses.household()],
        agents: [MASKS[8] ?? ''],
        files: inOrder(stage.files.pictures),
        from: 0.4,
        to: 0.75,
      });
      return undefined;
    },
  },
  {
    name: 'a slow scraper over a month',
    hours: 30 * 24,
    files: { ...RADIO, episodesEach: 160, pages: 200 },
    fill: (stage) => {
      addHonestLife(stage, { people: 1_100 }, 15);
      addScraper(stage, {
        id: 'slow',
        words: 'takes two files an hour for a month, and has them all in the end',
        addresses: [stage.addresses.household()],
        agents: [MASKS[13] ?? ''],
        tls: TLS.modern,
        files: inOrder(stage.files.worth),
      });
      return undefined;
    },
  },
  {
    name: 'a scraper in random order',
    hours: 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 480, visits: 1 });
      addScraper(stage, {
        id: 'shuffled',
        words: 'takes every file within a day, in no order, in the mask of a phone',
        addresses: [stage.addresses.household()],
        agents: [
          'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Mobile Safari/537.36',
        ],
        tls: TLS.modern,
        files: stage.part('order').shuffle(stage.files.worth),
      });
      return undefined;
    },
  },
  {
    name: 'a script that does not hide',
    isCore: true,
    hours: 12,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 420, visits: 0.6 });
      addScraper(stage, {
        id: 'script',
        words: 'python-requests takes every episode, HEAD first',
        addresses: [stage.addresses.household()],
        agents: ['python-requests/2.32.5'],
        tls: TLS.openssl,
        files: inOrder(stage.files.episodes),
        method: 'head-get',
        from: 0.2,
        to: 0.9,
      });
      return undefined;
    },
  },
  {
    name: 'a mirror by curl of a store of data',
    hours: 4 * 24,
    files: DATA_STORE,
    fill: (stage) => {
      addHonestLife(stage, { people: 600, habits: { read: 0.2, listen: 0, follow: 0, work: 0.8 } });
      addScraper(stage, {
        id: 'mirror',
        words: 'curl takes all 700 tables, of each the first 50 MB',
        addresses: [stage.addresses.household()],
        agents: ['curl/8.14.1'],
        tls: TLS.openssl,
        files: inOrder(stage.files.data),
        bytesMax: 50_000_000,
        from: 0.5,
        to: 0.8,
      });
      return undefined;
    },
  },
  {
    name: 'a scraper among the people of a carrier',
    hours: 3 * 24,
    files: RADIO,
    fill: (stage) => {
      const range = [stage.addresses.network()];
      const exits = Array.from({ length: 6 }, () => stage.addresses.neighbour(range));
      addHonestLife(stage, { people: 250 });
      addCrowd(stage, { name: 'nat', people: 400, addressOf: (random) => random.pick(exits) });
      addScraper(stage, {
        id: 'hidden',
        words: 'one address in the /24 of a carrier takes every file',
        addresses: [stage.addresses.neighbour(range)],
        agents: [MASKS[10] ?? ''],
        tls: TLS.modern,
        files: stage.part('order').shuffle(stage.files.worth),
      });
      return undefined;
    },
  },
  {
    name: 'a scraper that sends referrers',
    hours: 36,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 420, habits: READERS });
      const stories = stage.files.pages.flatMap((page) =>
        page.pictures.map(({ key }) => [key, page.key] as const),
      );
      const storyOf = new Map(stories);
      addScraper(stage, {
        id: 'polite',
        words: 'walks page after page with its pictures, and sends the right referrers',
        addresses: [stage.addresses.household()],
        agents: [MASKS[14] ?? ''],
        tls: TLS.modern,
        files: stage.files.pages.flatMap((page) => [page, ...page.pictures]),
        referrerOf: ({ key }) => `https://${stage.site}/${storyOf.get(key) ?? ''}`,
      });
      return { ownDomains: [stage.site] };
    },
  },
  {
    name: 'a scraper that keeps office hours',
    hours: 6 * 24,
    files: GALLERY,
    fill: (stage) => {
      const exit = stage.addresses.household();
      addHonestLife(stage, { people: 420, habits: READERS });
      addCrowd(stage, { name: 'office', people: 60, addressOf: () => exit, clock: 'office', habits: READERS }); // biome-ignore format: one crowd
      addScraper(stage, {
        id: 'clerk',
        words: 'takes every picture within six working days, from nine to five',
        addresses: [stage.addresses.household()],
        agents: [MASKS[17] ?? ''],
        files: stage.part('order').shuffle(stage.files.pictures),
        hours: [8, 16],
      });
      return undefined;
    },
  },
  {
    name: 'an AI bot that says so and takes everything',
    isCore: true,
    hours: 24,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 320, habits: READERS, visits: 0.8 });
      const { agent, network } = BOTS.ClaudeBot;
      addScraper(stage, {
        id: 'ai',
        words: 'ClaudeBot takes every page and picture in a day from six addresses',
        kind: 'declared-bot',
        addresses: [11, 12, 40, 41, 90, 91].map((host) => `${network}.${host}`),
        agents: [agent],
        tls: TLS.modern,
        files: stage.part('order').shuffle([...stage.files.pages, ...stage.files.pictures]),
      });
      return undefined;
    },
  },
  {
    name: 'a scraper that says it is Googlebot',
    hours: 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 450, visits: 1 });
      addScraper(stage, {
        id: 'false-google',
        words: 'one address of a cloud says Googlebot, and takes episodes and videos',
        addresses: [stage.addresses.household()],
        agents: [BOTS.Googlebot.agent],
        files: inOrder([...stage.files.episodes, ...stage.files.videos, ...stage.files.pictures]),
        from: 0.1,
        to: 0.7,
      });
      addMonitor(stage, 120);
      return undefined;
    },
  },
  {
    name: 'a bucket that is taken again every night',
    hours: 9 * 24,
    files: { ...GALLERY, pages: 100 },
    fill: (stage) => {
      addHonestLife(stage, { people: 480, habits: READERS });
      addScraper(stage, {
        id: 'nightly',
        words: 'takes all pictures from midnight to four, night after night',
        addresses: [stage.addresses.household()],
        agents: [MASKS[5] ?? ''],
        files: cycled(inOrder(stage.files.pictures), 9 * stage.files.pictures.length),
        hours: [0, 4],
      });
      return undefined;
    },
  },
];
