/**
 * What honest machines do to a bucket: the owner's own publishing, S3's lifecycle and replication, a
 * CDN that fetches for its visitors, monitors, readers of feeds, and bots that say who they are.
 */
import { BOTS, type BotName } from './agents.ts';
import { type Client, TLS } from './ask.ts';
import { DAY_S, HOUR_S, makeClock } from './clock.ts';
import { makePopularity } from './files.ts';
import type { Stage } from './stage.ts';

export const OWNER_TOOL =
  'aws-cli/2.32.7 md/awscrt#0.29.1 ua/2.1 os/linux#6.8.0-90-generic md/arch#x86_64 lang/python#3.13.9 md/command#s3.sync';

/** The owner uploads what is new, from one place, signed. */
export function addPublishing(stage: Stage): void {
  const random = stage.part('publishing');
  const client: Client = {
    ip: stage.addresses.household(),
    agent: OWNER_TOOL,
    tls: TLS.openssl,
    requester: `arn:aws:iam::${stage.account}:user/publisher`,
  };
  const momentOf = makeClock(random, stage.span, 'office');
  for (let day = 0; day < Math.max(1, stage.days); day += 1) {
    for (let count = random.int(3, 9); count > 0; count -= 1) {
      const { key, size } = random.pick([...stage.files.feeds, ...stage.files.worth]);
      const timeS = momentOf();
      stage.ask(client, { timeS, operation: 'REST.PUT.OBJECT', key, size });
    }
    stage.ask(client, { timeS: momentOf(), operation: 'REST.GET.BUCKET', query: 'list-type=2' });
  }
}

/** Records without an address: S3 works for the owner. */
export function addInternals(stage: Stage): void {
  const random = stage.part('internals');
  const lifecycle: Client = { ip: null, agent: null, tls: null, requester: 'AmazonS3' };
  const replication: Client = {
    ip: null,
    agent: null,
    tls: null,
    requester: `arn:aws:sts::${stage.account}:assumed-role/replication/s3-replication`,
  };
  const { fromS, toS } = stage.span;
  for (let count = Math.ceil(stage.days * 6); count > 0; count -= 1) {
    const { key, size } = random.pick(stage.files.worth);
    const timeS = random.int(fromS, toS - 1);
    const expired = { operation: 'S3.EXPIRE.OBJECT', key: `old/${key}`, status: null };
    stage.ask(lifecycle, { timeS, size, ...expired });
    stage.get(replication, { key, size }, { timeS: random.int(fromS, toS - 1) });
  }
}

export interface BotsOptions {
  /** Requests a day of the most eager; the others do less. */
  readonly daily: number;
  readonly names?: readonly BotName[];
}

/** Round the clock, all kinds of files but the large ones, now and then `robots.txt`. */
export function addBots(
  stage: Stage,
  { daily, names = ['Googlebot', 'bingbot', 'GPTBot', 'AhrefsBot'] }: BotsOptions,
): void {
  const { pages, pictures, data } = stage.files;
  names.forEach((name, order) => {
    const random = stage.part(`bot/${name}`);
    const { agent, network } = BOTS[name];
    const addresses = [1, 2, 3, 4].map(() => `${network}.${random.int(1, 254)}`);
    const words = `${name} at an honest rate`;
    const id = stage.addActor({ id: name, kind: 'declared-bot', words, isSought: false });
    const file = makePopularity(random, [...pages, ...pictures, ...data], 0.4);
    const count = Math.ceil((daily * stage.days) / (order + 1));
    for (let done = 0; done < count; done += 1) {
      const client: Client = { ip: random.pick(addresses), agent, tls: TLS.modern };
      const timeS = random.int(stage.span.fromS, stage.span.toS - 1);
      if (random.chance(0.08)) stage.miss(client, 'robots.txt', { timeS }, id);
      else if (random.chance(0.2)) stage.get(client, file(), { timeS, status: 304, bytes: 0 }, id);
      else stage.get(client, file(), { timeS }, id);
    }
  });
}

/** HEAD to one and the same file, by night as by day. */
export function addMonitor(
  stage: Stage,
  everyS: number,
  agent = 'Blackbox Exporter/0.25.0',
): string {
  const random = stage.part(`monitor/${agent}`);
  const ip = stage.addresses.household();
  const client: Client = { ip, agent, tls: TLS.modern };
  for (
    let timeS = stage.span.fromS + random.int(0, everyS);
    timeS < stage.span.toS;
    timeS += everyS
  )
    stage.head(client, stage.files.status, { timeS });
  return ip;
}

export interface CdnOptions {
  readonly requests: number;
  readonly edges: number;
}

/** Origin fetches: whatever its visitors ask for and the edge has not got, round the clock. */
export function addCdn(stage: Stage, { requests, edges }: CdnOptions): void {
  const random = stage.part('cdn');
  const networks = Array.from({ length: 6 }, () => stage.addresses.network());
  const addresses = Array.from({ length: edges }, () => stage.addresses.neighbour(networks));
  const file = makePopularity(random, [...stage.files.worth, ...stage.files.pages], 0.5);
  const momentOf = makeClock(random, stage.span);
  for (let done = 0; done < requests; done += 1) {
    const client: Client = {
      ip: random.pick(addresses),
      agent: 'Amazon CloudFront',
      tls: TLS.modern,
      requester: 'svc:cloudfront.amazonaws.com',
    };
    const asked = file();
    const isRange = asked.size > 20_000_000;
    const part = isRange ? { status: 206, bytes: Math.ceil(asked.size / random.int(2, 9)) } : {};
    stage.get(client, asked, { timeS: momentOf(), ...part });
  }
}

/** Servers that show feeds elsewhere: they ask every half hour, and nearly always it is 304. */
export function addFeedReaders(stage: Stage, count: number): void {
  if (stage.files.feeds.length === 0) return;
  const random = stage.part('feed-readers');
  const words = 'readers of feeds, which say so';
  const id = stage.addActor({ id: 'feed-readers', kind: 'declared-bot', words, isSought: false });
  const agents = [
    'Feedly/1.0',
    'FreshRSS/1.27.1 (Linux; https://freshrss.org)',
    'NewsBlur Feed Fetcher',
  ];
  for (let reader = 0; reader < count; reader += 1) {
    const ip = stage.addresses.household();
    const client: Client = { ip, agent: random.pick(agents), tls: TLS.openssl };
    const feed = random.pick(stage.files.feeds);
    const everyS = Math.max(0.5 * HOUR_S, (stage.days / 200) * DAY_S);
    for (
      let timeS = stage.span.fromS + random.int(0, 1_800);
      timeS < stage.span.toS;
      timeS += everyS
    ) {
      const isNew = random.chance(0.03);
      stage.get(client, feed, { timeS, ...(isNew ? {} : { status: 304, bytes: 0 }) }, id);
    }
  }
}
