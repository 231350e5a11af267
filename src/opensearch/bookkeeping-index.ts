/** The indices beside the records: ledger, quarantine and syncs. */
import type { IndexName } from '../core/brand.ts';
import { attempt, type OpenSearch } from './client.ts';
import { createIndex, notOurs } from './record-index.ts';
import { patchTemplate, type TemplateName, type TemplateOptions } from './templates.ts';

/** Creates the index, or adds the fields that one of an older version lacks. */
export async function prepareBookkeepingIndex(
  server: OpenSearch,
  index: IndexName,
  name: Exclude<TemplateName, 'records'>,
  options: TemplateOptions,
): Promise<void> {
  await createIndex(server, index);
  const { mappings } = patchTemplate(name, options).template;
  const { body } = await attempt(server, `read the mapping of ${index}`, (client) =>
    client.indices.getMapping({ index }),
  );
  const found = Object.values(body)[0]?.mappings;
  const version: unknown = found?._meta?.version;
  if (version === undefined) throw notOurs(index, name, options);
  if (Number(version) >= Number(mappings._meta.version)) return;
  await attempt(server, `add new fields to ${index}`, (client) =>
    client.indices.putMapping({
      index,
      body: { properties: mappings.properties, _meta: mappings._meta } as never, // read from the template file
    }),
  );
}
