/** A folder for one test, removed after it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_PARENT } from '../support/engine-parent.ts';

export function temporaryFolder(t: { teardown(then: () => void): void }): string {
  const folder = mkdtempSync(join(ENGINE_PARENT, 'tamarin-engine-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
