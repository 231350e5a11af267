/** Identity: what it says that it is, and whether it behaves so. */
import { formatCount, formatShare, plural } from '../../core/format.ts';
import { accountOf } from '../evidence/own.ts';
import { NOVELTY_FAR } from '../evidence/popularity.ts';
import { classPart, isOne, type Subject } from '../evidence/subject.ts';
import { type Finding, rise, type Signal } from './signal.ts';

/** Nearly all of its requests. */
const NEARLY_ALL = 0.9;
const REQUESTS_MIN = 20;

export const program: Signal = {
  signal: 'program',
  source: '`agent_class`',
  family: 'identity',
  meaning:
    'part of the requests by programs that are no browser, player or CDN: libraries, tools, and without a name',
  unit: 'share',
  find: (subject, { programShare }): Finding | null => {
    const nameless = subject.requests - subject.topClasses.reduce((sum, { requests }) => sum + requests, 0); // biome-ignore format: one sum
    const named =
      classPart(subject, 'library') + classPart(subject, 'tool') + classPart(subject, 'unknown');
    const share = named + nameless / subject.requests;
    if (share < NEARLY_ALL || subject.requests < REQUESTS_MIN) return null;
    const name = nameless > subject.requests / 2 ? null : (subject.topAgents[0]?.name ?? null);
    return {
      weight: 0.35,
      value: share,
      usual: programShare,
      text:
        name === null
          ? 'says nothing of what it is: no user agent'
          : `is a program, no browser or player: ${shortened(name)}`,
    };
  },
};

const NAME_SHOWN = 60;
const shortened = (name: string): string =>
  name.length <= NAME_SHOWN ? name : `${name.slice(0, NAME_SHOWN - 1)}…`;

/** Where most browsers come from a page, who never does reads none. */
const BARE_USUAL_MAX = 0.6;

export const noReferrer: Signal = {
  signal: 'referrer',
  source: '`referrer`, `agent_class`',
  family: 'identity',
  meaning: 'part of the requests of browsers that name no page they come from',
  unit: 'share',
  find: (subject, { bareShare }): Finding | null => {
    const { bare, requests } = subject;
    const share = bare / requests;
    if (classPart(subject, 'browser') < NEARLY_ALL || requests < REQUESTS_MIN) return null;
    if (share < NEARLY_ALL || bareShare > BARE_USUAL_MAX) return null;
    return {
      weight: 0.3 * rise(BARE_USUAL_MAX / Math.max(bareShare, 0.05), 0.6, 2),
      value: share,
      usual: bareShare,
      text: `claims to be a browser, but ${formatShare(share)} of its requests come from no page; of all browsers’ downloads ${formatShare(bareShare)} do`,
    };
  },
};

/** One person has so many programs at most. */
const AGENTS_FROM = 4;
/** Many people behind one address make more requests each. */
const REQUESTS_AN_AGENT_MAX = 12;

export const rotation: Signal = {
  signal: 'agents',
  source: '`user_agent`, `key`',
  family: 'identity',
  meaning: 'different user agents of one address that reads as one client does',
  unit: 'agents',
  find: (subject): Finding | null => {
    const { agents, requests, novelty } = subject;
    if (!isOne(subject) || agents < AGENTS_FROM || novelty < NOVELTY_FAR) return null;
    if (requests < REQUESTS_MIN || requests / agents > REQUESTS_AN_AGENT_MAX * 3) return null;
    return {
      weight: 0.4,
      value: agents,
      usual: 1,
      text: `gives ${plural(agents, 'different user agent')}, yet hardly asks for a file twice: one client under many names`,
    };
  },
};

export const foreignAccount: Signal = {
  signal: 'account',
  source: '`requester`',
  family: 'identity',
  meaning: 'requests that are signed by an AWS account that is not known as your own',
  unit: 'requests',
  find: (subject, { own }): Finding | null => {
    const [first] = subject.topRequesters;
    if (first === undefined || first.requests < NEARLY_ALL * subject.requests) return null;
    const account = accountOf(first.name);
    const isOwn = account === null ? own.ids.has(first.name) : own.accounts.has(account);
    if (isOwn || subject.actor.kind === 'network') return null;
    return {
      weight: 0.35,
      value: first.requests,
      usual: null,
      text: `signs ${formatCount(first.requests)} requests as ${account === null ? 'a foreign user' : `AWS account ${account}`}, which is not known as yours`,
    };
  },
};

/** Those of a bot that names itself. */
export const declaredName = (subject: Subject): string | null =>
  classPart(subject, 'bot') >= NEARLY_ALL ? (subject.topNames[0]?.name ?? null) : null;

export const declared: Signal = {
  signal: 'declared',
  source: '`agent_class`, `agent_name`',
  family: 'identity',
  meaning: 'part of the requests by bots that name themselves',
  unit: 'share',
  find: (subject, { botShare }): Finding | null => {
    const name = declaredName(subject);
    if (name === null) return null;
    return {
      weight: 0.3,
      value: classPart(subject, 'bot'),
      usual: botShare,
      text: `its user agent names it as a bot: ${name}`,
    };
  },
};
