/**
 * The index pattern, with its fields: without them each panel of a new dashboard asks for the list and
 * saves it, and all but one are refused (HTTP 409).
 */
import { FIELD_TABLE, type Mapping } from '../../core/field-table.ts';
import { formatsOf } from './field-formats.ts';
import { idOf, MIGRATION_HEADS, PATTERN, recordsOf, type SavedObject, type Target } from './saved-object.ts'; // biome-ignore format: one import

/** As OpenSearch Dashboards describes a field. */
export interface PatternField {
  readonly count: 0;
  readonly name: string;
  readonly type: string;
  readonly esTypes?: readonly string[];
  readonly scripted: false;
  readonly searchable: boolean;
  readonly aggregatable: boolean;
  readonly readFromDocValues: boolean;
  readonly subType?: { readonly multi: { readonly parent: string } };
}

const TYPE_OF: Readonly<Record<string, string>> = {
  ...{ keyword: 'string', text: 'string', ip: 'ip', date: 'date' },
  ...{ short: 'number', integer: 'number', long: 'number' },
};

const known = { count: 0, scripted: false } as const;

/** Of every index, beside what its mapping says. */
const META_FIELDS: readonly PatternField[] = [
  { ...known, name: '_id', type: 'string', esTypes: ['_id'], searchable: true, aggregatable: true, readFromDocValues: false }, // biome-ignore format: a table
  { ...known, name: '_index', type: 'string', esTypes: ['_index'], searchable: true, aggregatable: true, readFromDocValues: false }, // biome-ignore format: a table
  { ...known, name: '_score', type: 'number', searchable: false, aggregatable: false, readFromDocValues: false }, // biome-ignore format: a table
  { ...known, name: '_source', type: '_source', esTypes: ['_source'], searchable: false, aggregatable: false, readFromDocValues: false }, // biome-ignore format: a table
];

/** By name, as a server lists them. */
export const PATTERN_FIELDS: readonly PatternField[] = [
  ...FIELD_TABLE.flatMap(({ name, mapping }) => [
    fieldOf(name, mapping),
    ...subFields(name, mapping),
  ]),
  ...META_FIELDS,
].toSorted((a, b) => (a.name < b.name ? -1 : 1));

function fieldOf(name: string, mapping: Mapping): PatternField {
  const type = String(mapping.type);
  const aggregatable = mapping.doc_values !== false && type !== 'text';
  return {
    ...{ ...known, name, type: TYPE_OF[type] ?? 'unknown', esTypes: [type] },
    ...{ searchable: mapping.index !== false, aggregatable, readFromDocValues: aggregatable },
  };
}

function subFields(parent: string, { fields }: Mapping): readonly PatternField[] {
  return Object.entries((fields ?? {}) as Readonly<Record<string, Mapping>>).map(
    ([name, mapping]) => ({ ...fieldOf(`${parent}.${name}`, mapping), subType: { multi: { parent } } }), // biome-ignore format: one row
  ); // `fields` of a mapping are mappings
}

export const indexPattern = (target: Target): SavedObject => ({
  id: idOf(target, PATTERN),
  type: 'index-pattern',
  attributes: {
    title: recordsOf(target),
    timeFieldName: '@timestamp',
    fields: JSON.stringify(PATTERN_FIELDS),
    fieldFormatMap: JSON.stringify(formatsOf(target)),
  },
  references: [],
  migrationVersion: { 'index-pattern': MIGRATION_HEADS['index-pattern'] },
});
