/** Files of saved objects as a server would read them, and their JSON within JSON. */
import { readFileSync } from 'node:fs';

export interface ReadObject {
  readonly id: string;
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly references: readonly {
    readonly name: string;
    readonly type: string;
    readonly id: string;
  }[];
  readonly migrationVersion?: Readonly<Record<string, string>>;
}

export interface ReadAgg {
  readonly id: string;
  readonly type: string;
  readonly schema: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface VisState {
  readonly type: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly aggs: readonly ReadAgg[];
}

export interface SearchSource {
  readonly query: { readonly query: string };
  readonly filter: readonly { readonly meta: object; readonly query: object }[];
  readonly indexRefName?: string;
}

export interface Panel {
  readonly panelIndex: string;
  readonly panelRefName: string;
  readonly gridData: Readonly<Record<'x' | 'y' | 'w' | 'h', number>> & { readonly i: string };
}

export interface Control {
  readonly fieldName: string;
  readonly indexPatternRefName: string;
}

/** @throws Error for a line that is no JSON */
export const readObjects = (text: string): readonly ReadObject[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

const parsed = (object: ReadObject, attribute: string) =>
  JSON.parse(String(object.attributes[attribute] ?? 'null'));

export type Colours = Readonly<Record<string, string>>;

export interface UiState {
  readonly colors?: Colours;
  readonly columnsWidth?: readonly { readonly colIndex: number; readonly width: number }[];
}

export const uiStateOf = (object: ReadObject): UiState => parsed(object, 'uiStateJSON').vis ?? {};
export const visStateOf = (object: ReadObject): VisState => parsed(object, 'visState');
export const panelsOf = (object: ReadObject): readonly Panel[] => parsed(object, 'panelsJSON');
export const controlsOf = ({ params }: VisState): readonly Control[] =>
  (params.controls ?? []) as readonly Control[]; // of a panel of controls
export const specOf = ({ params }: VisState) => JSON.parse(String(params.spec));

export function searchSourceOf({ attributes }: ReadObject): SearchSource | null {
  const meta = attributes.kibanaSavedObjectMeta as { readonly searchSourceJSON: string } | undefined; // biome-ignore format: it has only that
  return meta === undefined ? null : JSON.parse(meta.searchSourceJSON);
}

export const isVisual = ({ type }: ReadObject): boolean => type === 'visualization';

export interface TemplateField {
  readonly type: string;
  readonly isSearchable: boolean;
  readonly isAggregatable: boolean;
}

interface MappingBody {
  readonly type: string;
  readonly index?: boolean;
  readonly doc_values?: boolean;
  readonly fields?: Readonly<Record<string, MappingBody>>;
}

const TEMPLATE = JSON.parse(
  readFileSync(new URL('../../index-templates/records.json', import.meta.url), 'utf8'),
);

/** What new indices match the template. */
export const INDEX_PATTERNS: readonly string[] = TEMPLATE.index_patterns;

/** Every field that the index template knows, parts of fields too: not read from the field table. */
export const TEMPLATE_FIELDS: ReadonlyMap<string, TemplateField> = new Map(
  Object.entries(TEMPLATE.template.mappings.properties as Record<string, MappingBody>).flatMap(
    // a mapping
    ([name, body]) => [
      [name, templateField(body)] as const,
      ...Object.entries(body.fields ?? {}).map(
        ([part, inner]) => [`${name}.${part}`, templateField(inner)] as const,
      ),
    ],
  ),
);

function templateField({ type, index, doc_values: docValues }: MappingBody): TemplateField {
  const isAggregatable = docValues !== false && type !== 'text';
  return { type, isSearchable: index !== false, isAggregatable };
}
