/** Facts about syncs, as few words as a case needs. */
import type {
  MissingObject,
  ObjectCounts,
  ReachFacts,
  SourceFacts,
  SyncFacts,
} from '../../src/questions/reach/reach-facts.ts';

export const NOW = '2026-02-24T12:00:00.000Z';

const NO_OBJECTS: ObjectCounts = {
  listed: 0,
  skipped: 0,
  done: 0,
  failed: 0,
  notALog: 0,
  archived: 0,
  gone: 0,
  growing: 0,
};

interface SyncCase extends Partial<Omit<SyncFacts, 'objects'>> {
  readonly objects?: Partial<ObjectCounts>;
}

/** `at`: `24T00:07` of February 2026; it ended five minutes later, unless it runs. */
export function sync(at: string, about: SyncCase = {}): SyncFacts {
  const startedAt = `2026-02-${at}:00.000Z`;
  const { objects, state = 'done', ...rest } = about;
  const endedAt = new Date(Date.parse(startedAt) + 300_000).toISOString();
  return {
    source: 's3://logs/',
    state,
    startedAt,
    heartbeatAt: state === 'running' ? NOW : endedAt,
    finishedAt: state === 'running' ? null : endedAt,
    isListed: true,
    ...rest,
    objects: { ...NO_OBJECTS, ...objects },
  };
}

/** Whose newest sync is complete, unless another one is given. */
export function source(newest: SyncFacts, about: Partial<SourceFacts> = {}): SourceFacts {
  const complete = newest.state === 'done' ? newest : null;
  return {
    sourceId: 's3:Amazon S3/logs/',
    newest,
    complete,
    completeFrom: null,
    hasDone: true,
    ...about,
  };
}

export function facts(
  sources: readonly SourceFacts[],
  missing: readonly MissingObject[] = [],
  about: Partial<ReachFacts> = {},
): ReachFacts {
  return {
    atMs: Date.parse(NOW),
    sources,
    isWriting: false,
    missing: { count: missing.length, first: missing },
    newestRecord: '2026-02-23T23:59:10.000Z',
    rejected: 0,
    unknownBecause: null,
    ...about,
  };
}
