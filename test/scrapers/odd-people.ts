/** Honest programs with odd habits: many requests, many errors or many ranges, and nothing taken. */
import { programOf } from './agents.ts';
import { type Client, TLS } from './ask.ts';
import { HOUR_S, makeClock } from './clock.ts';
import { makePopularity } from './files.ts';
import type { Stage } from './stage.ts';

/** Tablets on walls: each asks for what is on now, by night as by day. */
export function addTablets(stage: Stage, count: number, everyS: number): void {
  const random = stage.part('tablets');
  const { fromS, toS } = stage.span;
  const picture = makePopularity(random, stage.files.pictures);
  for (let tablet = 0; tablet < count; tablet += 1) {
    const client: Client = {
      ip: stage.addresses.household(),
      agent: 'okhttp/4.12.0',
      tls: TLS.modern,
    };
    for (let timeS = fromS + random.int(0, everyS); timeS < toS; timeS += everyS) {
      const isNew = random.chance(0.1);
      stage.get(client, stage.files.status, { timeS, ...(isNew ? {} : { status: 304, bytes: 0 }) });
      if (isNew) stage.get(client, picture(), { timeS: timeS + 1 });
    }
  }
}

/** Apps that nobody has told of the feed's new address: all they ever get is 404. */
export function addMovedFeed(stage: Stage, apps: number): void {
  const random = stage.part('moved');
  const momentOf = makeClock(random, stage.span);
  for (let app = 0; app < apps; app += 1) {
    const client: Client = { ip: stage.addresses.household(), ...programOf(random, 'podcast') };
    const polls = Math.ceil(stage.days * random.int(1, 12));
    for (let poll = 0; poll < polls; poll += 1)
      stage.miss(client, 'feeds/river-hours.xml', { timeS: momentOf() });
  }
}

/** Customers who click a link of last week: 403, a few times, then they write an e-mail. */
export function addExpiredLinks(stage: Stage, customers: number): void {
  const random = stage.part('expired');
  const momentOf = makeClock(random, stage.span);
  for (let customer = 0; customer < customers; customer += 1) {
    const client: Client = { ip: stage.addresses.household(), ...programOf(random, 'desktop') };
    const { key } = random.pick(stage.files.worth);
    const startS = momentOf();
    for (let tries = random.int(1, 5); tries > 0; tries -= 1)
      stage.miss(client, key, { timeS: startS + tries * random.int(3, 60), status: 403 });
  }
}

/** A film in hundreds of ranges, as browsers stream it; or all ranges at once, by a download manager. */
export function addFilms(stage: Stage, viewers: number): void {
  const random = stage.part('films');
  const momentOf = makeClock(random, stage.span);
  const film = makePopularity(random, stage.files.videos);
  for (let viewer = 0; viewer < viewers; viewer += 1) {
    const isManager = random.chance(0.2);
    const program = isManager
      ? { agent: 'aria2/1.37.0', tls: TLS.openssl }
      : programOf(random, random.pick(['desktop', 'phone'] as const));
    const client: Client = { ip: stage.addresses.household(), ...program };
    const file = film();
    const startS = momentOf();
    const ranges = isManager ? 64 : random.int(20, 160);
    const seenS = isManager ? 300 : random.int(900, 2 * HOUR_S);
    for (let range = 0; range < ranges; range += 1) {
      const timeS = startS + (range * seenS) / ranges;
      stage.get(client, file, { timeS, status: 206, bytes: Math.floor(file.size / ranges) });
    }
  }
}
