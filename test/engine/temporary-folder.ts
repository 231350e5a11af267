/** A folder for one test, removed after it, with the data of an engine that ran in it or in its folder `data`. */
import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { ENGINE_PARENT } from '../support/engine-parent.ts';
import { removeDataDir } from '../support/remove-data-dir.ts';

export function temporaryFolder(t: { teardown(then: () => Promise<void>): void }): string {
  const folder = mkdtempSync(join(ENGINE_PARENT, 'tamarin-engine-'));
  t.teardown(async () => {
    await removeDataDir(join(folder, 'data'));
    await removeDataDir(folder);
  });
  return folder;
}
