/** An actor with all that is known of it, beside everybody. */
import type { AgentClass } from '../../core/agent-class.ts';
import { partOf } from './dossier.ts';
import type { Everybody } from './everybody.ts';
import type { Evidence } from './evidence.ts';
import { expectedFiles, meetsMore, NOVELTY_FAR } from './popularity.ts';

export interface Subject extends Evidence {
  /** Different files that so many requests of people meet. */
  readonly expectedFiles: number;
  /** Different files in proportion to that: 1 is usual. */
  readonly novelty: number;
  /** Of many addresses: they go to different files as those of people do not. */
  readonly meetsMore: boolean;
  /** Part of all files that anybody asked for. */
  readonly coverage: number;
  /** People behind it, as far as its agents and what it reads tell; at least 1. */
  readonly people: number;
}

/** Below so many agents an address is one household. */
const AGENTS_OF_MANY = 4;

/**
 * As many as it has agents; all users of an app share one name, so where there are several agents, as
 * many as would make its requests if each came as often as the most eager client.
 */
const peopleOf = (agents: number, requests: number, far: number): number =>
  agents < AGENTS_OF_MANY ? Math.max(1, agents) : Math.max(agents, Math.ceil(requests / far));

export function subjectOf(evidence: Evidence, { popularity, requests: usual }: Everybody): Subject {
  const { requests, files, agents } = evidence;
  const own = popularity.byClass.get(evidence.topClasses[0]?.name ?? '');
  // Whichever speaks more for them.
  const expected = Math.max(
    expectedFiles(popularity.all, requests),
    own === undefined ? 0 : expectedFiles(own, requests),
  );
  const novelty = expected === 0 ? 0 : files / expected;
  return {
    ...evidence,
    expectedFiles: expected,
    novelty,
    meetsMore: meetsMore(requests, files, expected),
    coverage: popularity.all.files === 0 ? 0 : Math.min(1, files / popularity.all.files),
    people: novelty < NOVELTY_FAR ? peopleOf(agents, requests, usual.far) : 1,
  };
}

/** Part of its requests by agents of this class, 0 to 1. */
export const classPart = ({ topClasses, requests }: Subject, agentClass: AgentClass): number =>
  partOf(topClasses, agentClass, requests);

/** Nearly all of its requests. */
const NEARLY_ALL = 0.9;

/** An address, a signature, a bot under its own name: one hand. Others may be many clients together. */
export const isOneClient = (subject: Subject): boolean =>
  isOne(subject) || subject.actor.kind === 'requester' || classPart(subject, 'bot') >= NEARLY_ALL;

/** Nothing is spread. */
export const isOne = ({ addresses }: Pick<Subject, 'addresses'>): boolean => addresses <= 2;
