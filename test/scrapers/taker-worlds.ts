/** Worlds with bad actors of other kinds, and with several at once. */
import { BOTS, MASKS } from './agents.ts';
import { TLS } from './ask.ts';
import { addHonestLife, GALLERY, RADIO, type WorldDefinition } from './definition.ts';
import { addScraper, inOrder } from './scrapers.ts';
import { addCdn, addMonitor } from './services.ts';
import { addBackup, addPrefetching } from './special-people.ts';
import { cloudOf } from './spread-worlds.ts';
import { addHog, addHotlink, addKeyGuesser, addLister } from './takers.ts';

const READERS = { read: 1, listen: 0.1, follow: 0 };

export const TAKER_WORLDS: readonly WorldDefinition[] = [
  {
    name: 'who looks at the headers of everything',
    hours: 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 420, visits: 0.9 });
      addMonitor(stage, 120);
      addScraper(stage, {
        id: 'headers',
        words: 'HEAD for every file, and nothing else',
        kind: 'prober',
        addresses: [stage.addresses.household()],
        agents: ['Go-http-client/1.1'],
        files: inOrder(stage.files.worth),
        method: 'head',
        to: 0.3,
      });
      return undefined;
    },
  },
  {
    name: 'who guesses keys',
    isCore: true,
    hours: 36,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 330, habits: READERS, visits: 0.9 });
      addKeyGuesser(stage, 700);
      return undefined;
    },
  },
  {
    name: 'who lists the bucket',
    hours: 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 430, visits: 0.9 });
      addLister(stage, 480);
      return undefined;
    },
  },
  {
    name: 'a site that embeds our pictures',
    isCore: true,
    hours: 48,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 340, habits: READERS, visits: 0.9 });
      const files = stage.files.pictures.filter((_, at) => at % 9 === 2);
      addHotlink(stage, { visitors: 330, domain: 'picture-board.example', files });
      return { ownDomains: [stage.site] };
    },
  },
  {
    name: 'a site that embeds our pictures, and an owner who configured nothing',
    hours: 4 * 24,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 700, habits: READERS });
      const files = stage.files.pictures.filter((_, at) => at % 30 === 4);
      addHotlink(stage, { visitors: 450, domain: 'fun-of-the-day.example', files });
      return undefined;
    },
  },
  {
    name: 'who downloads one large file again and again',
    isCore: true,
    hours: 3 * 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 420 });
      addHog(stage, { downloads: 260 });
      return undefined;
    },
  },
  {
    name: 'a slow scraper and a guesser',
    hours: 12 * 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 900 }, 20);
      addKeyGuesser(stage, 400);
      addScraper(stage, {
        id: 'slow',
        words: 'takes every file in twelve days',
        addresses: [stage.addresses.household()],
        agents: [MASKS[11] ?? ''],
        files: stage.part('order').shuffle(stage.files.worth),
      });
      return undefined;
    },
  },
  {
    name: 'a backup, a player that fetches ahead, a CDN, and one scraper',
    hours: 3 * 24,
    files: { ...RADIO, episodesEach: 40 },
    fill: (stage) => {
      addHonestLife(stage, { people: 500 });
      addBackup(stage);
      addPrefetching(stage, 10);
      addCdn(stage, { requests: 2_000, edges: 40 });
      addScraper(stage, {
        id: 'one',
        words: 'one address takes every file in a day',
        addresses: [stage.addresses.household()],
        agents: [MASKS[7] ?? ''],
        tls: TLS.modern,
        files: inOrder(stage.files.worth),
        from: 0.3,
        to: 0.6,
      });
      return { ownAccounts: [stage.account] };
    },
  },
  {
    name: 'everybody at once',
    hours: 7 * 24,
    files: { ...GALLERY, series: 3, episodesEach: 60, videos: 20 },
    fill: (stage) => {
      addHonestLife(stage, { people: 1_000 });
      addMonitor(stage, 300);
      addHog(stage, { downloads: 300, files: 3 });
      const files = stage.files.pictures.filter((_, at) => at % 12 === 5);
      addHotlink(stage, { visitors: 400, domain: 'clip-corner.example', files });
      addScraper(stage, {
        id: 'ai',
        words: 'ClaudeBot takes everything but the videos',
        kind: 'declared-bot',
        addresses: [21, 22, 23].map((host) => `${BOTS.ClaudeBot.network}.${host}`),
        agents: [BOTS.ClaudeBot.agent],
        tls: TLS.modern,
        files: [...stage.files.pages, ...stage.files.pictures, ...stage.files.episodes],
        from: 0.1,
        to: 0.5,
      });
      addScraper(stage, {
        id: 'cloud',
        words: '300 addresses of a cloud take each picture once',
        addresses: cloudOf(stage, 300, 80),
        keepsAgent: false,
        files: stage.part('order').shuffle(stage.files.pictures),
      });
      return { ownDomains: [stage.site] };
    },
  },
];
