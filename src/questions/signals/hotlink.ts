/** Hot-linking: a foreign page that shows your files as its own. */
import { formatCount, formatShare, plural } from '../../core/format.ts';
import { spanHours } from '../evidence/hours.ts';
import { registrable } from '../evidence/own.ts';
import { type Finding, rise, type Signal } from './signal.ts';

const [ADDRESSES_MIN, REQUESTS_MIN] = [10, 60];
const [SHARE_FROM, SHARE_TO] = [0.002, 0.05];
/** A link to one page brings readers of that page; who embeds files embeds several. */
const FILES_MIN = 3;

export const foreignPage: Signal = {
  signal: 'foreign-page',
  source: '`referrer_domain`',
  family: 'hot-linking',
  meaning: 'part of all requests that come from pages of a domain that is not known as yours',
  unit: 'share',
  find: (subject, { allRequests, own }): Finding | null => {
    const { actor, requests, addresses, files } = subject;
    if (actor.kind !== 'referrer-domain' || own.domains.has(registrable(actor.name))) return null;
    if (addresses < ADDRESSES_MIN || requests < REQUESTS_MIN || files < FILES_MIN) return null;
    if (WELL_KNOWN.has(registrable(actor.name).split('.')[0] ?? '')) return null;
    const share = requests / allRequests;
    return {
      weight: 0.2 + 0.3 * rise(share, SHARE_FROM, SHARE_TO),
      value: share,
      usual: null,
      text: `${formatCount(requests)} requests of ${plural(addresses, 'address', 'addresses')} come from its pages, ${formatShare(share)} of all`,
    };
  },
};

/** Search engines and networks where people share links: they send visitors. */
const WELL_KNOWN: ReadonlySet<string> = new Set(
  'google bing duckduckgo yahoo yandex baidu ecosia qwant startpage facebook instagram twitter x t reddit linkedin pinterest youtube tiktok whatsapp telegram mastodon bsky discord slack ycombinator wikipedia'.split(' '), // biome-ignore format: one list
);

const EMBEDDED_MIN = 0.8;
/** A link that many follow is news for a day; a page that embeds files does so every day. */
const [LASTING_FROM, LASTING_BEYOND] = [6, 12];
/** An article may show two or three, as a quotation. */
const FILES_BEYOND = 5;
const PAGES: ReadonlySet<string> = new Set(['html', 'htm', 'pdf', 'xhtml', 'php']);

export const embedded: Signal = {
  signal: 'embedded',
  source: '`referrer_domain`, `extension`',
  family: 'hot-linking',
  meaning:
    'part of the requests from a foreign page that are for files that pages embed (images, audio, video), day after day',
  unit: 'share',
  find: (subject, { own }): Finding | null => {
    const { actor, requests, topExtensions, files, hours } = subject;
    if (actor.kind !== 'referrer-domain' || own.domains.has(registrable(actor.name))) return null;
    const pages = topExtensions.reduce(
      (sum, { name, requests }) => sum + (PAGES.has(name) ? requests : 0),
      0,
    );
    const named = topExtensions.reduce((sum, { requests }) => sum + requests, 0);
    const share = requests === 0 ? 0 : (named - pages) / requests;
    if (share < EMBEDDED_MIN || requests < REQUESTS_MIN || files < FILES_MIN) return null;
    const lasting = hours.startMs.length;
    if (lasting < LASTING_FROM) return null;
    return {
      weight: 0.3 + 0.2 * rise(spanHours(hours), LASTING_FROM, 4 * LASTING_BEYOND),
      value: share,
      usual: null,
      text: `${formatShare(share)} of these are ${formatCount(files)} files that its pages show, such as ${subject.topFiles[0]?.key ?? ''}`,
      ...(lasting >= LASTING_BEYOND && files >= FILES_BEYOND ? { isBeyondAnyone: true } : {}),
    };
  },
};
