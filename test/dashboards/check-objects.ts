/** Checks 1 to 3 and 6: shape, migrations, references, places. Each gives a sentence per fault. */
import {
  controlsOf,
  isVisual,
  type Panel,
  panelsOf,
  type ReadObject,
  searchSourceOf,
  visStateOf,
} from './read-objects.ts';

export type Check = (objects: readonly ReadObject[]) => readonly string[];

/** Mappings of dashboards are strict: an attribute too many fails the import. */
const SHAPES: Readonly<Record<string, { readonly head: string; readonly attributes: string }>> = {
  'index-pattern': { head: '7.6.0', attributes: 'title timeFieldName fields fieldFormatMap' },
  search: { head: '7.9.3', attributes: 'title description hits columns sort version kibanaSavedObjectMeta' }, // biome-ignore format: a table
  visualization: { head: '7.10.0', attributes: 'title description visState uiStateJSON version kibanaSavedObjectMeta' }, // biome-ignore format: a table
  dashboard: { head: '7.9.3', attributes: 'title description hits panelsJSON optionsJSON version timeRestore timeFrom timeTo refreshInterval kibanaSavedObjectMeta' }, // biome-ignore format: a table
};

const numbers = (version: string): number[] => version.split('.').map(Number);
const isNewer = (a: string, b: string): boolean => {
  const [left, right] = [numbers(a), numbers(b)];
  const at = left.findIndex((part, index) => part !== right[index]);
  return at >= 0 && (left[at] ?? 0) > (right[at] ?? 0);
};

export const checkShape: Check = (objects) => {
  const ids = objects.map(({ type, id }) => `${type}:${id}`);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${id} is there twice`);
  const wrong = objects.flatMap(({ id, type, attributes, migrationVersion = {} }) => {
    const shape = SHAPES[type];
    if (shape === undefined) return [`${id} is a ${type}`];
    const known = shape.attributes.split(' ');
    const unknown = Object.keys(attributes).filter((name) => !known.includes(name));
    const tooNew = Object.entries(migrationVersion).filter(
      ([of, version]) => of !== type || isNewer(version, shape.head),
    );
    return [
      ...unknown.map((name) => `${id} has an attribute "${name}"`),
      ...tooNew.map(([of, version]) => `${id} has a migration ${of} ${version}`),
    ];
  });
  return [...twice, ...wrong];
};

/** Every name of a reference that the attributes use. */
function usedNames(object: ReadObject): readonly string[] {
  const source = searchSourceOf(object);
  const filters = (source?.filter ?? []).map(({ meta }) => (meta as { indexRefName: string }).indexRefName); // biome-ignore format: ours all have one
  const names = [...(source?.indexRefName === undefined ? [] : [source.indexRefName]), ...filters];
  if (object.type === 'dashboard')
    return [...names, ...panelsOf(object).map(({ panelRefName }) => panelRefName)];
  if (!isVisual(object)) return names;
  return [
    ...names,
    ...controlsOf(visStateOf(object)).map((control) => control.indexPatternRefName),
  ];
}

export const checkReferences: Check = (objects) => {
  const there = new Set(objects.map(({ type, id }) => `${type}:${id}`));
  const links = objects.flatMap(({ id, attributes }) =>
    [...String(attributes.fieldFormatMap ?? '').matchAll(/"urlTemplate":"([^"?]*)/g)].flatMap(
      ([, path = '']) => {
        // The only kind of relative path that every server understands (url.ts of its formats).
        const [, search] = /^\.\.\/app\/discover#\/view\/(.+)$/.exec(path) ?? [];
        return there.has(`search:${search}`) ? [] : [`${id} links to ${path}`];
      },
    ),
  );
  const wrong = objects.flatMap((object) => {
    const { id, references } = object;
    const used = usedNames(object);
    const named = references.map(({ name }) => name);
    const once = (name: string): boolean => named.filter((each) => each === name).length === 1;
    return [
      ...references
        .filter((to) => !there.has(`${to.type}:${to.id}`))
        .map((to) => `${id} refers to ${to.id}`),
      ...used.filter((name) => !once(name)).map((name) => `${id} has not one reference ${name}`),
      ...named.filter((name) => !used.includes(name)).map((name) => `${id} does not use ${name}`),
    ];
  });
  return [...links, ...wrong];
};

const COLUMNS = 48;

const overlap = ({ gridData: a }: Panel, { gridData: b }: Panel): boolean =>
  a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;

export const checkPlaces: Check = (objects) =>
  objects
    .filter(({ type }) => type === 'dashboard')
    .flatMap((dashboard) => {
      const panels = panelsOf(dashboard);
      return panels.flatMap((panel, at) => {
        const { gridData, panelIndex } = panel;
        const where = `${dashboard.id}, panel ${panelIndex}`;
        const isOutside = gridData.x < 0 || gridData.w < 1 || gridData.x + gridData.w > COLUMNS;
        const before = panels.slice(0, at);
        return [
          ...(isOutside ? [`${where} is outside the ${COLUMNS} columns`] : []),
          ...(gridData.i === panelIndex ? [] : [`${where} is called ${gridData.i}`]),
          ...before
            .filter((other) => overlap(other, panel))
            .map((other) => `${where} lies on ${other.panelIndex}`),
          ...before
            .filter((other) => other.panelIndex === panelIndex)
            .map(() => `${where} is there twice`),
        ];
      });
    });
