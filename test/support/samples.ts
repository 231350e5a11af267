/** The sample logs and their answer key, which comes from the plan of their maker. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { planBrokenLines } from '../../samples/maker/broken-lines.ts';
import type { LogFile } from './expected-ids.ts';

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
  readonly recordsByMonth: Readonly<Record<string, number>>;
  readonly totals: KeyMetrics;
  readonly actors: {
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

/** Every tenth log object, of both months: for tests of anything but the counts. */
export const fewSamples = (t: { testdir(files: Record<string, Buffer>): string }): string =>
  t.testdir(
    Object.fromEntries(
      readSampleFiles().flatMap(({ name, bytes }, at) => (at % 10 === 0 ? [[name, bytes]] : [])),
    ),
  );

const brokenLines = new Set(planBrokenLines().map(({ text }) => text));
export const isBrokenSample = (line: string): boolean => brokenLines.has(line);
