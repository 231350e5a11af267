/** The JSON Schema of the configuration file, by which an editor completes and checks it. */
import { SETTING_TABLE, type Setting } from './setting-table.ts';
import { SOURCE_TABLE, type SourceKey } from './source-table.ts';

export function configSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'tamarin.yaml',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...Object.fromEntries(
        (SETTING_TABLE as readonly Setting[]).map(({ key, read, meaning, default: usual }) => [
          key,
          { ...read.schema, description: described(meaning, usual) },
        ]),
      ),
      sources: { type: 'array', maxItems: 1_000, items: sourceSchema() },
    },
  };
}

function sourceSchema(): object {
  const rows = SOURCE_TABLE as readonly SourceKey[];
  return {
    type: 'object',
    additionalProperties: false,
    required: rows.filter(({ isNeeded }) => isNeeded).map(({ key }) => key),
    properties: Object.fromEntries(
      rows.map(({ key, read, meaning, default: usual }) => [
        key,
        { ...read.schema, description: described(meaning, usual ?? null) },
      ]),
    ),
  };
}

const described = (meaning: string, usual: string | null): string =>
  usual === null ? meaning : `${meaning}; default ${usual}`;
