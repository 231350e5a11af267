/** `tamarin dashboards export`: the dashboards as files, for an import by hand. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf, TamarinError } from '../core/error.ts';
import { jsonLine, printable } from '../core/printable.ts';
import { idOf, PATTERN, type Target } from '../dashboards/build/saved-object.ts';
import { ALL_FILE, dashboardFiles } from '../dashboards/dashboard-files.ts';
import type { CommonFlags, Io } from './io.ts';
import { targetOf } from './own-dashboards.ts';
import { configOf } from './session.ts';

export interface ExportFlags extends CommonFlags {
  readonly dir?: string;
}

/** Writes none of them where one would go over a file that is not its own. @throws TamarinError */
export async function dashboardsExportCommand(flags: ExportFlags, io: Io): Promise<number> {
  const target = targetOf(configOf(flags, io), flags);
  const folder = flags.dir ?? `${target.prefix}-dashboards`;
  const files = dashboardFiles(target).map(({ name, text }) => ({
    path: join(folder, name),
    text,
  }));
  try {
    for (const { path } of files) refuseForeign(path, target);
    mkdirSync(folder, { recursive: true });
    for (const { path, text } of files) writeFileSync(path, text);
  } catch (error) {
    if (error instanceof TamarinError) throw error;
    throw new TamarinError('output_failed', `Cannot write to ${folder}: ${messageOf(error)}.`, {
      cause: error,
      hint: 'Name a folder that you may write to: --dir FOLDER.',
    });
  }
  const all = join(folder, ALL_FILE);
  const paths = files.map(({ path }) => path);
  if (flags.json) io.print(jsonLine({ dir: folder, all, files: paths }));
  else {
    io.print(`${paths.map(printable).join('\n')}\n`);
    if (!flags.quiet) io.writeMessage(howTo(all));
  }
  return 0;
}

const howTo = (all: string): string =>
  'In OpenSearch Dashboards: Management > Dashboards Management > Saved objects > Import, ' +
  `choose ${printable(all)} (it holds all six), then "Automatically overwrite all saved objects" and Import. ` +
  'Then open Dashboards in the menu. With --dashboards-url, "tamarin setup" does all that.\n';

/** An earlier export begins with our index pattern. @throws TamarinError, and Error where it cannot be read */
function refuseForeign(path: string, target: Target): void {
  const text = readIfThere(path);
  if (text === null || text.startsWith(`{"id":"${idOf(target, PATTERN)}",`)) return;
  throw new TamarinError(
    'output_failed',
    `${path} exists, and is no export of these dashboards; nothing was written.`,
    { hint: 'Name another folder with --dir, or move the file away.' },
  );
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null; // as: file system errors have codes
    throw error;
  }
}
