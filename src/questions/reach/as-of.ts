/**
 * How far an answer reaches: whether all that was delivered before `deliveredUntil` is in it. That is
 * another matter than `exact`, which is about the records that are there.
 *
 * `deliveredUntil` is the start of a sync: what was delivered later may not have been listed. Where
 * there are several sources, it is that of the one that lies behind.
 */
import { formatCount, momentText } from '../../core/format.ts';
import type { MissingObject, ObjectCounts, ReachFacts, SourceFacts } from './reach-facts.ts';
import { isOfSource } from './source-id.ts';
import { stateOf, syncText } from './sync-words.ts';

/** Printed in every answer: fields may be added, never changed. Times are ISO. */
export interface AsOf {
  readonly complete: boolean;
  /** Clauses, such as "a sync of logs/ is running"; null where it is complete. */
  readonly because: string | null;
  /** null: a source was never read in full. */
  readonly deliveredUntil: string | null;
  /** Not complete for want of older days alone: it is from this time on. Null: else. */
  readonly completeFrom: string | null;
  /** Of all records, not of the range. */
  readonly newestRecord: string | null;
  /** The newest one of the source that stands worst; null: no sync is on record. */
  readonly lastSync: LastSync | null;
  /** Those that count, the worst first. */
  readonly sources: readonly SourceAsOf[];
  /** Log objects that are missing; null: not known. */
  readonly failed: number | null;
  /** Lines of the range that are no record; null: not known. */
  readonly rejected: number | null;
  /** Records written in so many last seconds may not be seen yet. */
  readonly unseenSeconds: number;
}

interface LastSync {
  readonly source: string;
  /** That of its document, or `stopped` where it ended without a word. */
  readonly state: string;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** false: more log objects may be listed than are counted yet. */
  readonly listingEnded: boolean;
  readonly objects: ObjectCounts;
}

interface SourceAsOf extends LastSync {
  readonly deliveredUntil: string | null;
  readonly failed: number;
}

export interface Reading {
  /** Begin of the range asked about; null: no bound. */
  readonly from: string | null;
  /** Ids of the sources that the configuration names: only these count; null: it names none. */
  readonly configured?: readonly string[] | null;
  /** 0: all that was acknowledged before is seen. */
  readonly unseenSeconds?: number;
}

export function readAsOf(facts: ReachFacts, reading: Reading): AsOf {
  const { from, configured = null, unseenSeconds = 0 } = reading;
  const { newestRecord, rejected, unknownBecause } = facts;
  const rest = { rejected, unseenSeconds };
  const counted = countedSources(facts, configured);
  if (unknownBecause !== null || counted.length === 0) {
    const because =
      unknownBecause === null ? 'no sync is on record' : `not checked: ${unknownBecause}`;
    const nothing = {
      deliveredUntil: null,
      completeFrom: null,
      newestRecord,
      lastSync: null,
      sources: [],
    };
    return { complete: false, because, ...nothing, failed: null, ...rest };
  }
  const judged = counted
    .map((source) => judge(source, facts, from))
    .sort((a, b) => compareWorst(a.told, b.told));
  const sources = judged.map(({ told }) => told);
  const deliveredUntil = earliest(sources.map((source) => source.deliveredUntil));
  const unread = countUnread(facts, deliveredUntil);
  const reasons = [
    ...judged.flatMap((one) => one.reasons),
    ...(unread === 0 ? [] : [`${formatCount(unread)} more log objects failed or are archived`]),
  ];
  return {
    complete: reasons.length === 0,
    because: reasons.length === 0 ? null : joinReasons(reasons),
    deliveredUntil,
    completeFrom: latest(judged.map(({ completeFrom }) => completeFrom)),
    newestRecord,
    lastSync: sources[0] === undefined ? null : lastSyncOf(sources[0]),
    sources,
    failed: sources.reduce((sum, { failed }) => sum + failed, unread),
    ...rest,
  };
}

/** Where nothing was shipped from any source, what became of their syncs is all there is to tell. */
function countedSources(
  { sources }: ReachFacts,
  configured: readonly string[] | null,
): readonly SourceFacts[] {
  const named = sources.filter(
    ({ sourceId }) => configured === null || configured.includes(sourceId),
  );
  const counted = named.filter(({ hasDone }) => hasDone);
  return counted.length === 0 ? named : counted;
}

interface Judged {
  readonly told: SourceAsOf;
  /** Why it is not complete. */
  readonly reasons: readonly string[];
  /** ISO; null: not known. `any`: it reaches back as far as the question. */
  readonly completeFrom: string | 'any' | null;
}

function judge(source: SourceFacts, facts: ReachFacts, from: string | null): Judged {
  const { newest, complete } = source;
  const sync = {
    source: newest.source,
    state: stateOf(newest, facts.atMs),
    startedAt: newest.startedAt,
    finishedAt: newest.finishedAt,
    listingEnded: newest.isListed,
    objects: newest.objects,
  };
  const missing = countMissing(source, facts, from);
  const failed = missing.failed + missing.archived + missing.growing;
  const told = { ...sync, deliveredUntil: complete?.startedAt ?? null, failed };
  const unread =
    complete !== null
      ? []
      : sync.state === 'done'
        ? [`only part of ${sync.source} was synced: sync it without --from and --to`]
        : [syncText(sync)];
  const lacking = missingText(sync.source, missing);
  const since = complete === null ? source.completeFrom : 'any';
  const reaches =
    since === null || since === 'any' ? [] : [`complete from ${momentText(since)} on`];
  const reasons = [...reaches, ...unread, ...lacking];
  return { told, reasons, completeFrom: lacking.length === 0 ? since : null };
}

interface Missing {
  readonly failed: number;
  readonly archived: number;
  readonly growing: number;
}

/** Delivered before the complete sync began, and perhaps with records of the range. */
function countMissing(
  { sourceId, complete }: SourceFacts,
  { missing }: ReachFacts,
  from: string | null,
): Missing {
  const before = complete?.startedAt ?? null;
  const isMissing = ({ physicalId, lastModified }: MissingObject): boolean =>
    isOfSource(physicalId, sourceId) && (before === null || isBefore(lastModified, before));
  const own = missing.first.filter(isMissing);
  const failed = own.filter(({ state }) => state === 'failed').length;
  const isGrowing = complete !== null && (from === null || isBefore(from, endOf(complete)));
  return {
    failed,
    archived: own.length - failed,
    growing: isGrowing ? complete.objects.growing : 0,
  };
}

/**
 * Missing log objects that were not read with the facts. They may be of any source, and are rather
 * held against an answer than overlooked; the oldest were read, so all may be too late to count.
 */
function countUnread({ missing }: ReachFacts, deliveredUntil: string | null): number {
  const last = missing.first.at(-1)?.lastModified ?? '';
  const areLater = deliveredUntil !== null && !isBefore(last, deliveredUntil);
  return areLater ? 0 : missing.count - missing.first.length;
}

/** What grew while a sync ran was last modified before its end. */
const endOf = ({ finishedAt, startedAt }: NonNullable<SourceFacts['complete']>): string =>
  finishedAt ?? startedAt;

const isBefore = (a: string, b: string): boolean => Date.parse(a) < Date.parse(b);

function missingText(source: string, { failed, archived, growing }: Missing): readonly string[] {
  const parts = [
    ...(failed === 0 ? [] : [`${formatCount(failed)} failed`]),
    ...(archived === 0 ? [] : [`${formatCount(archived)} ${isOrAre(archived)} archived`]),
    ...(growing === 0 ? [] : [`${formatCount(growing)} ${isOrAre(growing)} still being written`]),
  ];
  if (parts.length === 0) return [];
  return [`of the log objects in ${source}, ${parts.join(', ')}; "tamarin status" names them`];
}

const isOrAre = (count: number): string => (count === 1 ? 'is' : 'are');

const REASONS_MAX = 3;

function joinReasons(reasons: readonly string[]): string {
  const more = reasons.length - REASONS_MAX;
  const shown = reasons.slice(0, REASONS_MAX).join('; ');
  return more > 0 ? `${shown}; and ${more} more` : shown;
}

/** null where one is, or all reach back far enough. */
function latest(times: readonly (string | null)[]): string | null {
  const later = times.filter((time) => time !== 'any').sort();
  return later.includes(null) ? null : (later.at(-1) ?? null);
}

/** null where one of them is. ISO times in UTC sort as text. */
function earliest(times: readonly (string | null)[]): string | null {
  const known = times.filter((time) => time !== null);
  return known.length < times.length ? null : (known.sort()[0] ?? null);
}

const lastSyncOf = ({ deliveredUntil: _, failed: __, ...sync }: SourceAsOf): LastSync => sync;

/** Never read in full, then what has not ended well, then what lies behind. */
function compareWorst(a: SourceAsOf, b: SourceAsOf): number {
  const rank = ({ deliveredUntil, state }: SourceAsOf): number =>
    (deliveredUntil === null ? 0 : 2) + (state === 'done' || state === 'running' ? 1 : 0);
  const runs = ({ state }: SourceAsOf): number => (state === 'running' ? 0 : 1);
  const until = ({ deliveredUntil }: SourceAsOf): number => Date.parse(deliveredUntil ?? '') || 0;
  return rank(a) - rank(b) || runs(a) - runs(b) || until(a) - until(b);
}
