/** Worlds without a bad actor: whatever is accused here is a mistake. */
import { addHonestLife, DATA_STORE, GALLERY, RADIO, type WorldDefinition } from './definition.ts';
import { addCrowd } from './people.ts';
import { addCdn, addMonitor } from './services.ts';
import {
  addBackup,
  addLaunch,
  addOwnMirror,
  addPrefetching,
  addViralLink,
} from './special-people.ts';

/** An address alone, in CIDR form. */
const networkOfOne = (ip: string): string => `${ip}/${ip.includes(':') ? 128 : 32}`;

export const HONEST_WORLDS: readonly WorldDefinition[] = [
  {
    name: 'an ordinary week of a radio',
    hours: 7 * 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 900 });
      addMonitor(stage, 600);
      return undefined;
    },
  },
  {
    name: 'an ordinary day of a gallery',
    isCore: true,
    hours: 24,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 330, habits: { read: 1, listen: 0, follow: 0 }, visits: 0.8 });
      addMonitor(stage, 60);
      return undefined;
    },
  },
  {
    name: 'a hundred people behind each address of a carrier',
    isCore: true,
    hours: 48,
    files: RADIO,
    fill: (stage) => {
      const exits = [1, 2, 3].map(() => stage.addresses.household());
      addHonestLife(stage, { people: 250 });
      addCrowd(stage, { name: 'nat', people: 310, addressOf: (random) => random.pick(exits) });
      return undefined;
    },
  },
  {
    name: 'the launch of an episode',
    isCore: true,
    hours: 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 250, visits: 0.8 });
      addLaunch(stage, 1_500);
      return undefined;
    },
  },
  {
    name: 'a player that fetches whole series in order',
    isCore: true,
    hours: 4 * 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 450 });
      addPrefetching(stage, 14);
      return undefined;
    },
  },
  {
    name: "the owner's nightly backup",
    hours: 10 * 24,
    files: { ...RADIO, episodesEach: 30 },
    fill: (stage) => {
      addHonestLife(stage, { people: 600 }, 25);
      addBackup(stage);
      return undefined;
    },
  },
  {
    name: 'an office behind one address',
    hours: 5 * 24,
    files: GALLERY,
    fill: (stage) => {
      const exit = stage.addresses.household();
      const habits = { read: 1, listen: 0.05, follow: 0 };
      addHonestLife(stage, { people: 450, habits });
      addCrowd(stage, {
        name: 'office',
        people: 85,
        addressOf: () => exit,
        clock: 'office',
        habits,
      });
      return undefined;
    },
  },
  {
    name: 'a newspaper links to one page',
    hours: 48,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 300, habits: { read: 1 } });
      addViralLink(stage, 900, 'evening-post.example');
      return { ownDomains: [stage.site] };
    },
  },
  {
    name: 'phones of a carrier, each with a /64 of IPv6',
    hours: 7 * 24,
    files: RADIO,
    fill: (stage) => {
      const sites = [1, 2].map(() => stage.addresses.site());
      addHonestLife(stage, { people: 350 });
      addCrowd(stage, {
        name: 'phones',
        people: 420,
        addressOf: (random) => stage.addresses.within(random.pick(sites)),
      });
      return undefined;
    },
  },
  {
    name: 'a CDN, monitors and a mirror of the owner',
    hours: 3 * 24,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 260, habits: { read: 1 } });
      addCdn(stage, { requests: 3_500, edges: 60 });
      const watcher = addMonitor(stage, 300);
      const mirror = addOwnMirror(stage);
      return {
        ownNetworks: [networkOfOne(mirror)],
        monitoring: [networkOfOne(watcher)],
        ownDomains: [stage.site],
      };
    },
  },
  {
    name: 'people who work with open data',
    hours: 6 * 24,
    files: DATA_STORE,
    fill: (stage) => {
      addHonestLife(stage, { people: 700, habits: { read: 0.2, listen: 0, follow: 0, work: 0.8 } });
      return undefined;
    },
  },
  {
    name: 'a month of listeners',
    hours: 30 * 24,
    files: { ...RADIO, episodesEach: 90 },
    fill: (stage) => {
      addHonestLife(stage, { people: 720, visits: 4 }, 15);
      addMonitor(stage, 3_600, 'curl/8.5.0');
      return undefined;
    },
  },
];
