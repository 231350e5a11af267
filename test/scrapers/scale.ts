/**
 * A world as large as one likes, line after line: for a benchmark, where nobody can hold ten million
 * lines at once. The same life as in the others, drawn in a simpler way.
 */
import { type Random, randomFor } from '../../samples/maker/prng.ts';
import { MASKS, type Program, programOf } from './agents.ts';
import { type Ask, type Client, TLS, writeAsk } from './ask.ts';
import { DAY_S } from './clock.ts';
import type { StoredFile } from './files.ts';

export interface ScaleOptions {
  readonly records: number;
  /** Honest addresses, each of which is seen if there are some twenty records for each. */
  readonly clients: number;
  readonly days?: number;
  readonly seed?: number;
}

/** Who takes one record in so many, between two moments of the span. */
export interface ScaleActor {
  readonly id: string;
  readonly addresses: readonly string[];
  readonly agents: readonly string[];
  /** One record in so many is the actor's, while it is there. */
  readonly every: number;
  readonly from: number;
  readonly to: number;
}

const FILES = 8_000;
const FROM_S = Date.UTC(2026, 2, 1) / 1_000;
/** Programs of a crowd: enough that none stands for one person. */
const PROGRAMS = 400;
/** Odd, so that each number below 2^27 is met once before one is met again. */
const SPREAD = 48_271_693;
const ADDRESSES_MAX = 2 ** 27;

/** Which lines are whose: tell an actor by its addresses, which are nobody else's. */
// biome-ignore format: a table, one row an actor
export const SCALE_ACTORS: readonly ScaleActor[] = [
  { id: 'fast', addresses: ['203.0.113.7'], agents: [MASKS[2] ?? ''], every: 60, from: 0.4, to: 0.44 },
  { id: 'slow', addresses: ['198.51.100.9'], agents: [MASKS[12] ?? ''], every: 1_500, from: 0, to: 1 },
  { id: 'cloud', addresses: hostsOf(['192.0.2', '198.18.4', '198.18.77', '198.19.200'], 100), agents: MASKS, every: 400, from: 0.1, to: 0.9 },
  { id: 'network', addresses: hostsOf(['198.18.9'], 220), agents: [MASKS[6] ?? ''], every: 500, from: 0.2, to: 0.8 },
  { id: 'script', addresses: ['198.19.3.44'], agents: ['python-requests/2.32.5'], every: 120, from: 0.6, to: 0.7 },
];

function hostsOf(networks: readonly string[], hosts: number): readonly string[] {
  return networks.flatMap((network) =>
    Array.from({ length: hosts }, (_, host) => `${network}.${host + 1}`),
  );
}

/** In order of time, without line endings. @throws RangeError above 2^27 clients. */
export function* scaleLines(options: ScaleOptions): Generator<string, void, undefined> {
  const { records, clients, days = 30, seed = 1 } = options;
  if (clients > ADDRESSES_MAX) throw new RangeError(`${clients} clients are too many`);
  const random = randomFor(`scrapers/scale/${seed}`);
  const programs = Array.from({ length: PROGRAMS }, () =>
    programOf(random, random.pick(['desktop', 'phone', 'phone', 'player', 'podcast'] as const)),
  );
  const files = Array.from({ length: FILES }, (_, at): StoredFile => {
    return { key: `shows/${at % 40}/${at}.mp3`, size: random.int(20_000, 60_000_000) };
  });
  const steps = new Map<string, number>();
  const hostIds = Array.from({ length: 16 }, () => random.bytes(56).toString('base64'));
  for (let record = 0; record < records; record += 1) {
    const at = record / records;
    const actor = SCALE_ACTORS.find(
      ({ every, from, to }, turn) => record % every === turn && at >= from && at < to,
    );
    const timeS = FROM_S + Math.floor(awake(at, days) * DAY_S);
    const ask =
      actor === undefined
        ? honestAsk(random, { clients, programs, files, timeS })
        : actorAsk(random, { actor, files, timeS, steps });
    yield writeAsk(ask, {
      bucket: 'riverbend-scale',
      ownerId: '4be1f07a93c25d86e0b74f19ac38d25e617f90ab3c84d2e15f6a7089b1c3d5e2',
      requestId: record.toString(36).toUpperCase().padStart(16, '0'),
      hostId: hostIds[record % hostIds.length] ?? '-',
    });
  }
}

/** Days since the start: by day more happens than by night, in the evening most. */
function awake(at: number, days: number): number {
  const day = Math.floor(at * days);
  const part = at * days - day;
  // The slope stays above zero, so time never goes back.
  return day + part + (0.7 * Math.sin(2 * Math.PI * part)) / (2 * Math.PI);
}

interface Honest {
  readonly clients: number;
  readonly programs: readonly Program[];
  readonly files: readonly StoredFile[];
  readonly timeS: number;
}

function honestAsk(random: Random, { clients, programs, files, timeS }: Honest): Ask {
  // Few come often; the least eager still come half as often as the average one.
  const client = Math.floor(clients * random.next() ** 2);
  const program = programs[client % programs.length];
  const { key, size } = files[favouriteOf(random, client, files.length)] ?? { key: '-', size: 1 };
  const drawn = random.next();
  const status = drawn < 0.15 ? 304 : drawn < 0.5 ? 206 : 200;
  const bytes = status === 200 ? size : status === 206 ? Math.ceil(size / 4) : 0;
  const asker: Client = { ip: addressOf(client), agent: null, tls: TLS.modern, ...program };
  return askOf(asker, { timeS, key, size, status, bytes });
}

/** Everyone has a dozen favourites; which, is a matter of fashion. */
function favouriteOf(random: Random, client: number, files: number): number {
  const favourite = random.int(0, 11);
  const drawn = ((client * 12 + favourite) * 0.618_033_988_75) % 1;
  return Math.floor(files * drawn ** 3);
}

function addressOf(client: number): string {
  const number = Number((BigInt(client) * BigInt(SPREAD)) % BigInt(ADDRESSES_MAX));
  return `${240 + (number >>> 24)}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`;
}

interface Acted {
  readonly actor: ScaleActor;
  readonly files: readonly StoredFile[];
  readonly timeS: number;
  /** How many requests each actor has made. */
  readonly steps: Map<string, number>;
}

/** One file after the other. */
function actorAsk(random: Random, { actor, files, timeS, steps }: Acted): Ask {
  const step = steps.get(actor.id) ?? 0;
  steps.set(actor.id, step + 1);
  const { key, size } = files[step % files.length] ?? { key: '-', size: 1 };
  const ip = random.pick(actor.addresses);
  const client: Client = { ip, agent: random.pick(actor.agents), tls: TLS.old };
  return askOf(client, { timeS, key, size, status: 200, bytes: size });
}

const askOf = (
  client: Client,
  asked: Pick<Ask, 'timeS' | 'key' | 'size' | 'status' | 'bytes'>,
): Ask => ({ ...client, ...asked, operation: 'REST.GET.OBJECT', referrer: null, actor: null });
