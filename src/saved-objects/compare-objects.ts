/** Which of our saved objects an OpenSearch Dashboards has, and which are others under the same id. */
import { isDeepStrictEqual } from 'node:util';
import type { SavedObject } from '../dashboards/build/saved-object.ts';
import type { Dashboards } from './dashboards.ts';

export interface Compared {
  readonly missing: readonly SavedObject[];
  /** Of an older version, or changed by somebody. */
  readonly changed: readonly SavedObject[];
}

interface Found {
  readonly type: string;
  readonly id: string;
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly error?: unknown;
}

/** @throws TamarinError */
export async function compareObjects(
  dashboards: Dashboards,
  objects: readonly SavedObject[],
): Promise<Compared> {
  const answer = await dashboards.ask({
    what: 'read its saved objects',
    method: 'POST',
    path: '/api/saved_objects/_bulk_get',
    type: 'application/json',
    body: JSON.stringify(objects.map(({ type, id }) => ({ type, id }))),
  });
  const { saved_objects: found = [] } = answer as { readonly saved_objects?: readonly Found[] }; // an object
  const attributes = new Map(
    found.flatMap(({ type, id, error, attributes }) =>
      error === undefined ? [[`${type} ${id}`, attributes]] : [],
    ),
  );
  const ofOurs = ({ type, id }: SavedObject) => attributes.get(`${type} ${id}`);
  return {
    missing: objects.filter((object) => ofOurs(object) === undefined),
    changed: objects.filter((object) => isChanged(object, ofOurs(object))),
  };
}

function isChanged(ours: SavedObject, found: Found['attributes']): boolean {
  if (found === undefined) return false;
  // Dashboards itself writes the field list of an index pattern anew.
  if (ours.type === 'index-pattern') return found.title !== ours.attributes.title;
  return !isDeepStrictEqual(found, ours.attributes);
}
