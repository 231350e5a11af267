/** `tamarin sync <source>`: one pass over a source, with its progress and its result in words. */
import { asSyncId } from '../core/brand.ts';
import { TamarinError } from '../core/error.ts';
import { formatCount, plural } from '../core/format.ts';
import { processOwner } from '../engine/process-owner.ts';
import { openSource } from '../source/open-source.ts';
import { isS3Url } from '../source/s3/s3-location.ts';
import { type SyncReport, SyncTally } from '../sync/sync-report.ts';
import type { SyncOptions } from '../sync/sync-run.ts';
import type { CommonFlags, Io } from './io.ts';
import { failuresText, reportText } from './report-text.ts';
import { s3Settings } from './s3-settings.ts';
import { type Session, withSession } from './session.ts';
import { startStatusLine } from './status-line.ts';
import { STOPPING } from './stop-notice.ts';

export interface SyncFlags extends CommonFlags {
  readonly dryRun?: true;
  readonly full?: true;
  readonly overwrite?: true;
  readonly strict?: true;
  readonly from?: string;
  readonly to?: string;
}

/** Short against the 60 s after which a sync counts as one that died. */
const HEARTBEAT_EVERY_MS = 5_000;
/** Exit code of a sync that finished, although log objects failed. */
const EXIT_OBJECTS_FAILED = 3;

export async function syncCommand(source: string, flags: SyncFlags, io: Io): Promise<number> {
  const report = await withSession(flags, io, async (session) => {
    const synced = await syncSource(source, session, flags, io);
    if (flags.json) io.print(`${JSON.stringify(synced)}\n`); // before the engine is left: that may fail
    return synced;
  });
  refuseUseless(source, report);
  return syncExitCode(report, flags);
}

export function syncExitCode(report: SyncReport, { strict }: SyncFlags): number {
  const isBad = report.objects.failed > 0 || (strict === true && report.rejected > 0);
  return isBad ? EXIT_OBJECTS_FAILED : 0;
}

/** Runs a sync and says what came of it on stderr. */
export async function syncSource(
  path: string,
  { server, names, templates, config, stopNotice }: Session,
  flags: SyncFlags,
  io: Io,
): Promise<SyncReport> {
  const source = await openSource(path, {
    settings: s3Settings(config, io),
    giveUpAfterMs: config.giveUpAfterMs,
    now: io.now,
    random: io.random,
    sleep: io.sleep,
  });
  const { runSync } = await import('../sync/sync.ts'); // with the agent lists: only for a sync
  const { makeConfiguredEnricher, makeConfiguredParser } = await import('./line-stages.ts'); // the same
  const tally = new SyncTally();
  const quiet: Io = flags.quiet ? { ...io, talk: () => undefined } : io;
  const status = startStatusLine(quiet, () => describeProgress(tally));
  stopNotice.text = 'stopping after this batch';
  try {
    const report = await runSync({
      syncId: asSyncId(makeSyncId(io)),
      source,
      server,
      names,
      templates,
      options: syncOptions(flags),
      limits: {
        ...config,
        ...(isS3Url(path) ? { concurrency: config.s3Concurrency } : {}),
        heartbeatEveryMs: HEARTBEAT_EVERY_MS,
      },
      trigger: 'cli',
      owner: processOwner(),
      parser: makeConfiguredParser(config),
      enrich: makeConfiguredEnricher(config),
      tally,
      notice: (text) => status.say(text),
      signal: io.signal,
      now: io.now,
      random: io.random,
      sleep: io.sleep,
    });
    status.stop();
    quiet.talk(reportText(report, tally));
    io.talk(failuresText(tally)); // also when quiet: errors
    return report;
  } finally {
    status.stop();
    stopNotice.text = STOPPING;
    await source.close();
  }
}

function syncOptions({ dryRun, full, overwrite, from, to }: SyncFlags): SyncOptions {
  return {
    dryRun: dryRun === true,
    full: full === true || overwrite === true,
    overwrite: overwrite === true,
    fromMs: from === undefined ? null : Date.parse(from),
    toMs: to === undefined ? null : Date.parse(to),
  };
}

/** Sorts by time, and two syncs of the same second differ. */
function makeSyncId({ now, random }: Io): string {
  const stamp = new Date(now()).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${stamp}-${Math.floor(random() * 36 ** 6)
    .toString(36)
    .padStart(6, '0')}`;
}

const describeProgress = ({ objects, lines, indexed, duplicates, rejected }: SyncTally): string =>
  `syncing: ${formatCount(settledCount(objects))} of ` +
  `${formatCount(objects.listed)} log objects, ${formatCount(lines)} lines, ` +
  `${formatCount(indexed)} indexed, ${formatCount(duplicates)} duplicates, ${formatCount(rejected)} rejected`;

/** Listed objects of which it is known what becomes of them. */
const settledCount = ({ listed: _, ...counts }: SyncReport['objects']): number =>
  Object.values(counts).reduce((sum, count) => sum + count, 0);

/** A mistyped source looks like success otherwise. @throws TamarinError */
export function refuseUseless(source: string, report: SyncReport): void {
  const hint = 'Give the folder or bucket that holds S3 server access logs: tamarin sync ./my-logs';
  if (report.objects.listed === 0 && report.listing !== 'recent') {
    throw isS3Url(source)
      ? new TamarinError('source_empty', `There are no log objects in ${source}.`, {
          hint: `See what is there: aws s3 ls --recursive ${source} | head\nThe first logs come up to an hour after logging was switched on (README.md, "Set up S3").`,
        })
      : new TamarinError('source_empty', `There are no files in ${source}.`, { hint });
  }
  const because = whyNoLogs(report);
  if (because === null) return;
  throw new TamarinError(
    'source_not_logs',
    `No line in ${source} is a record of an S3 server access log: ${because}.`,
    { hint: `${hint}\nLines and reasons are in the quarantine index.` },
  );
}

/** Null: there are logs, or there were some in earlier syncs, or what could not be read may be some. */
function whyNoLogs({ lines, rejected, listing, objects }: SyncReport): string | null {
  if (lines > 0) return rejected === lines ? `all ${formatCount(lines)} were rejected` : null;
  const { notALog, done, growing, listed } = objects;
  const isAllRead = listing !== 'recent' && notALog + done + growing === listed;
  return isAllRead && notALog > 0
    ? `${plural(notALog, 'log object')} of ${formatCount(listed)} hold other data`
    : null;
}
