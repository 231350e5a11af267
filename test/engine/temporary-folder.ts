/** A folder for one test, removed after it. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export function temporaryFolder(t: { teardown(then: () => void): void }): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'tamarin-engine-')));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
