/** Where a world is put together: its bucket, its time, and the requests planned so far. */
import { type Random, randomFor } from '../../samples/maker/prng.ts';
import { Addresses } from './addresses.ts';
import { type Ask, type Client, type Surroundings, writeAsk } from './ask.ts';
import { DAY_S, HOUR_S, type Span } from './clock.ts';
import { type FileCounts, type Files, makeFiles, type StoredFile } from './files.ts';
import type { Actor, ActorKind } from './world.ts';

export interface StageOptions {
  readonly name: string;
  readonly seed: number;
  readonly hours: number;
  readonly files: FileCounts;
}

/** What a part of the world asks for, beyond the client's own facts. */
type Asked = Pick<Ask, 'timeS'> & Partial<Omit<Ask, 'timeS' | 'actor'>>;

interface NamedActor {
  readonly id: string;
  readonly kind: ActorKind;
  readonly words: string;
  readonly isSought: boolean;
}

const ACCOUNT = '111122223333';
const NOT_FOUND_BYTES = 346;
const DENIED_BYTES = 243;
/** Host ids tell nothing apart, so a few do for a world. */
const HOST_IDS = 32;

export class Stage {
  readonly seed: number;
  readonly bucket: string;
  readonly ownerId: string;
  readonly account = ACCOUNT;
  readonly site: string;
  readonly span: Span;
  readonly files: Files;
  readonly addresses: Addresses;
  readonly #name: string;
  readonly #asks: Ask[] = [];
  readonly #actors: NamedActor[] = [];

  constructor({ name, seed, hours, files }: StageOptions) {
    this.#name = name;
    this.seed = seed;
    const random = this.part('bucket');
    const fromS = Date.UTC(2026, random.int(0, 8), random.int(1, 28), random.int(0, 23)) / 1_000;
    this.span = { fromS, toS: fromS + hours * HOUR_S };
    this.bucket = `riverbend-${random.base36(5).toLowerCase()}`;
    this.ownerId = random.hex(64).toLowerCase();
    this.site = `${random.pick(['www.', ''])}${this.bucket}.example`;
    this.files = makeFiles(this.part('files'), files);
    this.addresses = new Addresses(this.part('addresses'));
  }

  get days(): number {
    return (this.span.toS - this.span.fromS) / DAY_S;
  }

  /** Randomness of its own for each part, so that a change to one leaves the others alone. */
  part(name: string): Random {
    return randomFor(`scrapers/${this.#name}/${this.seed}/${name}`);
  }

  /** Names who asks; `ask` takes the id. */
  addActor(actor: Omit<NamedActor, 'isSought'> & { readonly isSought?: boolean }): string {
    this.#actors.push({ isSought: true, ...actor });
    return actor.id;
  }

  /** A request; outside the world's time it is not logged. */
  ask(client: Client, asked: Asked, actor: string | null = null): void {
    const { fromS, toS } = this.span;
    const timeS = Math.floor(asked.timeS);
    if (timeS < fromS || timeS >= toS) return;
    this.#asks.push({
      operation: 'REST.GET.OBJECT',
      key: null,
      status: 200,
      bytes: 0,
      size: null,
      referrer: null,
      ...client,
      ...asked,
      actor,
      timeS,
    });
  }

  /** Whatever is in the bucket must be read through this: its size is the file's. */
  get(client: Client, file: StoredFile, asked: Asked, actor: string | null = null): void {
    const { key, size } = file;
    this.ask(client, { key, size, bytes: size, ...asked }, actor);
  }

  /** Without a body. */
  head(client: Client, file: StoredFile, asked: Asked, actor: string | null = null): void {
    const { key, size } = file;
    this.ask(client, { operation: 'REST.HEAD.OBJECT', key, size, ...asked }, actor);
  }

  /** A key that there is not; 403 where the client may not even know that. */
  miss(client: Client, key: string, asked: Asked, actor: string | null = null): void {
    const isDenied = asked.status === 403;
    const given = { status: 404, bytes: isDenied ? DENIED_BYTES : NOT_FOUND_BYTES };
    const errorCode = isDenied ? 'AccessDenied' : 'NoSuchKey';
    this.ask(client, { key, ...given, errorCode, ...asked }, actor);
  }

  /** The lines in order of time, and who wrote which. */
  finish(): { readonly lines: readonly string[]; readonly actors: readonly Actor[] } {
    const random = this.part('lines');
    const hostIds = Array.from({ length: HOST_IDS }, () => random.bytes(56).toString('base64'));
    const asks = this.#asks.toSorted((a, b) => a.timeS - b.timeS);
    const fixed = { bucket: this.bucket, ownerId: this.ownerId };
    const lines = asks.map((ask) => {
      const surroundings: Surroundings = {
        ...fixed,
        requestId: requestIdOf(random),
        hostId: random.pick(hostIds),
      };
      return writeAsk(ask, surroundings);
    });
    return { lines, actors: this.#actors.map((actor) => actorOf(actor, asks)) };
  }
}

/** 16 characters of base 36. */
const requestIdOf = (random: Random): string =>
  [random.next(), random.next()]
    .map((number) => Math.floor(number * 36 ** 8).toString(36).padStart(8, '0').toUpperCase()) // biome-ignore format: one step
    .join('');

function actorOf(actor: NamedActor, asks: readonly Ask[]): Actor {
  const lines = asks.flatMap((ask, at) => (ask.actor === actor.id ? [at] : []));
  const addresses = new Set(lines.flatMap((at) => asks[at]?.ip ?? []));
  return { ...actor, addresses: [...addresses], lines };
}
