/** Errors: who guesses names meets what is not there; who only asks does not fetch. */
import { formatCount, formatShare } from '../../core/format.ts';
import { classPart, isOne, type Subject } from '../evidence/subject.ts';
import { clamp, type Finding, rise, type Signal } from './signal.ts';

const [SHARE_FROM, SHARE_TO] = [0.2, 0.6];
/** Where many of everybody's requests are so, the fault is not the client's. */
const USUAL_TIMES = 3;
/** Broken links are the same few files for everybody. */
const [FILES_FROM, FILES_BEYOND] = [25, 100];
/** Who knocks at a few doors again and again is no visitor either. */
const [DOORS, KNOCKS, KNOCKS_SHARE] = [6, 60, 0.5];
/** Of what a page or a player explains. */
const EXPLAINED = 0.35;

/** The links of a page may be broken, and players ask before they fetch. */
const isExplained = (subject: Subject): boolean =>
  subject.bare < subject.requests / 2 || classPart(subject, 'player') > 0.5;

/** Of many clients together, what some of them do convicts nobody by itself. */
const beyond = (subject: Subject, isSo: boolean) =>
  isSo && isOne(subject) && !isExplained(subject) ? ({ isBeyondAnyone: true } as const) : {};

const weightOf = (subject: Subject, weight: number): number =>
  isExplained(subject) ? weight * EXPLAINED : weight;

const isPage = ({ actor }: Subject): boolean => actor.kind === 'referrer-domain';

export const missed: Signal = {
  signal: 'missed',
  source: '`http_status`, `key`',
  family: 'errors',
  meaning:
    'part of the requests that are refused or of what is not there (403, 404), for many different files',
  unit: 'share',
  find: (subject, { missedShare }): Finding | null => {
    const { missed, missedFiles, requests, people } = subject;
    const share = missed / requests;
    const guessed = missedFiles / people;
    const isKnocking = share >= KNOCKS_SHARE && guessed >= DOORS && missed / people >= KNOCKS;
    if (!isKnocking && (share < SHARE_FROM || guessed < FILES_FROM)) return null;
    if (isPage(subject) || share < USUAL_TIMES * missedShare) return null;
    const much = clamp((share - SHARE_FROM) / (SHARE_TO - SHARE_FROM));
    return {
      weight: weightOf(subject, 0.6 * clamp(0.4 + 0.6 * much)),
      value: share,
      usual: missedShare,
      text: `${formatShare(share)} of requests are 403 or 404, for ${formatCount(missedFiles)} different files; of everybody’s ${formatShare(missedShare)}`,
      ...beyond(subject, guessed >= FILES_BEYOND && share >= SHARE_TO / 2),
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
  find: (subject, { headShare }): Finding | null => {
    const { heads, headFiles, requests, people } = subject;
    const share = heads / requests;
    const asked = headFiles / people;
    if (share < HEAD_SHARE || asked < FILES_FROM) return null;
    if (isPage(subject) || share < USUAL_TIMES * headShare) return null;
    return {
      weight: weightOf(subject, 0.35 + 0.25 * rise(asked, FILES_FROM, FILES_BEYOND)),
      value: share,
      usual: headShare,
      text: `${formatShare(share)} of requests are HEAD, for ${formatCount(headFiles)} different files, as no browser asks`,
      ...beyond(subject, asked >= FILES_BEYOND),
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
  find: (subject): Finding | null => {
    const { lists, people } = subject;
    const each = lists / people;
    // Of many clients a few open the address of the bucket by mistake.
    if (isPage(subject) || each < LISTS_FROM || lists < subject.addresses * LISTS_FROM) return null;
    return {
      weight: 0.35 + 0.25 * rise(each, LISTS_FROM, LISTS_BEYOND),
      value: lists,
      usual: 0,
      text: `asked ${formatCount(lists)} times for the list of files, as no page does`,
      ...(each >= LISTS_BEYOND && isOne(subject) ? { isBeyondAnyone: true } : {}),
    };
  },
};
