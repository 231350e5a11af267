/**
 * Those who take everything: what they ask for, in which order and how fast, and behind which
 * addresses and programs they hide. One function plans all of them.
 */
import type { Random } from '../../samples/maker/prng.ts';
import { MASKS } from './agents.ts';
import { type Client, TLS, type Tls } from './ask.ts';
import { HOUR_S } from './clock.ts';
import type { StoredFile } from './files.ts';
import type { Stage } from './stage.ts';
import type { ActorKind } from './world.ts';

export interface ScraperOptions {
  readonly id: string;
  readonly words: string;
  readonly kind?: ActorKind;
  /** One, or those that take turns. */
  readonly addresses: readonly string[];
  /** One, or those that take turns; a mask of a browser by default. */
  readonly agents?: readonly string[];
  readonly tls?: Tls;
  readonly requester?: string;
  /** What it wants, in its order. */
  readonly files: readonly StoredFile[];
  /** Parts of the world's span. */
  readonly from?: number;
  readonly to?: number;
  /** Whether an address keeps its agent. */
  readonly keepsAgent?: boolean;
  /** How far a request strays from its beat, in parts of the gap to the next. */
  readonly jitter?: number;
  readonly referrerOf?: (file: StoredFile) => string | null;
  /** Local hours in which it works, as `[from, to)`; by default all. */
  readonly hours?: readonly [number, number];
  /** HEAD first, GET after; or HEAD alone. */
  readonly method?: 'get' | 'head-get' | 'head';
  /** Longest part of a file that it takes, in bytes: some read only the start. */
  readonly bytesMax?: number;
}

/** Every file once, on a beat. */
export function addScraper(stage: Stage, options: ScraperOptions): void {
  const random = stage.part(`scraper/${options.id}`);
  const { id, words, addresses, files, from = 0, to = 1, jitter = 0.8 } = options;
  const kind = options.kind ?? (addresses.length === 1 ? 'scraper' : 'distributed-scraper');
  stage.addActor({ id, kind, words });
  const { fromS, toS } = stage.span;
  const [startS, endS] = [fromS + from * (toS - fromS), fromS + to * (toS - fromS) - 1];
  const gapS = (endS - startS) / files.length;
  const clients = addresses.map((ip) => clientOf(random, options, ip));
  files.forEach((file, at) => {
    const beatS = startS + (at + random.next() * jitter) * gapS;
    const timeS = options.hours === undefined ? beatS : withinHours(beatS, options.hours);
    const own = addresses.length === 1 ? clients[0] : random.pick(clients);
    if (own === undefined) throw new Error(`${id} has no address`);
    const client = options.keepsAgent === false ? clientOf(random, options, own.ip) : own;
    takeFile(stage, options, client, file, timeS);
  });
}

function clientOf(random: Random, options: ScraperOptions, ip: string | null): Client {
  const { tls = TLS.old, requester } = options;
  return {
    ip,
    agent: random.pick(options.agents ?? MASKS),
    tls,
    ...(requester === undefined ? {} : { requester }),
  };
}

function takeFile(
  stage: Stage,
  { id, method = 'get', referrerOf, bytesMax }: ScraperOptions,
  client: Client,
  file: StoredFile,
  timeS: number,
): void {
  const referrer = referrerOf?.(file) ?? null;
  if (method !== 'get') stage.head(client, file, { timeS, referrer }, id);
  if (method === 'head') return;
  const isCut = bytesMax !== undefined && file.size > bytesMax;
  const part = isCut ? { status: 206, bytes: bytesMax } : {};
  stage.get(client, file, { timeS: timeS + (method === 'get' ? 0 : 1), referrer, ...part }, id);
}

/** Squeezes a day into some hours of it. */
function withinHours(timeS: number, [from, to]: readonly [number, number]): number {
  const day = 24 * HOUR_S;
  const midnightS = Math.floor(timeS / day) * day;
  return midnightS + from * HOUR_S + ((timeS - midnightS) / day) * (to - from) * HOUR_S;
}

/** As `aws s3 ls` lists them. */
export const inOrder = (files: readonly StoredFile[]): readonly StoredFile[] =>
  files.toSorted((a, b) => (a.key < b.key ? -1 : 1));

/** The list over and over, until there are so many. */
export const cycled = (files: readonly StoredFile[], count: number): readonly StoredFile[] =>
  Array.from({ length: count }, (_, at) => files[at % files.length] ?? { key: 'none', size: 1 });
