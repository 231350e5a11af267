/** Ships planned requests as one log object into a prefix, and holds what the sync says against them. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Test } from 'tap';
import { writeLine } from '../../samples/maker/line-writer.ts';
import type { PlannedRequest } from '../../samples/maker/request.ts';
import { runTamarin } from './run-tamarin.ts';

/** The records must be new to the prefix. */
export async function shipLines(
  t: Test,
  prefix: string,
  records: readonly PlannedRequest[],
): Promise<void> {
  const folder = t.testdir();
  writeFileSync(
    join(folder, '2026-03-01-00-00-00-0123456789ABCDEF'),
    records.map((record) => `${writeLine(record)}\n`).join(''),
  );
  const { code, stdout, stderr } = await runTamarin(['sync', folder, '--json'], {
    TAMARIN_INDEX_PREFIX: prefix,
  });
  t.equal(code, 0, stderr);
  const { lines, indexed, duplicates, rejected, skipped } = JSON.parse(stdout);
  t.strictSame(
    { lines, indexed, duplicates, rejected, skipped },
    { lines: records.length, indexed: records.length, duplicates: 0, rejected: 0, skipped: 0 },
  );
}
