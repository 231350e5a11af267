/** `tamarin sync [source]`: one pass over a source, with its progress and its result in words. */

import { estimateSync } from '../app/estimate-sync.ts';
import { findSource, type OpenableSource } from '../app/openable-source.ts';
import { type RunningSync, syncSource as runSyncOf } from '../app/sync-source.ts';
import { TamarinError } from '../core/error.ts';
import { formatCount, plural } from '../core/format.ts';
import { jsonLine } from '../core/printable.ts';
import { progressText } from '../render/text/progress-text.ts';
import { failuresText, reportText } from '../render/text/report-text.ts';
import { schemeOf } from '../source/scheme-table.ts';
import { type SyncReport, SyncTally } from '../sync/run/sync-report.ts';
import type { SyncOptions } from '../sync/run/sync-run.ts';
import { followText, OWN_PASS, waitText } from './follow-text.ts';
import type { CommonFlags, Io } from './io.ts';
import { configOf, type Session, withSession } from './session.ts';
import { sayLine, startStatusLine } from './status-line.ts';
import { STOPPING } from './stop-notice.ts';

export interface SyncFlags extends CommonFlags {
  readonly dryRun?: true;
  readonly full?: true;
  readonly overwrite?: true;
  readonly strict?: true;
  readonly from?: string;
  readonly to?: string;
}

/** Exit code of a sync that finished, although log objects failed. */
const EXIT_OBJECTS_FAILED = 3;

export async function syncCommand(
  named: string | undefined,
  flags: SyncFlags,
  io: Io,
): Promise<number> {
  const source = await findSource(named, configOf(flags, io), io.env, (text) => sayLine(io, text)); // before OpenSearch is started for nothing
  const report = await withSession(flags, io, async (session) => {
    const synced = await syncSource(source, session, flags, io);
    if (flags.json) io.print(jsonLine(synced)); // before the engine is left: that may fail
    return synced;
  });
  refuseUseless(source.address, report);
  return syncExitCode(report, flags);
}

export function syncExitCode(report: SyncReport, { strict }: SyncFlags): number {
  const isBad = report.objects.failed > 0 || (strict === true && report.rejected > 0);
  return isBad ? EXIT_OBJECTS_FAILED : 0;
}

/**
 * Runs a sync and says what came of it on stderr. `whenNewestIsIn`: what is done as soon as the last
 * days can be asked about, while the sync waits; milliseconds since 1970.
 */
export async function syncSource(
  source: OpenableSource,
  session: Session,
  flags: SyncFlags,
  io: Io,
  whenNewestIsIn: (fromMs: number) => Promise<void> = async () => undefined,
): Promise<SyncReport> {
  const tally = new SyncTally();
  const quiet: Io = flags.quiet ? { ...io, writeMessage: () => undefined } : io;
  let other: RunningSync | null = null;
  const status = startStatusLine(quiet, () =>
    other === null ? progressText(tally, io.now()) : followText(other),
  );
  const { stopNotice } = session;
  stopNotice.text = 'stopping after this batch';
  const onRunning = (running: RunningSync | null): void => {
    if (running?.lease.sync_id !== other?.lease.sync_id)
      status.say(running === null ? OWN_PASS : waitText(running));
    other = running;
    stopNotice.text = running === null ? 'stopping after this batch' : 'the other sync goes on';
  };
  try {
    const request = { source, options: syncOptions(flags), trigger: 'cli' } as const;
    const notice = (text: string): void => status.say(text);
    const onNewestShipped = async (fromMs: number): Promise<void> => {
      status.say(newestText(fromMs));
      await status.restWhile(() => whenNewestIsIn(fromMs));
    };
    const hooks = { tally, notice, onRunning, onNewestShipped };
    const synced = await runSyncOf(request, session, io, hooks);
    const report = synced.dryRun
      ? { ...synced, estimate: estimateSync(synced, tally.lists, source, session.config) }
      : synced;
    status.stop();
    quiet.writeMessage(reportText(report, tally));
    io.writeMessage(failuresText(tally)); // also when quiet: errors
    return report;
  } finally {
    status.stop();
    stopNotice.text = STOPPING;
  }
}

const newestText = (fromMs: number): string =>
  `The newest logs are in: complete from ${new Date(fromMs).toISOString().slice(0, 10)} on; older days follow.`;

function syncOptions({ dryRun, full, overwrite, from, to }: SyncFlags): SyncOptions {
  return {
    dryRun: dryRun === true,
    full: full === true || overwrite === true,
    overwrite: overwrite === true,
    fromMs: from === undefined ? null : Date.parse(from),
    toMs: to === undefined ? null : Date.parse(to),
  };
}

const LOGS_WANTED =
  'Point Tamarin at the folder or bucket that holds S3 server access logs: tamarin sync ./my-logs';

/** A mistyped source looks like success otherwise. @throws TamarinError */
export function refuseUseless(source: string, report: SyncReport): void {
  const { holds, emptyHint } = schemeOf(source);
  if (report.objects.listed === 0 && report.listing !== 'recent')
    throw new TamarinError('source_empty', `No ${holds} found in ${source}.`, {
      hint: emptyHint(source),
    });
  const because = whyNoLogs(report);
  if (because === null) return;
  throw new TamarinError(
    'source_not_logs',
    `No line in ${source} is an S3 server access log record: ${because}.`,
    { hint: `${LOGS_WANTED}\n"tamarin quarantine" shows the lines and the reasons.` },
  );
}

/** Null: there are logs, or there were some in earlier syncs, or what could not be read may be some. */
function whyNoLogs({ lines, rejected, listing, objects }: SyncReport): string | null {
  const { notALog, done, growing, skipped, listed } = objects;
  if (skipped > 0 || listing === 'recent') return null;
  if (lines > 0)
    return rejected === lines
      ? `${formatCount(rejected)} of ${plural(lines, 'line')} rejected`
      : null;
  return notALog > 0 && notALog + done + growing === listed
    ? `${formatCount(notALog)} of ${plural(listed, 'log object')} contain other data`
    : null;
}
