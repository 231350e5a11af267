/** Repetition: a file that was downloaded in full is not needed again. */
import { formatCount, formatTenths, plural } from '../../core/format.ts';
import { type Finding, rise, type Signal } from './signal.ts';

const [TIMES_FROM, TIMES_TO] = [10, 60];
const REPEATED_SHARE_MIN = 0.005;

export const repeats: Signal = {
  signal: 'repeats',
  source: '`download_ppm`, `key`',
  family: 'repetition',
  meaning: 'full downloads of the same file by one client',
  unit: 'full downloads',
  find: (subject, { bytes, allBytes }): Finding | null => {
    const { mostRepeated, agents, addresses, actor, bare, requests, people } = subject;
    if (mostRepeated === null || addresses > 2 || actor.kind === 'network') return null;
    const times = mostRepeated.fullDownloads / Math.max(1, agents, people);
    if (times < TIMES_FROM) return null;
    // The style sheet of a page is nobody's bill.
    const isLittle = mostRepeated.bytes < REPEATED_SHARE_MIN * allBytes;
    if (isLittle && mostRepeated.bytes < bytes.far) return null;
    // An office that comes from a page sees the same file many times.
    const isOfPages = bare < requests / 2;
    return {
      weight: (isOfPages ? 0.5 : 1) * (0.3 + 0.3 * rise(times, TIMES_FROM, TIMES_TO)),
      value: mostRepeated.fullDownloads,
      usual: 1,
      text: `downloaded the same file ${formatTenths(mostRepeated.fullDownloads)} times in full with ${plural(agents, 'agent')}: ${mostRepeated.key}`,
    };
  },
};

const [BYTES_TIMES_TO, BYTES_SHARE_MIN] = [16, 0.005];

export const volume: Signal = {
  signal: 'bytes',
  source: '`bytes_sent`',
  family: 'volume',
  meaning: 'bytes, against those of the usual client',
  unit: 'bytes',
  find: ({ bytes: own, people, addresses, actor }, { bytes, allBytes }): Finding | null => {
    const each = own / people;
    if (addresses > 2 || actor.kind === 'network' || each <= bytes.far) return null;
    if (own < BYTES_SHARE_MIN * allBytes) return null;
    return {
      weight: 0.15 + 0.15 * rise(each, bytes.far, bytes.far * BYTES_TIMES_TO),
      value: own,
      usual: bytes.median,
      text: `takes ${formatCount(Math.round(own / Math.max(1, bytes.median)))} × the bytes of the usual client`,
    };
  },
};
