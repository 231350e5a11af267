/**
 * Makes sure that an index can take our documents before the first one is sent to it: creates it,
 * compares the version in its mapping's `_meta` with ours, and adds the fields it does not have yet.
 */
import type { IndexName } from '../core/brand.ts';
import { TamarinError } from '../core/error.ts';
import { attempt, type OpenSearch } from './client.ts';
import { reasonOf } from './request-failure.ts';
import { patchTemplate, type TemplateName, type TemplateOptions } from './templates.ts';

interface IndexMeta {
  readonly version?: number | string;
  readonly grain?: string;
}

/** `_meta` of every index that matches; an index without one gives an empty object. */
async function readMetas(
  server: OpenSearch,
  pattern: string,
): Promise<ReadonlyMap<string, IndexMeta>> {
  const { body } = await attempt(server, `read the mappings of ${pattern}`, (client) =>
    client.indices.getMapping({ index: pattern, allow_no_indices: true, ignore_unavailable: true }),
  );
  return new Map(
    Object.entries(body)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([index, { mappings }]) => [index, (mappings._meta ?? {}) as IndexMeta]), // written by us, or unknown
  );
}

const readMeta = async (server: OpenSearch, index: IndexName): Promise<IndexMeta | null> =>
  (await readMetas(server, index)).get(index) ?? null;

async function createWithMeta(server: OpenSearch, index: IndexName): Promise<IndexMeta> {
  await createIndex(server, index);
  return (await readMeta(server, index)) ?? {};
}

/** @throws TamarinError `grain_mismatch` when an index of the prefix was made with another grain. */
export async function checkGrain(server: OpenSearch, options: TemplateOptions): Promise<void> {
  const pattern = `${options.prefix}-records-*`;
  for (const [index, { grain }] of await readMetas(server, pattern)) {
    if (grain === undefined || grain === options.grain) continue;
    throw new TamarinError(
      'grain_mismatch',
      `Index ${index} covers one ${grain}, but the requested grain is ${options.grain}.`,
      {
        hint: `A record must always meet its first copy, so the grain is fixed. Run with --grain ${grain}, or use another --index-prefix.`,
      },
    );
  }
}

/** Creates an index if it is not there. Two shippers may do so at the same time. */
export async function createIndex(server: OpenSearch, index: IndexName): Promise<void> {
  await attempt(server, `create index ${index}`, async (client) => {
    try {
      await client.indices.create({ index });
    } catch (error) {
      if (!reasonOf(error).startsWith('resource_already_exists_exception')) throw error;
    }
  });
}

/** Made while the template was missing, or by somebody else: its fields may be of any type. */
const notOurs = (index: IndexName, name: TemplateName, { prefix }: TemplateOptions): TamarinError =>
  new TamarinError(
    'mapping_conflict',
    `Index ${index} was not created from the template ${prefix}-${name}.`,
    { hint: `Delete ${index} if you do not need what it holds, or use another --index-prefix.` },
  );

/**
 * Creates the index if it is not there, and brings its mapping up to date. It is looked for first:
 * to try and create one that exists is a task of the cluster's state.
 */
export async function prepareIndex(
  server: OpenSearch,
  index: IndexName,
  name: TemplateName,
  options: TemplateOptions,
): Promise<void> {
  const { version } = (await readMeta(server, index)) ?? (await createWithMeta(server, index));
  if (version === undefined) throw notOurs(index, name, options);
  const { mappings } = patchTemplate(name, options).template;
  if (Number(version) >= Number(mappings._meta.version)) return;
  await attempt(server, `add new fields to ${index}`, (client) =>
    client.indices.putMapping({
      index,
      body: { properties: mappings.properties, _meta: mappings._meta } as never, // read from the template file
    }),
  );
}
