/** Looks at a source as a sync would: lists it, reads the start of its first log object, parses it. */

import { messageOf, TamarinError } from '../core/error.ts';
import type { Finding } from '../core/finding.ts';
import { isS3Url } from '../core/s3-url.ts';
import { parseLine } from '../parse/parse-line.ts';
import { timeLimits } from '../parse/time-limits.ts';
import { ContentSplitter } from '../source/content/content-splitter.ts';
import { isBlankLine } from '../source/content/line-splitter.ts';
import type { LogObject, LogSource } from '../source/log/log-source.ts';
import { parseS3Url } from '../source/s3/s3-location.ts';
import { switchOnText } from './switch-on-logging.ts';

export interface SourceDiagnosis {
  readonly findings: readonly Finding[];
  /** The bucket whose requests are logged, as the first record says; null where there is none. */
  readonly sourceBucket: string | null;
}

export async function diagnoseSource(
  source: LogSource,
  nowMs: number,
  signal: AbortSignal,
): Promise<SourceDiagnosis> {
  const listed = await listFirstPage(source, signal);
  if (listed.kind === 'finding') return { findings: [listed.finding], sourceBucket: null };
  const { page } = listed;
  const unreadable = findUnreadable(page);
  const first = page.find(({ sizeBytes }) => sizeBytes > 0);
  if (first === undefined) {
    const seen = `${source.name} can be listed, but holds no log objects.`;
    const hint = emptyHint(source.name);
    const empty: Finding = { about: 'list', state: 'bad', seen, hint };
    return { findings: [empty, ...unreadable], sourceBucket: null };
  }
  const more = page.length === 1_000 ? 'at least ' : '';
  const seen = `${source.name} can be listed: ${more}${page.length} log objects.`;
  const { finding, sourceBucket } = await readStart(source, first, nowMs, signal);
  const good: Finding = { about: 'list', state: 'good', seen, hint: '' };
  return { findings: [good, ...unreadable, finding], sourceBucket };
}

/** Whose requests are to be logged no log can say. */
function emptyHint(name: string): string {
  if (!isS3Url(name)) return 'Check the folder. No logs yet? docs/no-logs.md says how to get some.';
  const { bucket: logBucket, prefix } = parseS3Url(name);
  return `Check the prefix, or wait, if logging was switched on within the last hours. If it never was:\n${switchOnText({ sourceBucket: null, logBucket, prefix })}`;
}

/** What a sync would fail at, the first of it by name. */
function findUnreadable(page: readonly LogObject[]): readonly Finding[] {
  const found = page.filter(({ notRead }) => notRead?.kind === 'unreadable');
  const [first] = found;
  if (first === undefined) return [];
  const seen = `${found.length} of them cannot be read: ${first.logKey}: ${first.notRead?.reason}.`;
  const hint = 'Fix or remove it: until then a sync ends with exit code 3.';
  return [{ about: 'list', state: 'bad', seen, hint }];
}

type FirstPage =
  | { readonly kind: 'page'; readonly page: readonly LogObject[] }
  | { readonly kind: 'finding'; readonly finding: Finding };

async function listFirstPage(source: LogSource, signal: AbortSignal): Promise<FirstPage> {
  try {
    for await (const page of source.listPages(signal)) return { kind: 'page', page };
    return { kind: 'page', page: [] };
  } catch (error) {
    return { kind: 'finding', finding: badFinding('list', error) };
  }
}

async function readStart(
  source: LogSource,
  object: LogObject,
  nowMs: number,
  signal: AbortSignal,
): Promise<{ readonly finding: Finding; readonly sourceBucket: string | null }> {
  const limits = timeLimits(nowMs, object.lastModifiedMs);
  let [records, rejected] = [0, 0];
  let sourceBucket: string | null = null;
  const splitter = new ContentSplitter({
    startMember: () => undefined,
    line: ({ text: line }) => {
      if (isBlankLine(line)) return;
      const outcome = parseLine(line, limits);
      if (outcome.kind === 'reject') rejected += 1;
      else {
        records += 1;
        sourceBucket ??= outcome.record.bucket;
      }
    },
    oversizeLine: () => {
      rejected += 1;
    },
  });
  try {
    for await (const part of source.open(object, signal)) {
      splitter.push(part);
      if (records + rejected > 0) break; // the start tells enough
    }
    splitter.end();
  } catch (error) {
    const judged = source.judgeFailure?.(error, object);
    const cause =
      judged?.kind === 'stop' ? judged.error : new Error(judged?.reason ?? messageOf(error));
    return { finding: badFinding(`read ${object.logKey}`, cause), sourceBucket };
  }
  const seen = `${object.logKey}: ${records} records and ${rejected} rejects at its start.`;
  const hint =
    'This is not an S3 server access log: check the prefix. "tamarin parse" says what is wrong with each line.';
  const isLog = records > 0;
  return {
    finding: { about: 'read', state: isLog ? 'good' : 'bad', seen, hint: isLog ? '' : hint },
    sourceBucket,
  };
}

const badFinding = (about: string, error: unknown): Finding => ({
  about,
  state: 'bad',
  seen: messageOf(error),
  hint:
    error instanceof TamarinError
      ? error.hint
      : 'It may be damaged or cut short: fetch it again. A sync counts it as failed and ships the others.',
});
