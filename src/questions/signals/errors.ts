/** Errors: who guesses names meets what is not there; who only asks does not fetch. */
import { formatCount, formatShare } from '../../core/format.ts';
import { clamp, type Finding, rise, type Signal } from './signal.ts';

const [SHARE_FROM, SHARE_TO] = [0.2, 0.6];
/** Broken links are the same few files for everybody. */
const [FILES_FROM, FILES_BEYOND] = [25, 100];
/** Who knocks at a few doors again and again is no visitor either. */
const [DOORS, KNOCKS, KNOCKS_SHARE] = [6, 60, 0.5];

export const missed: Signal = {
  signal: 'missed',
  source: '`http_status`, `key`',
  family: 'errors',
  meaning:
    'part of the requests that are refused or of what is not there (403, 404), for many different files',
  unit: 'share',
  find: ({ missed, missedFiles, requests, people }, { missedShare }): Finding | null => {
    const share = missed / requests;
    const guessed = missedFiles / people;
    const isKnocking = share >= KNOCKS_SHARE && guessed >= DOORS && missed / people >= KNOCKS;
    if (!isKnocking && (share < SHARE_FROM || guessed < FILES_FROM)) return null;
    return {
      weight: 0.6 * clamp(0.4 + 0.6 * clamp((share - SHARE_FROM) / (SHARE_TO - SHARE_FROM))),
      value: share,
      usual: missedShare,
      text: `${formatShare(share)} of requests are 403 or 404, for ${formatCount(missedFiles)} different files; of everybody’s ${formatShare(missedShare)}`,
      ...(guessed >= FILES_BEYOND && share >= SHARE_TO / 2 ? { isBeyondAnyone: true } : {}),
    };
  },
};

const HEAD_SHARE = 0.4;

export const heads: Signal = {
  signal: 'heads',
  source: '`operation`, `key`',
  family: 'errors',
  meaning:
    'part of the requests that ask about a file without fetching it (HEAD), for many different files',
  unit: 'share',
  find: ({ heads, headFiles, requests }, { headShare }): Finding | null => {
    const share = heads / requests;
    if (share < HEAD_SHARE || headFiles < FILES_FROM) return null;
    return {
      weight: 0.35 + 0.25 * rise(headFiles, FILES_FROM, FILES_BEYOND),
      value: share,
      usual: headShare,
      text: `${formatShare(share)} of requests are HEAD, for ${formatCount(headFiles)} different files, as no browser asks`,
      ...(headFiles >= FILES_BEYOND ? { isBeyondAnyone: true } : {}),
    };
  },
};

const [LISTS_FROM, LISTS_BEYOND] = [5, 20];

export const lists: Signal = {
  signal: 'lists',
  source: '`operation`',
  family: 'errors',
  meaning: 'requests for the list of files, which no page and no player makes',
  unit: 'requests',
  find: ({ lists }): Finding | null => {
    if (lists < LISTS_FROM) return null;
    return {
      weight: 0.35 + 0.25 * rise(lists, LISTS_FROM, LISTS_BEYOND),
      value: lists,
      usual: 0,
      text: `asked ${formatCount(lists)} times for the list of files, as no page does`,
      ...(lists >= LISTS_BEYOND ? { isBeyondAnyone: true } : {}),
    };
  },
};
