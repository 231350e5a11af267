/** Hot-linking: a foreign page that shows your files as its own. */
import { formatCount, formatShare, plural } from '../../core/format.ts';
import { spanHours } from '../evidence/hours.ts';
import { isOwnDomain, type Own } from '../evidence/own.ts';
import type { Subject } from '../evidence/subject.ts';
import { type Finding, rise, type Signal } from './signal.ts';

const [ADDRESSES_MIN, REQUESTS_MIN] = [10, 60];
/** A link to one page brings readers of that page; who embeds files embeds several. */
const FILES_MIN = 3;

/** Search engines and networks where people share links: they send visitors. */
const WELL_KNOWN: ReadonlySet<string> = new Set(
  'google bing duckduckgo yahoo yandex baidu ecosia qwant startpage facebook instagram twitter x t reddit linkedin pinterest youtube tiktok whatsapp telegram mastodon bsky discord slack ycombinator wikipedia'.split(
    ' ',
  ),
);

/** Many visitors of a page that belongs to neither the owner nor a search engine. */
function isForeignPage({ actor, requests, addresses, files }: Subject, own: Own): boolean {
  if (actor.kind !== 'referrer-domain' || isOwnDomain(actor.name, own)) return false;
  if (actor.name.split('.').some((label) => WELL_KNOWN.has(label))) return false;
  return addresses >= ADDRESSES_MIN && requests >= REQUESTS_MIN && files >= FILES_MIN;
}

const [SHARE_FROM, SHARE_TO] = [0.002, 0.05];

export const foreignPage: Signal = {
  signal: 'foreign-page',
  source: '`referrer_domain`',
  family: 'hot-linking',
  meaning: 'part of all requests that come from pages of a domain that is not known as yours',
  unit: 'share',
  find: (subject, { allRequests, own }): Finding | null => {
    const { requests, addresses } = subject;
    if (!isForeignPage(subject, own)) return null;
    const share = requests / allRequests;
    return {
      weight: 0.2 + 0.3 * rise(share, SHARE_FROM, SHARE_TO),
      value: share,
      usual: null,
      text: `${formatCount(requests)} requests of ${plural(addresses, 'address', 'addresses')} come from its pages, ${formatShare(share)} of all`,
    };
  },
};

const EMBEDDED_MIN = 0.8;
/** What pages show in place; of anything else a page has links. */
const EMBEDDED: ReadonlySet<string> = new Set(
  'jpg jpeg png gif webp avif svg ico bmp mp3 m4a aac ogg oga opus flac wav mp4 m4v webm mov m3u8 ts mpd css js woff woff2 ttf'.split(
    ' ',
  ),
);
/** A link that many follow is news for some hours; a page that embeds files does so at any. */
const [LASTING_FROM, LASTING_BEYOND] = [6, 12];
/** An article may show two or three, as a quotation. */
const FILES_BEYOND = 5;

export const embedded: Signal = {
  signal: 'embedded',
  source: '`referrer_domain`, `extension`',
  family: 'hot-linking',
  meaning:
    'part of the requests from a foreign page that are for files that pages embed (images, audio, video, styles), in six different hours or more',
  unit: 'share',
  find: (subject, { own }): Finding | null => {
    const { requests, topExtensions, files, hours } = subject;
    if (!isForeignPage(subject, own)) return null;
    const shown = topExtensions.filter(({ name }) => EMBEDDED.has(name));
    const share = shown.reduce((sum, { requests: some }) => sum + some, 0) / requests;
    const lasting = hours.startMs.length;
    if (share < EMBEDDED_MIN || lasting < LASTING_FROM) return null;
    return {
      weight: 0.3 + 0.2 * rise(spanHours(hours), LASTING_FROM, 4 * LASTING_BEYOND),
      value: share,
      usual: null,
      text: `${formatShare(share)} of its requests are for ${formatCount(files)} files that its pages show, such as ${subject.topFiles[0]?.key ?? ''}`,
      ...(lasting >= LASTING_BEYOND && files >= FILES_BEYOND ? { isBeyondAnyone: true } : {}),
    };
  },
};
