/** Plants a fault into saved objects: what one of them would be if a builder were wrong. */
import { type ReadObject, specOf, visStateOf } from './read-objects.ts';

// biome-ignore lint/suspicious/noExplicitAny: faults are planted anywhere in JSON
type Loose = any;

/** The objects, one of them altered. @throws Error where there is no such object */
export function alter(
  objects: readonly ReadObject[],
  id: string,
  change: (object: Loose) => void,
): readonly ReadObject[] {
  const copy: readonly ReadObject[] = structuredClone(objects);
  const object = copy.find((each) => each.id === id);
  if (object === undefined) throw new Error(`There is no ${id}`);
  change(object);
  return copy;
}

export const alterState = (
  objects: readonly ReadObject[],
  id: string,
  change: (state: Loose) => void,
): readonly ReadObject[] =>
  alterJson(objects, id, 'visState', (state) => {
    change(state);
  });

export const alterJson = (
  objects: readonly ReadObject[],
  id: string,
  attribute: string,
  change: (value: Loose) => void,
): readonly ReadObject[] =>
  alter(objects, id, ({ attributes }) => {
    const value = JSON.parse(attributes[attribute]);
    change(value);
    attributes[attribute] = JSON.stringify(value);
  });

export const alterSpec = (
  objects: readonly ReadObject[],
  id: string,
  change: (spec: Loose) => void,
): readonly ReadObject[] =>
  alter(objects, id, (object) => {
    const [state, spec] = [visStateOf(object), specOf(visStateOf(object))];
    change(spec);
    const params = { ...state.params, spec: JSON.stringify(spec) };
    object.attributes.visState = JSON.stringify({ ...state, params });
  });
