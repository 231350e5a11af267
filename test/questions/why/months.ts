/**
 * Months of a media bucket in memory, made without a look at what explains them: clients, files, sites
 * and agents as they usually are, and one day on which something happens, or none.
 */
import { type Random, randomFor } from '../../../samples/maker/prng.ts';
import type { Document } from '../memory-values.ts';

type Plant = 'client' | 'file' | 'referrer' | 'network' | 'launch' | 'bot';

export interface Month {
  readonly name: string;
  readonly records: readonly Document[];
  /** null: a quiet month. */
  readonly planted: {
    readonly day: string;
    readonly kind: Plant;
    readonly name: string;
  } | null;
}

const DAY_MS = 86_400_000;
const REQUESTS_A_DAY = 70;
const CLIENTS = 160;
const FILES = 60;
const FOLDERS = ['video', 'audio', 'images', 'press'];
const OWN_SITE = 'riverbend.example';
const SITES = ['news.example', 'forum.example', 'blog.example'];
/** The last number: how often. */
const AGENTS = [
  ['Chrome', 'browser', 45],
  ['Safari', 'browser', 20],
  ['Firefox', 'browser', 12],
  ['AppleCoreMedia', 'player', 15],
  ['Googlebot', 'bot', 5],
  ['curl', 'tool', 3],
] as const;
const AGENTS_MET = AGENTS.flatMap((agent) => Array.from({ length: agent[2] }, () => agent));

/** The first of a list are met far more often than the last. */
const zipf = (random: Random, count: number): number =>
  Math.min(count - 1, Math.floor(count ** random.next()) - 1);

/** Around 1; about two in three days lie within the spread. */
function noise(random: Random, spread: number): number {
  const [a, b] = [1 - random.next(), random.next()];
  return Math.exp(spread * Math.sqrt(-2 * Math.log(a)) * Math.cos(2 * Math.PI * b));
}

const fileOf = (at: number): string => `${FOLDERS[at % FOLDERS.length]}/file-${at}.mp4`;
const sizeOf = (at: number): number => 2_000_000 + ((at * 7_919) % 17) * 1_500_000;

/** Clients live in some 90 networks. */
const addressOf = (client: number): string => `10.${client % 9}.${client % 10}.${1 + client}`;

function request(random: Random, dayMs: number, more: Document = {}): Document {
  const file = zipf(random, FILES);
  const [agent, kind] = random.pick(AGENTS_MET);
  const site = random.chance(0.5) ? OWN_SITE : random.chance(0.2) ? random.pick(SITES) : null;
  const address = String(more.remote_ip ?? addressOf(zipf(random, CLIENTS)));
  const key = String(more.key ?? fileOf(file));
  return {
    '@timestamp': new Date(dayMs + random.int(0, DAY_MS - 1)).toISOString(),
    operation: 'REST.GET.OBJECT',
    http_status: 200,
    bytes_sent: Math.round(sizeOf(file) * (0.5 + random.next())),
    agent_name: agent,
    agent_class: kind,
    ...(site === null ? {} : { referrer_domain: site }),
    ...more,
    remote_ip: address,
    network: address.replace(/\d+$/, '0/24'),
    key,
    folder: key.split('/')[0] ?? '',
  };
}

interface Shape {
  readonly spread: number;
  /** What weekends have of a weekday. */
  readonly weekend: number;
  /** Each day so much more than the one before. */
  readonly growth: number;
  /** Every Friday has so many times a weekday. */
  readonly friday: number;
}

const USUAL: Shape = { spread: 0.15, weekend: 0.6, growth: 0, friday: 1 };

function usualRecords(random: Random, firstMs: number, days: number, shape: Shape): Document[] {
  return Array.from({ length: days }, (_, at) => firstMs + at * DAY_MS).flatMap((dayMs, at) => {
    const weekday = new Date(dayMs).getUTCDay();
    const part = weekday === 0 || weekday === 6 ? shape.weekend : weekday === 5 ? shape.friday : 1;
    const count = REQUESTS_A_DAY * part * (1 + shape.growth) ** at * noise(random, shape.spread);
    return Array.from({ length: Math.round(count) }, () => request(random, dayMs));
  });
}

/** What is the same in each request of a burst, and what is not. */
function burstOf(
  random: Random,
  kind: Plant,
): { readonly name: string; readonly one: () => Document } {
  const anybody = () => (random.chance(0.5) ? addressOf(random.int(0, CLIENTS - 1)) : `172.${random.int(16, 31)}.${random.int(0, 255)}.${random.int(1, 254)}`); // biome-ignore format: one rule
  switch (kind) {
    case 'client': {
      const name = random.chance(0.5) ? '198.51.100.23' : addressOf(random.int(20, CLIENTS - 1));
      return { name, one: () => ({ remote_ip: name, key: fileOf(random.int(0, FILES - 1)), agent_name: 'python-requests', agent_class: 'library' }) }; // biome-ignore format: one burst
    }
    case 'file': {
      const name = fileOf(random.int(0, 15));
      return { name, one: () => ({ remote_ip: anybody(), key: name }) };
    }
    case 'referrer': {
      const name = random.chance(0.5) ? 'tune-grabber.example' : 'forum.example';
      const files = random.int(1, 3);
      return { name, one: () => ({ remote_ip: anybody(), key: fileOf(random.int(0, files)), referrer_domain: name }) }; // biome-ignore format: one burst
    }
    case 'network': {
      const name = '203.0.113.0/24';
      return { name, one: () => ({ remote_ip: `203.0.113.${random.int(1, 60)}`, key: fileOf(random.int(0, FILES - 1)) }) }; // biome-ignore format: one burst
    }
    case 'launch': {
      const name = 'video/season-2-trailer.mp4';
      return { name, one: () => ({ remote_ip: anybody(), key: name }) };
    }
    case 'bot': {
      const name = random.chance(0.5) ? 'GPTBot' : 'Googlebot';
      return { name, one: () => ({ remote_ip: `20.${random.int(10, 24)}.7.${random.int(1, 40)}`, key: fileOf(random.int(0, FILES - 1)), agent_name: name, agent_class: 'bot' }) }; // biome-ignore format: one burst
    }
    default:
      return kind satisfies never;
  }
}

const daysOf = (month: string): number =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).getUTCDate();

/** A burst of three to eight usual days within one; a launch goes on for some days. */
function plantedMonth(seed: string, month: string, kind: Plant): Month {
  const random = randomFor(`why/${seed}`);
  const firstMs = Date.parse(month);
  const usual = usualRecords(random, firstMs, daysOf(month), USUAL);
  const dayMs = firstMs + random.int(3, daysOf(month) - 5) * DAY_MS;
  const { name, one } = burstOf(random, kind);
  const count = REQUESTS_A_DAY * (3 + 5 * random.next());
  const parts = kind === 'launch' ? [1, 0.4, 0.2, 0.1] : [1];
  const burst = parts.flatMap(
    (part, later) =>
    Array.from({ length: Math.round(count * part) }, () => request(random, dayMs + later * DAY_MS, one())), // biome-ignore format: one list
  );
  const planted = { day: new Date(dayMs).toISOString(), kind, name };
  return { name: `${month}: ${kind} ${seed}`, records: [...usual, ...burst], planted };
}

function quietMonth(name: string, month: string, shape: Partial<Shape>): Month {
  const records = usualRecords(randomFor(`why/${name}`), Date.parse(month), daysOf(month), { ...USUAL, ...shape }); // biome-ignore format: one call
  return { name: `${month}: ${name}`, records, planted: null };
}

const MONTHS = ['2026-01', '2026-02', '2026-03', '2026-04'] as const;
const PLANTS: readonly Plant[] = ['client', 'file', 'referrer', 'network', 'launch', 'bot'];

/** Four of each kind. */
export const plantedMonths = (turn: number): readonly Month[] =>
  PLANTS.flatMap((kind) =>
    MONTHS.map((month) => plantedMonth(`${kind}/${month}${again(turn)}`, month, kind)),
  );

export const quietMonths = (turn: number): readonly Month[] => {
  const quiet = (name: string, month: string, shape: Partial<Shape>) =>
    quietMonth(name + again(turn), month, shape);
  return [
    quiet('as usual', '2026-01', {}),
    quiet('every Friday a newsletter', '2026-02', { friday: 3 }),
    quiet('growing by 3 % a day', '2026-03', { growth: 0.03 }),
    quiet('days that differ by a third', '2026-04', { spread: 0.3 }),
    quiet('hardly anybody on weekends', '2026-05', { weekend: 0.1 }),
  ];
};

/** Other months of the same kinds. */
const again = (turn: number): string => (turn === 0 ? '' : `/${turn}`);
