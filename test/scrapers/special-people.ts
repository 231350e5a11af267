/** Honest people who look suspicious: what a detector must leave alone. */
import { type Family, programOf } from './agents.ts';
import { type Client, TLS } from './ask.ts';
import { DAY_S, HOUR_S, makeClock } from './clock.ts';
import { downloadEpisode } from './people.ts';
import { inOrder } from './scrapers.ts';
import { OWNER_TOOL } from './services.ts';
import type { Stage } from './stage.ts';

/** A new episode comes out: apps fetch it in the first hours, all of them the whole file. */
export function addLaunch(stage: Stage, listeners: number): void {
  const random = stage.part('launch');
  const file = stage.files.episodes.at(-1);
  const feed = stage.files.feeds.at(-1);
  if (file === undefined || feed === undefined) throw new Error('There is nothing to launch');
  const outS = stage.span.fromS + (stage.span.toS - stage.span.fromS) / 6;
  const momentOf = makeClock(random, stage.span);
  for (let listener = 0; listener < listeners; listener += 1) {
    const ip = stage.addresses.household();
    const client: Client = { ip, ...programOf(random, 'podcast') };
    const isEarly = random.chance(0.55);
    const timeS = isEarly
      ? outS - Math.log(1 - random.next()) * HOUR_S
      : Math.max(momentOf(), outS + random.int(0, 3_600));
    stage.get(client, feed, { timeS: timeS - 2 });
    downloadEpisode({ stage, random, client }, file, timeS);
  }
}

/** An app whose user has just subscribed: it takes a whole series, from the first episode on. */
export function addPrefetching(stage: Stage, subscribers: number): void {
  const random = stage.part('prefetching');
  const momentOf = makeClock(random, stage.span);
  const family: Family = 'podcast';
  const app = programOf(random, family);
  for (let subscriber = 0; subscriber < subscribers; subscriber += 1) {
    const client: Client = { ip: stage.addresses.household(), ...app };
    const chosen = random.int(0, stage.files.series.length - 1);
    const feed = stage.files.feeds[chosen] ?? random.pick(stage.files.feeds);
    let timeS = momentOf();
    stage.get(client, feed, { timeS });
    for (const episode of stage.files.series[chosen] ?? []) {
      timeS += random.int(20, 150);
      stage.get(client, episode, { timeS });
    }
  }
}

/** Every night the owner copies all there is, signed with the owner's account. */
export function addBackup(stage: Stage, everyDays = 1): void {
  const random = stage.part('backup');
  const client: Client = {
    ip: stage.addresses.household(),
    agent: OWNER_TOOL,
    tls: TLS.openssl,
    requester: `arn:aws:sts::${stage.account}:assumed-role/nightly-backup/i-0a1b2c3d4e5f6a7b8`,
  };
  for (let dayS = stage.span.fromS; dayS < stage.span.toS; dayS += everyDays * DAY_S) {
    let timeS = dayS + 2 * HOUR_S + random.int(0, 600);
    for (let page = 0; page < stage.files.worth.length / 1_000; page += 1) {
      stage.ask(client, { timeS, operation: 'REST.GET.BUCKET', query: 'list-type=2' });
    }
    for (const file of inOrder(stage.files.worth)) {
      timeS += random.int(1, 9);
      stage.get(client, file, { timeS });
    }
  }
}

/** A copy on a server of the owner's, unsigned: only the configuration says that it is one. */
export function addOwnMirror(stage: Stage): string {
  const random = stage.part('mirror');
  const ip = stage.addresses.household();
  const client: Client = { ip, agent: 'Wget/1.21.4', tls: TLS.old };
  let timeS = stage.span.fromS + 5 * HOUR_S;
  for (const file of inOrder(stage.files.worth)) {
    timeS += random.int(3, 20);
    stage.get(client, file, { timeS });
  }
  return ip;
}

/** A newspaper links to one page: everybody reads that, and some look around. */
export function addViralLink(stage: Stage, readers: number, domain: string): void {
  const random = stage.part('viral');
  const page = stage.files.pages[3];
  if (page === undefined) throw new Error('There is no page to link to');
  const outS = stage.span.fromS + (stage.span.toS - stage.span.fromS) / 4;
  const url = `https://${stage.site}/${page.key}`;
  for (let reader = 0; reader < readers; reader += 1) {
    const program = programOf(random, random.pick(['phone', 'phone', 'desktop'] as const));
    const client: Client = { ip: stage.addresses.household(), ...program };
    const timeS = outS - Math.log(1 - random.next()) * 5 * HOUR_S;
    const operation = 'WEBSITE.GET.OBJECT';
    const from = random.chance(0.8) ? `https://${domain}/news/river` : null;
    stage.get({ ...client, tls: null }, page, { timeS, operation, referrer: from });
    stage.get(client, stage.files.style, { timeS: timeS + 1, referrer: url });
    for (const picture of page.pictures)
      stage.get(client, picture, { timeS: timeS + random.int(1, 3), referrer: url });
  }
}
