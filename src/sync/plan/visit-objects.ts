/** Which listed log objects a sync reads, and in what order. */
import { readKeyTime } from '../../source/log/key-window.ts';
import type { AskedListing, LogObject } from '../../source/log/log-source.ts';
import { nameObject, type SyncTally } from '../run/sync-report.ts';
import type { SyncLimits, SyncRun } from '../run/sync-run.ts';
import type { SyncStore } from '../store/sync-store.ts';
import { inParallel } from './in-parallel.ts';
import { lastPass, monthBefore, newestPass, OldestMonth, onePass, type Pass } from './newest-passes.ts'; // biome-ignore format: one import
import type { ListingPlan } from './plan-listing.ts';
import { probeListing } from './probe-listing.ts';
import { type ChosenObject, selectObjects } from './select-objects.ts';

interface ListedVisit
  extends Pick<SyncRun, 'syncId' | 'source' | 'options' | 'tally' | 'signal' | 'now'> {
  readonly store: Pick<SyncStore, 'readLedger'>;
  readonly limits: Pick<SyncLimits, 'concurrency' | 'wholePassEveryMs' | 'newestFirstAbove'>;
}

interface ListedVisiting {
  readonly stop: AbortController;
  readonly task: (chosen: ChosenObject) => Promise<void>;
  /** Waits until the ledger knows all that was read: the next pass asks it. */
  readonly settle: () => Promise<void>;
  /** Everything named after this time or later is read: makes it visible. Milliseconds since 1970. */
  readonly shipped: (fromMs: number) => Promise<void>;
}

/** Runs `task` on every listed log object that has to be read. */
export async function visitListed(
  run: ListedVisit,
  plan: ListingPlan,
  about: ListedVisiting,
): Promise<void> {
  try {
    if (plan.newestFromMs === null) await visitPass(run, plan, onePass(plan.window), about);
    else await visitNewestFirst(run, plan, plan.newestFromMs, about);
  } catch (error) {
    if (!run.signal.aborted) throw error;
  }
}

async function visitNewestFirst(
  run: ListedVisit,
  plan: ListingPlan,
  newestFromMs: number,
  about: ListedVisiting,
): Promise<void> {
  const oldest = new OldestMonth();
  /** Last modification of a key without a time: records until then may be in it. */
  let namelessMs = Number.NEGATIVE_INFINITY;
  const look = ({ logKey, lastModifiedMs }: LogObject): void => {
    oldest.note(logKey);
    if (readKeyTime(logKey) === null) namelessMs = Math.max(namelessMs, lastModifiedMs);
  };
  const pages = run.source.listPages(signalOf(run, about), askedOf(run, plan, onePass(null)));
  const probed = await probeListing(pages, run.limits.newestFirstAbove, look);
  if (probed.kind === 'short')
    return visitPass(run, plan, onePass(null), { ...about, pages: probed.pages });
  let untilMs: number | null = null;
  for (let fromMs = newestFromMs; untilMs === null || oldest.liesBefore(untilMs); ) {
    const pass = newestPass(fromMs, untilMs);
    const onLeftOut = (key: string): void => oldest.note(key);
    await visitPass(run, plan, pass, { ...about, look, onLeftOut }); // one after the other: the newest first
    if (run.signal.aborted) return;
    await about.settle();
    if (fromMs > namelessMs) await about.shipped(fromMs);
    untilMs = fromMs;
    fromMs = monthBefore(untilMs);
  }
  await visitPass(run, plan, lastPass(untilMs), about);
}

interface Passing extends ListedVisiting {
  /** Listed already; absent: the source is asked. */
  readonly pages?: AsyncIterable<readonly LogObject[]>;
  readonly look?: (object: LogObject) => void;
  readonly onLeftOut?: (key: string) => void;
}

const signalOf = (run: ListedVisit, { stop }: Pick<ListedVisiting, 'stop'>): AbortSignal =>
  AbortSignal.any([run.signal, stop.signal]);

const askedOf = (
  { tally }: Pick<ListedVisit, 'tally'>,
  plan: ListingPlan,
  pass: Pass,
  onLeftOut?: (key: string) => void,
): AskedListing => ({
  window: pass.window,
  // Of the others this sync knows nothing, or another pass does.
  onLeftOut: plan.kind === 'part' ? () => countOutside(tally) : (key) => onLeftOut?.(key),
  onListed: () => {
    tally.lists += 1;
  },
});

async function visitPass(
  run: ListedVisit,
  plan: ListingPlan,
  pass: Pass,
  about: Passing,
): Promise<void> {
  const { stop, task, onLeftOut } = about;
  const { concurrency } = run.limits;
  const asked = askedOf(run, plan, pass, onLeftOut);
  run.tally.beginPass(pass.name, run.now());
  const pages = about.pages ?? run.source.listPages(signalOf(run, about), asked);
  await inParallel(chooseOf(run, plan, pass, { ...about, pages }), { concurrency, stop }, task);
}

function countOutside(tally: SyncTally): void {
  tally.objects.listed += 1;
  tally.objects.skipped += 1;
  tally.left.outside += 1;
}

async function* chooseOf(
  run: ListedVisit,
  plan: ListingPlan,
  pass: Pass,
  { pages, look }: Pick<Passing, 'look'> & { readonly pages: AsyncIterable<readonly LogObject[]> },
): AsyncGenerator<readonly ChosenObject[]> {
  const { tally, store, options } = run;
  const askAgainMs = plan.kind === 'recent' ? run.limits.wholePassEveryMs : 0;
  const archivedSinceMs = run.now() - askAgainMs;
  const isOfEarlierPass = ({ logKey }: LogObject): boolean => pass.takingOf(logKey) === 'takes_unknown'; // biome-ignore format: one line
  for await (const listed of pages) {
    if (look !== undefined) for (const object of listed) look(object);
    const page = listed.filter(({ logKey }) => pass.takingOf(logKey) !== 'leaves');
    if (page.length === 0) continue;
    const asked = { ...options, archivedSinceMs, isOfEarlierPass, syncId: run.syncId };
    const selection = await selectObjects(page, store, asked); // a request a page
    const { chosen, growing, left, olderReader } = selection;
    tally.objects.listed += page.length - selection.countedBefore;
    tally.objects.skipped += left.done + left.notALog + left.archived + left.outside;
    tally.objects.growing += growing.length;
    tally.olderReader += olderReader;
    for (const kind of ['done', 'notALog', 'archived', 'outside'] as const)
      tally.left[kind] += left[kind];
    for (const { logKey, notRead } of growing)
      nameObject(tally.waiting, `${logKey}: ${notRead?.reason}`);
    for (const { object } of chosen) tally.bytesToRead += object.sizeBytes;
    yield chosen;
  }
  tally.pass.isListed = true;
  tally.listingEnded = pass.isLast && !run.signal.aborted;
}
