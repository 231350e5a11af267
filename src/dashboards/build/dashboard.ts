/** A dashboard: panels at their places, a time range, no refresh. */
import { idOf, MIGRATION_HEADS, type SavedObject, type Target } from './saved-object.ts';
import type { SavedSearch } from './saved-search.ts';
import type { Visual } from './visual.ts';
import { writePanel } from './write-object.ts';

/** Left, top, width and height; 48 columns, rows of about 20 pixels. */
type Place = readonly [x: number, y: number, w: number, h: number];

export interface Dashboard {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly panels: readonly (readonly [Place, Visual | SavedSearch])[];
}

/** Of the saved panels; any version that there was will do. */
const PANEL_VERSION = '2.19.0';

/** The dashboard behind its panels. */
export function writeDashboard(dashboard: Dashboard, target: Target): readonly SavedObject[] {
  const { name, title, description, panels } = dashboard;
  const objects = panels.map(([, panel]) => writePanel(panel, target));
  const attributes = {
    ...{ title: `${target.title}: ${title}`, description, hits: 0, version: 1 },
    panelsJSON: JSON.stringify(panels.map(([place, panel], at) => panelOf(place, panel, at))),
    optionsJSON: JSON.stringify({ hidePanelTitles: false, useMargins: true }),
    ...{ timeRestore: true, timeFrom: target.time.from, timeTo: target.time.to },
    refreshInterval: { pause: true, value: 0 },
    kibanaSavedObjectMeta: {
      searchSourceJSON: JSON.stringify({ query: { query: '', language: 'kuery' }, filter: [] }),
    },
  };
  return [
    ...objects,
    {
      id: idOf(target, `dashboard-${name}`),
      type: 'dashboard',
      attributes,
      references: objects.map(({ id, type }, at) => ({ name: `panel_${at}`, type, id })),
      migrationVersion: { dashboard: MIGRATION_HEADS.dashboard },
    },
  ];
}

function panelOf([x, y, w, h]: Place, { title }: Visual | SavedSearch, at: number) {
  const i = `${at + 1}`;
  return {
    ...{ version: PANEL_VERSION, gridData: { x, y, w, h, i }, panelIndex: i, title },
    ...{ embeddableConfig: {}, panelRefName: `panel_${at}` },
  };
}
