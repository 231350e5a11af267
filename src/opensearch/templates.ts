/**
 * Installs the index templates of index-templates/*.json, patched with what only a running Tamarin
 * knows: prefix, replicas, grain. An index that exists already is widened by record-index.ts.
 */
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { MAPPING_VERSION } from '../core/field-table.ts';
import { AGENT_LISTS } from '../enrich/agent-lists.ts';
import { attempt, type OpenSearch } from './client.ts';

export const TEMPLATE_NAMES = ['records', 'ledger', 'quarantine', 'syncs'] as const;
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

export interface TemplateState {
  /** Its name on the server. */
  readonly name: string;
  /** `other`: of an older version, or of another grain. `newer`: another Tamarin's; it is left alone. */
  readonly kind: 'missing' | 'same' | 'other' | 'newer';
  readonly body: TemplateBody;
}

/** All templates of the prefix, compared with ours. */
export const readTemplates = (
  server: OpenSearch,
  options: TemplateOptions,
): Promise<readonly TemplateState[]> =>
  Promise.all(
    TEMPLATE_NAMES.map(async (name) => {
      const full = `${options.prefix}-${name}`;
      const body = patchTemplate(name, options);
      return { name: full, kind: await compareTemplate(server, full, body), body };
    }),
  );

async function compareTemplate(
  server: OpenSearch,
  name: string,
  wanted: TemplateBody,
): Promise<TemplateState['kind']> {
  const { body } = await attempt(server, `read the index template ${name}`, (client) =>
    client.indices.getIndexTemplate({ name }, { ignore: [404] }),
  );
  const found = body.index_templates?.[0]?.index_template; // none: the 404 has another body
  if (found === undefined) return 'missing';
  const meta: Readonly<Record<string, unknown>> = found.template?.mappings?._meta ?? {};
  if (isNewer(found.version, wanted.version) || isNewer(meta.version, metaVersion(wanted)))
    return 'newer';
  const isSame =
    found.version === wanted.version && isDeepStrictEqual(meta, wanted.template.mappings._meta);
  return isSame ? 'same' : 'other';
}

const metaVersion = ({ template }: TemplateBody): number => Number(template.mappings._meta.version);

const isNewer = (found: unknown, ours: number): boolean => Number(found ?? 0) > ours;

/** Puts these, but none over a newer one; safe to be called again. */
export async function installTemplates(
  server: OpenSearch,
  states: readonly TemplateState[],
): Promise<void> {
  const older = states.filter(({ kind }) => kind !== 'newer');
  await Promise.all(
    older.map(({ name, body }) =>
      attempt(
        server,
        `install the index template ${name}`,
        (client) => client.indices.putIndexTemplate({ name, body: body as never }), // the file is the body, templates.test.ts sends it
      ),
    ),
  );
}

/** Where all are there and the same, a sync needs no right to install any. Returns how they were. */
export async function ensureTemplates(
  server: OpenSearch,
  options: TemplateOptions,
): Promise<readonly TemplateState[]> {
  const states = await readTemplates(server, options);
  await installTemplates(
    server,
    states.filter(({ kind }) => kind !== 'same'),
  );
  return states;
}

/** One sentence where some are newer than ours. */
export function newerTemplates(states: readonly TemplateState[]): string | null {
  const names = states.filter(({ kind }) => kind === 'newer').map(({ name }) => name);
  if (names.length === 0) return null;
  return names.length === 1
    ? `The index template ${names[0]} comes from a newer Tamarin and was left unchanged.`
    : `The index templates ${names.join(', ')} come from a newer Tamarin and were left unchanged.`;
}
