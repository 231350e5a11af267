/**
 * Bad actors that do not simply take every file once: who guesses keys, lists the bucket, looks at
 * headers, downloads one file again and again, or has other people's visitors download.
 */
import { programOf } from './agents.ts';
import { type Client, TLS } from './ask.ts';
import { HOUR_S, makeClock } from './clock.ts';
import { makePopularity, type StoredFile } from './files.ts';
import type { Stage } from './stage.ts';

const GUESSES = [
  ...['.env', '.git/config', 'backup.zip', 'db.sql', 'id_rsa', 'config.json', 'admin/index.php'],
  ...['.aws/credentials', 'wp-login.php', 'dump.tar.gz', 'users.csv', 'secrets.yml', 'old.bak'],
];
const PLACES = ['', 'backup/', 'old/', 'private/', 'api/', 'admin/', 'test/', 'dev/', 'data/'];

/** Guesses keys in bursts; a good half is refused, and now and then something is there. */
export function addKeyGuesser(stage: Stage, requests: number): void {
  const random = stage.part('guesser');
  const words = `guesses ${requests} keys from one address`;
  const id = stage.addActor({ id: 'guesser', kind: 'prober', words });
  const ip = stage.addresses.household();
  const client: Client = { ip, agent: 'Mozilla/5.0 zgrab/0.x', tls: TLS.old };
  const { fromS, toS } = stage.span;
  const burst = 120;
  let timeS = fromS;
  for (let done = 0; done < requests; done += 1) {
    if (done % burst === 0) timeS = random.int(fromS, Math.max(fromS, toS - 2 * HOUR_S));
    timeS += random.int(0, 8);
    const key = `${random.pick(PLACES)}${random.pick(GUESSES)}${random.chance(0.3) ? `.${random.int(1, 9)}` : ''}`;
    const status = random.chance(0.6) ? 403 : 404;
    if (random.chance(0.04)) stage.get(client, random.pick(stage.files.pages), { timeS }, id);
    else stage.miss(client, key, { timeS, status }, id);
  }
}

/** Counts up where a title has numbers: some are there, and most have never been. */
export function addNumberGuesser(stage: Stage, requests: number): void {
  const random = stage.part('counter');
  const words = `tries ${requests} numbers of episodes, and takes what is there`;
  const id = stage.addActor({ id: 'counter', kind: 'prober', words });
  const client: Client = {
    ip: stage.addresses.household(),
    agent: 'Go-http-client/1.1',
    tls: TLS.modern,
  };
  const { fromS, toS } = stage.span;
  const gapS = (0.6 * (toS - fromS)) / requests;
  const [episode] = stage.files.episodes;
  for (let done = 0; done < requests; done += 1) {
    const timeS = fromS + 0.2 * (toS - fromS) + (done + random.next()) * gapS;
    const number = String(done + 1).padStart(4, '0');
    if (done % 4 === 0 && episode !== undefined) {
      const found = stage.files.episodes[done / 4] ?? episode;
      stage.get(client, found, { timeS }, id);
    } else stage.miss(client, `shows/old-hours/${number}.mp3`, { timeS, status: 403 }, id);
  }
}

/** Pages through the listing, then walks the folders again and again. */
export function addLister(stage: Stage, requests: number): void {
  const random = stage.part('lister');
  const words = `lists the bucket ${requests} times`;
  const id = stage.addActor({ id: 'lister', kind: 'prober', words });
  const ip = stage.addresses.household();
  const client: Client = { ip, agent: 'Boto3/1.34.0 Botocore/1.34.0', tls: TLS.openssl };
  const { fromS, toS } = stage.span;
  const gapS = (toS - fromS) / requests;
  for (let done = 0; done < requests; done += 1) {
    const query = `list-type=2&prefix=${random.pick(PLACES)}&continuation-token=${random.base36(20)}`;
    const timeS = fromS + done * gapS + random.int(0, Math.ceil(gapS));
    const bytes = random.int(2_000, 290_000);
    stage.ask(client, { timeS, operation: 'REST.GET.BUCKET', query, bytes }, id);
  }
}

export interface HogOptions {
  readonly downloads: number;
  readonly files?: number;
}

/** The largest files, whole, round the clock: a leech, or a loop that somebody forgot. */
export function addHog(stage: Stage, { downloads, files = 1 }: HogOptions): void {
  const random = stage.part('hog');
  const words = `downloads ${files} large file(s) ${downloads} times`;
  const id = stage.addActor({ id: 'hog', kind: 'bandwidth-hog', words });
  const client: Client = {
    ip: stage.addresses.household(),
    agent: random.pick(['VLC/3.0.21 LibVLC/3.0.21', 'Wget/1.21.4', 'Lavf/60.16.100']),
    tls: TLS.old,
  };
  const { videos, episodes } = stage.files;
  const largest = [...videos, ...episodes].sort((a, b) => b.size - a.size).slice(0, files);
  const { fromS, toS } = stage.span;
  for (let done = 0; done < downloads; done += 1) {
    const timeS = fromS + ((done + random.next()) / downloads) * (toS - fromS);
    stage.get(client, random.pick(largest), { timeS }, id);
  }
}

export interface HotlinkOptions {
  readonly visitors: number;
  readonly domain: string;
  /** What is embedded there. */
  readonly files: readonly StoredFile[];
}

/** Other people's visitors: their browsers load the pictures, and say where they stand. */
export function addHotlink(stage: Stage, { visitors, domain, files }: HotlinkOptions): void {
  const random = stage.part(`hotlink/${domain}`);
  const words = `${domain} embeds ${files.length} files for ${visitors} visitors`;
  const id = stage.addActor({ id: domain, kind: 'hotlink', words });
  const embedded = makePopularity(random, files, 0.6);
  const momentOf = makeClock(random, stage.span);
  for (let visitor = 0; visitor < visitors; visitor += 1) {
    const program = programOf(random, random.pick(['desktop', 'phone', 'phone'] as const));
    const client: Client = { ip: stage.addresses.household(), ...program };
    const referrer = `https://${domain}/${random.pick(['board', 'thread', 'best'])}/${random.int(1, 90)}`;
    const timeS = momentOf();
    const shown = new Set(Array.from({ length: random.int(2, 7) }, embedded));
    for (const file of shown)
      stage.get(client, file, { timeS: timeS + random.int(0, 3), referrer }, id);
  }
}
