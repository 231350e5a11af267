/** The sample logs and their answer key, which comes from the plan of their maker. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { planBrokenLines } from '../../samples/maker/broken-lines.ts';
import { expectedIds, type LogFile, linesOf } from './expected-ids.ts';

export const SAMPLE_LOGS = fileURLToPath(new URL('../../samples/logs', import.meta.url));
const KEY_FILE = new URL('../../samples/answer-key.json', import.meta.url);

interface KeyMetrics {
  readonly bytes: number;
  readonly requests: number;
  readonly downloads: number;
  readonly fullDownloads: number;
}
export interface AnswerKey {
  readonly objects: number;
  readonly lines: number;
  readonly records: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rejects: Readonly<Record<string, number>>;
  /** Times of the first and the last record. */
  readonly from: string;
  readonly to: string;
  readonly recordsByMonth: Readonly<Record<string, number>>;
  readonly totals: KeyMetrics;
  readonly actors: {
    readonly hog: { readonly ip: string };
    readonly scraper: { readonly ip: string };
    readonly prober: { readonly ip: string };
    readonly spreadScraper: { readonly network: string };
    readonly hotlinkSite: { readonly domain: string };
    readonly quietGiant: { readonly ip: string } & Readonly<Record<string, number | string>>;
    readonly bots: readonly string[];
  };
  readonly top: Readonly<
    Record<
      'ip' | 'key' | 'agent',
      {
        readonly missing: KeyMetrics;
        readonly rows: readonly ({ readonly name: string } & KeyMetrics)[];
      }
    >
  >;
  readonly compare: {
    readonly ip: Readonly<
      Record<'bytes' | 'requests' | 'downloads', Readonly<Record<string, number>>>
    >;
  };
}

export const readAnswerKey = (): AnswerKey => JSON.parse(readFileSync(KEY_FILE, 'utf8'));

export const readSampleFiles = (): LogFile[] =>
  readdirSync(SAMPLE_LOGS).map((name) => ({ name, bytes: readFileSync(`${SAMPLE_LOGS}/${name}`) }));

const brokenLines = new Set(planBrokenLines().map(({ text }) => text));
export const isBrokenSample = (line: string): boolean => brokenLines.has(line);

/** Log objects of the samples, and what they give, counted without Tamarin. */
export interface SampleSet {
  readonly files: readonly LogFile[];
  readonly ids: ReadonlySet<string>;
  /** As a sync reports them. */
  readonly counts: Readonly<Record<'lines' | 'indexed' | 'duplicates' | 'rejected', number>>;
  /** Writes them into a folder of the test. */
  folder(t: { testdir(files: Record<string, Buffer>): string }): string;
}

/** Every so-many-th log object, of both months: for what the number of records says nothing about. */
export const everyNthSample = (step: number): SampleSet =>
  sampleSetOf(readSampleFiles().filter((_, at) => at % step === 0));

export function sampleSetOf(files: readonly LogFile[]): SampleSet {
  const ids = expectedIds(files, isBrokenSample);
  const lines = files.flatMap(linesOf);
  const rejected = lines.filter((line) => isBrokenSample(line.toString('utf8'))).length;
  const duplicates = lines.length - rejected - ids.size;
  return {
    files,
    ids,
    counts: { lines: lines.length, indexed: ids.size, duplicates, rejected },
    folder: (t) => t.testdir(Object.fromEntries(files.map(({ name, bytes }) => [name, bytes]))),
  };
}
