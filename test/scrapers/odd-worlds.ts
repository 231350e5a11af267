/** More worlds, of which half are honest: small populations, odd programs, actors in a crowd. */
import { TLS } from './ask.ts';
import { addHonestLife, GALLERY, RADIO, type WorldDefinition } from './definition.ts';
import { addExpiredLinks, addFilms, addMovedFeed, addTablets } from './odd-people.ts';
import { addCrowd } from './people.ts';
import { addScraper, inOrder } from './scrapers.ts';
import { addMonitor } from './services.ts';
import { addNumberGuesser } from './takers.ts';

const READERS = { read: 1, listen: 0.1, follow: 0 };

export const ODD_WORLDS: readonly WorldDefinition[] = [
  {
    name: 'a bucket that few know',
    hours: 20 * 24,
    files: { ...RADIO, pages: 40, series: 2 },
    fill: (stage) => {
      addHonestLife(stage, { people: 110, visits: 2.5 }, 25);
      return undefined;
    },
  },
  {
    name: 'tablets that ask what is on',
    hours: 2 * 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 350 });
      addTablets(stage, 40, 1_800);
      addMonitor(stage, 300);
      return undefined;
    },
  },
  {
    name: 'a feed that moved, and links that have expired',
    hours: 4 * 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 420 });
      addMovedFeed(stage, 70);
      addExpiredLinks(stage, 120);
      return undefined;
    },
  },
  {
    name: 'films in many ranges',
    hours: 3 * 24,
    files: { ...RADIO, videos: 25 },
    fill: (stage) => {
      addHonestLife(stage, { people: 320 });
      addFilms(stage, 70);
      return undefined;
    },
  },
  {
    name: 'a script behind the address of an office',
    hours: 3 * 24,
    files: { ...GALLERY, pages: 320 },
    fill: (stage) => {
      const exit = stage.addresses.household();
      const office = { name: 'office', people: 22, addressOf: () => exit, habits: READERS };
      addHonestLife(stage, { people: 350, habits: READERS });
      addCrowd(stage, { ...office, clock: 'office' });
      addScraper(stage, {
        id: 'inside',
        words: 'a script takes every picture, from the address that an office has too',
        addresses: [exit],
        agents: ['Python-urllib/3.12'],
        tls: TLS.openssl,
        files: inOrder(stage.files.pictures),
        from: 0.2,
        to: 0.5,
      });
      return undefined;
    },
  },
  {
    name: 'who counts up the numbers of episodes',
    hours: 36,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 420, visits: 1 });
      addNumberGuesser(stage, 600);
      return undefined;
    },
  },
  {
    name: 'a scraper of a bucket that few know',
    hours: 20 * 24,
    files: { ...RADIO, pages: 40, series: 3 },
    fill: (stage) => {
      addHonestLife(stage, { people: 130, visits: 2.5 }, 20);
      addScraper(stage, {
        id: 'collector',
        words: 'takes every file in five days, by wget',
        addresses: [stage.addresses.household()],
        agents: ['Wget/1.21.4'],
        tls: TLS.openssl,
        files: inOrder(stage.files.worth),
        from: 0.3,
        to: 0.55,
      });
      return undefined;
    },
  },
  {
    name: 'two scrapers that know nothing of each other',
    hours: 5 * 24,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 420, habits: READERS });
      const masks = ['okhttp/4.9.3', 'Java/17.0.9'];
      masks.forEach((agent, at) => {
        addScraper(stage, {
          id: `taker-${at + 1}`,
          words: `takes most pictures by ${agent}`,
          addresses: [stage.addresses.household()],
          agents: [agent],
          files: stage
            .part(`order/${at}`)
            .shuffle(stage.files.pictures)
            .slice(0, 800 - 150 * at),
          from: 0.1 + at * 0.3,
          to: 0.6 + at * 0.3,
        });
      });
      return { ownDomains: [stage.site] };
    },
  },
];
