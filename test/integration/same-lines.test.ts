/**
 * Goal: a record is known by its line, however it is packed: gz, plain, renamed or cut into other
 * files. Lines without a request id are told apart by file name and position, and by nothing else.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import t from 'tap';
import type { SyncReport } from '../../src/sync/run/sync-report.ts';
import { expectedIds, type LogFile, linesOf } from '../support/expected-ids.ts';
import { readIds, testPrefix } from '../support/opensearch.ts';
import { runTamarin } from '../support/run-tamarin.ts';
import { isBrokenSample, readSampleFiles, sampleSetOf } from '../support/samples.ts';

/** Its fifth field is `-`: no request id. */
const WITHOUT_ID = /\] \S+ \S+ - /;
const lacksId = (file: LogFile): boolean =>
  linesOf(file).some((line) => WITHOUT_ID.test(line.toString('latin1')));
/** An eighth of the samples, and each that holds a line without a request id. */
const { files, ids, counts } = sampleSetOf(
  readSampleFiles().filter((file, at) => at % 8 === 0 || lacksId(file)),
);

const isGzip = ({ bytes }: LogFile): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;
const baseName = (name: string): string => name.replace(/\.gz$/, '');
/** With its last line end: without one, a plain file this new would wait for the next pass. */
const textOf = (file: LogFile): Buffer => {
  const text = isGzip(file) ? gunzipSync(file.bytes) : file.bytes;
  return text.length === 0 || text.at(-1) === 0x0a
    ? text
    : Buffer.concat([text, Buffer.from('\n')]);
};
const LINES_PER_CUT = 500;

interface Packing {
  readonly name: string;
  readonly pack: () => LogFile[];
  /** Lines without a request id become other records. */
  readonly newRecords: number;
}

/** Planted by the maker of the samples: see the answer key's plan, oddities.ts. */
const WITHOUT_REQUEST_ID = 8;

const packings: readonly Packing[] = [
  {
    name: 'all plain under the same base names',
    pack: () => files.map((file) => ({ name: baseName(file.name), bytes: textOf(file) })),
    newRecords: 0,
  },
  {
    name: 'all gz under the same base names',
    pack: () =>
      files.map((file) => ({ name: `${baseName(file.name)}.gz`, bytes: gzipSync(textOf(file)) })),
    newRecords: 0,
  },
  {
    name: 'in folders of their own',
    pack: () => files.map((file, at) => ({ name: `${at % 7}/${file.name}`, bytes: file.bytes })),
    newRecords: 0,
  },
  {
    name: 'renamed',
    pack: () => files.map((file) => ({ name: `renamed-${file.name}`, bytes: file.bytes })),
    newRecords: WITHOUT_REQUEST_ID,
  },
  { name: 'cut into other files', pack: recut, newRecords: WITHOUT_REQUEST_ID },
];

function recut(): LogFile[] {
  const lines = files.flatMap(linesOf);
  const parts = Math.ceil(lines.length / LINES_PER_CUT);
  return Array.from({ length: parts }, (_, part) => {
    const cut = lines.slice(part * LINES_PER_CUT, (part + 1) * LINES_PER_CUT);
    return {
      name: `cut-${part}`,
      bytes: Buffer.from(`${cut.map((line) => line.toString('latin1')).join('\n')}\n`, 'latin1'),
    };
  });
}

function write(folder: string, packed: readonly LogFile[]): void {
  for (const { name, bytes } of packed) {
    const path = `${folder}/${name}`;
    mkdirSync(path.slice(0, path.lastIndexOf('/')), { recursive: true });
    writeFileSync(path, bytes);
  }
}

for (const { name, pack, newRecords } of packings) {
  t.test(
    `the same lines ${name} are ${newRecords === 0 ? 'the same records' : 'new records only where they have no request id'}`,
    async (t) => {
      const prefix = testPrefix(t);
      const ship = async (from: readonly LogFile[], subfolder: string): Promise<SyncReport> => {
        const folder = `${t.testdir({})}/${subfolder}`;
        write(folder, from);
        const { code, stdout, stderr } = await runTamarin(['sync', folder, '--json'], {
          TAMARIN_INDEX_PREFIX: prefix,
        });
        t.equal(code, 0, stderr);
        return JSON.parse(stdout);
      };
      const packed = pack();
      const first = await ship(files, 'first');
      t.equal(first.indexed, counts.indexed);
      const second = await ship(packed, 'second');
      const all = ids.union(expectedIds(packed, isBrokenSample));
      t.strictSame(await readIds(`${prefix}-records-*`), all, 'the ids are those of both inputs');
      t.equal(all.size - ids.size, newRecords);
      t.equal(second.indexed, newRecords);
      t.equal(second.duplicates, counts.lines - counts.rejected - newRecords);
      t.equal(second.lines, second.indexed + second.duplicates + second.rejected + second.skipped);
    },
  );
}
