/** Panels as saved objects. */
import type { Query } from '../../questions/ask/scope.ts';
import { controlReference } from './controls.ts';
import { idOf, MIGRATION_HEADS, PATTERN_REFERENCE, patternReference, type Reference, type SavedObject, type Target } from './saved-object.ts'; // biome-ignore format: one import
import type { SavedSearch } from './saved-search.ts';
import type { Visual } from './visual.ts';

const FILTER_REFERENCE = 'kibanaSavedObjectMeta.searchSourceJSON.filter[0].meta.index';

export const writePanel = (panel: Visual | SavedSearch, target: Target): SavedObject =>
  panel.kind === 'search' ? writeSearch(panel, target) : writeVisual(panel, target);

const titled = ({ title }: Target, question: string): string => `[${title}] ${question}`;

function writeVisual(visual: Visual, target: Target): SavedObject {
  const { name, title, description, type, aggs, uiState, dql, filter } = visual;
  const numbered = aggs.map((agg, index) => ({ id: `${index + 1}`, enabled: true, ...agg }));
  const full = titled(target, title);
  const visState = { title: full, type, params: visual.params(target), aggs: numbered };
  const controls = visual.controls.map((_, index) =>
    patternReference(target, controlReference(index)),
  );
  return {
    id: idOf(target, name),
    type: 'visualization',
    attributes: {
      ...{ title: full, description, version: 1 },
      visState: JSON.stringify(visState),
      uiStateJSON: JSON.stringify(Object.keys(uiState).length === 0 ? {} : { vis: uiState }),
      ...(dql === null ? noSource() : source(dql, filter)),
    },
    references: [...(dql === null ? [] : sourceReferences(target, filter)), ...controls],
    migrationVersion: { visualization: MIGRATION_HEADS.visualization },
  };
}

function writeSearch(search: SavedSearch, target: Target): SavedObject {
  const { name, title, description, columns, dql } = search;
  return {
    id: idOf(target, name),
    type: 'search',
    attributes: {
      ...{ title: titled(target, title), description, version: 1, hits: 0 },
      ...{ columns, sort: [['@timestamp', 'desc']] },
      ...source(dql, null),
    },
    references: sourceReferences(target, null),
    migrationVersion: { search: MIGRATION_HEADS.search },
  };
}

/** DQL is called "kuery" in saved objects. */
const queried = (query: string) => ({ query: { query, language: 'kuery' } });
const meta = (searchSource: object) => ({
  kibanaSavedObjectMeta: { searchSourceJSON: JSON.stringify(searchSource) },
});

const noSource = () => meta({ ...queried(''), filter: [] });

const source = (dql: string, filter: Query | null) =>
  meta({
    ...queried(dql),
    filter: filter === null ? [] : [custom(filter)],
    indexRefName: PATTERN_REFERENCE,
  });

const custom = (query: Query) => ({
  meta: {
    ...{ type: 'custom', key: 'query', value: JSON.stringify(query), alias: null },
    ...{ negate: false, disabled: false, indexRefName: FILTER_REFERENCE },
  },
  query,
  $state: { store: 'appState' },
});

const sourceReferences = (target: Target, filter: Query | null): readonly Reference[] => [
  patternReference(target),
  ...(filter === null ? [] : [patternReference(target, FILTER_REFERENCE)]),
];
