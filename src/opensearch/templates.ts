/**
 * Installs the index templates of index-templates/*.json, patched with what only a running Tamarin
 * knows: prefix, replicas, grain. An index that exists already is widened by record-index.ts.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { MAPPING_VERSION } from '../core/field-table.ts';
import { AGENT_LISTS } from '../enrich/agent-lists.ts';
import { attempt, type OpenSearch } from './client.ts';

const TEMPLATE_NAMES = ['records', 'ledger', 'quarantine', 'syncs'] as const;
export type TemplateName = (typeof TEMPLATE_NAMES)[number];

export interface TemplateOptions {
  readonly prefix: string;
  readonly replicas: number;
  readonly grain: 'month' | 'day';
}

/** The body of an index template, as far as it is patched here. */
export interface TemplateBody {
  readonly index_patterns: readonly string[];
  readonly priority: number;
  readonly version: number;
  readonly template: {
    readonly settings: { readonly index: Readonly<Record<string, unknown>> };
    readonly mappings: {
      readonly _meta: Readonly<Record<string, unknown>>;
      readonly properties: Readonly<Record<string, unknown>>;
    };
  };
}

const FOLDER = new URL('../../index-templates/', import.meta.url);

/** The template as it stands in the file: a valid request body for the prefix `tamarin`. */
function readTemplate(name: TemplateName): TemplateBody {
  return JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));
}

export function patchTemplate(name: TemplateName, options: TemplateOptions): TemplateBody {
  const body = readTemplate(name);
  const meta =
    name === 'records'
      ? {
          ...body.template.mappings._meta,
          version: MAPPING_VERSION,
          grain: options.grain,
          agent_lists: AGENT_LISTS,
        }
      : body.template.mappings._meta;
  return {
    ...body,
    index_patterns: [options.prefix + (name === 'records' ? '-records-*' : `-${name}`)],
    template: {
      ...body.template,
      settings: {
        ...body.template.settings,
        index: { ...body.template.settings.index, number_of_replicas: options.replicas },
      },
      mappings: { ...body.template.mappings, _meta: meta },
    },
  };
}

/** Puts all templates; safe to be called again. Returns their names. */
export async function installTemplates(
  server: OpenSearch,
  options: TemplateOptions,
): Promise<readonly string[]> {
  const names: string[] = [];
  for (const name of TEMPLATE_NAMES) {
    const full = `${options.prefix}-${name}`;
    const body = patchTemplate(name, options);
    await attempt(
      server,
      `install the index template ${full}`,
      (client) => client.indices.putIndexTemplate({ name: full, body: body as never }), // the file is the body, templates.test.ts sends it
    ); // four requests, in order
    names.push(full);
  }
  return names;
}

export interface InstalledTemplate {
  readonly version: number | undefined;
  readonly meta: unknown;
}

/** What is installed under the name; null where nothing is. */
export async function readInstalledTemplate(
  server: OpenSearch,
  name: string,
): Promise<InstalledTemplate | null> {
  const { body } = await attempt(server, `read the index template ${name}`, (client) =>
    client.indices.getIndexTemplate({ name }, { ignore: [404] }),
  );
  const found = body.index_templates?.[0]?.index_template; // none: the 404 has another body
  if (found === undefined) return null;
  return { version: found.version, meta: found.template?.mappings?._meta };
}

/** Installs the templates unless the ones there are already the same: a sync needs no right to do so. */
export async function ensureTemplates(server: OpenSearch, options: TemplateOptions): Promise<void> {
  const name = `${options.prefix}-records`;
  const wanted = patchTemplate('records', options);
  const found = await readInstalledTemplate(server, name);
  const isSame =
    found?.version === wanted.version &&
    isDeepStrictEqual(found.meta, wanted.template.mappings._meta);
  if (!isSame) await installTemplates(server, options);
}
