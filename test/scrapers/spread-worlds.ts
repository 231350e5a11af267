/** Worlds in which a scraper spreads its work, so that no address of it is conspicuous. */
import { MASKS } from './agents.ts';
import { TLS } from './ask.ts';
import { addHonestLife, GALLERY, RADIO, type WorldDefinition } from './definition.ts';
import { addScraper, inOrder } from './scrapers.ts';
import type { Stage } from './stage.ts';

const READERS = { read: 1, listen: 0.1, follow: 0 };

/** Machines of a cloud: so many, in so many networks of it. */
export function cloudOf(stage: Stage, machines: number, networks: number): readonly string[] {
  const some = Array.from({ length: networks }, () => stage.addresses.network());
  return Array.from({ length: machines }, () => stage.addresses.neighbour(some));
}

export const SPREAD_WORLDS: readonly WorldDefinition[] = [
  {
    name: 'four hundred addresses of a cloud with changing masks',
    isCore: true,
    hours: 7 * 24,
    files: { ...RADIO, episodesEach: 260, pages: 150 },
    fill: (stage) => {
      addHonestLife(stage, { people: 500 }, 20);
      addScraper(stage, {
        id: 'cloud',
        words: '400 addresses of a cloud take each file once, a few requests each',
        addresses: cloudOf(stage, 400, 120),
        keepsAgent: false,
        files: stage.part('order').shuffle(stage.files.worth),
      });
      return undefined;
    },
  },
  {
    name: 'homes lent out to a scraper',
    hours: 5 * 24,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 500, habits: READERS });
      addScraper(stage, {
        id: 'homes',
        words: '500 homes take each picture once, with the TLS of one library',
        addresses: Array.from({ length: 500 }, () => stage.addresses.household()),
        tls: TLS.openssl,
        files: stage.part('order').shuffle(stage.files.pictures),
      });
      return { ownDomains: [stage.site] };
    },
  },
  {
    name: 'a scraper over a /24',
    isCore: true,
    hours: 3 * 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 420 });
      addScraper(stage, {
        id: 'twenty-four',
        words: '200 addresses of a /24 take each file once',
        addresses: cloudOf(stage, 200, 1),
        agents: [MASKS[3] ?? '', MASKS[9] ?? ''],
        tls: TLS.modern,
        files: stage.part('order').shuffle(stage.files.worth),
      });
      return undefined;
    },
  },
  {
    name: 'a scraper over a /48',
    hours: 3 * 24,
    files: GALLERY,
    fill: (stage) => {
      addHonestLife(stage, { people: 380, habits: READERS });
      const site = stage.addresses.site();
      addScraper(stage, {
        id: 'forty-eight',
        words: '350 addresses of a /48 take each picture once',
        addresses: Array.from({ length: 350 }, () => stage.addresses.within(site)),
        tls: TLS.modern,
        files: inOrder(stage.files.pictures),
      });
      return undefined;
    },
  },
  {
    name: 'signed by a foreign account',
    hours: 4 * 24,
    files: RADIO,
    fill: (stage) => {
      addHonestLife(stage, { people: 450 });
      addScraper(stage, {
        id: 'foreign',
        words: '40 machines sign with one role of a foreign account, and take every episode',
        addresses: cloudOf(stage, 40, 25),
        agents: ['Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux md/arch#aarch64 Botocore/1.40.1'],
        tls: TLS.openssl,
        requester: 'arn:aws:sts::999988887777:assumed-role/harvest/worker',
        files: stage.part('order').shuffle(stage.files.worth),
      });
      return undefined;
    },
  },
];
