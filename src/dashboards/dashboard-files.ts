/** The files of `dashboards/`: one a dashboard, each whole by itself, and one with all. */
import { writeDashboard } from './build/dashboard.ts';
import { indexPattern } from './build/index-pattern.ts';
import type { SavedObject, Target } from './build/saved-object.ts';
import { writePanel } from './build/write-object.ts';
import { BOTS } from './panels/bots.ts';
import { CONSUMERS } from './panels/consumers.ts';
import { ERRORS } from './panels/errors.ts';
import { EVERY_REQUEST_SEARCH } from './panels/every-request.ts';
import { FILES } from './panels/files.ts';
import { OVERVIEW } from './panels/overview.ts';
import { SEARCH } from './panels/search.ts';

export interface DashboardFile {
  readonly name: string;
  readonly text: string;
}

export const DASHBOARDS = [OVERVIEW, CONSUMERS, FILES, BOTS, ERRORS, SEARCH] as const;
export const ALL_FILE = 'tamarin.ndjson';

/** Of the default prefix. Logs come late, and bills are monthly: hence 30 days. */
export const TARGET: Target = {
  prefix: 'tamarin',
  title: 'Tamarin',
  time: { from: 'now-30d', to: 'now' },
};

/** In the order of the dashboards; the one with all comes last. */
export function dashboardFiles(target: Target): readonly DashboardFile[] {
  // Links of the index pattern lead to the search, so no file is without it.
  const shared = [indexPattern(target), writePanel(EVERY_REQUEST_SEARCH, target)];
  const each = DASHBOARDS.map((dashboard) => ({
    name: `${dashboard.name}.ndjson`,
    objects: [...shared, ...writeDashboard(dashboard, target)],
  }));
  const all = { name: ALL_FILE, objects: each.flatMap(({ objects }) => objects) };
  return [...each, all].map(({ name, objects }) => ({ name, text: toNdjson(objects) }));
}

/** Each object once: an import refuses a second one. */
function toNdjson(objects: readonly SavedObject[]): string {
  const lines = objects.map((object) => `${JSON.stringify(object)}\n`);
  return [...new Set(lines)].join('');
}
