/**
 * Imports saved objects over those that are there. The status of the answer is 200 also when nothing
 * was imported: `success`, the count and every error tell.
 */
import { TamarinError } from '../core/error.ts';
import type { Dashboards } from './dashboards.ts';

interface ImportError {
  readonly id?: string;
  readonly type?: string;
  readonly error?: {
    readonly type?: string;
    readonly message?: string;
    readonly references?: readonly { readonly type: string; readonly id: string }[];
  };
}

interface ImportAnswer {
  readonly success?: boolean;
  readonly successCount?: number;
  readonly errors?: readonly ImportError[];
}

const PATH = '/api/saved_objects/_import?overwrite=true';
/** An import takes only names that end so. */
const FILE_NAME = 'tamarin.ndjson';

/** Returns how many were imported. @throws TamarinError */
export async function importObjects(dashboards: Dashboards, ndjson: string): Promise<number> {
  const total = ndjson.trimEnd().split('\n').length;
  const form = new FormData();
  form.append('file', new Blob([ndjson], { type: 'application/ndjson' }), FILE_NAME);
  const encoded = new Response(form); // Node's own multipart, with the boundary in its content type
  const answer = (await dashboards.ask({
    what: 'import the dashboards',
    method: 'POST',
    path: PATH,
    type: encoded.headers.get('content-type') ?? '',
    body: Buffer.from(await encoded.arrayBuffer()),
  })) as ImportAnswer; // an object; what is missing is no success
  const { success, successCount = 0, errors = [] } = answer;
  if (success === true && successCount === total && errors.length === 0) return total;
  throw refused(dashboards.name, { total, imported: successCount, errors });
}

interface Refusal {
  readonly total: number;
  readonly imported: number;
  readonly errors: readonly ImportError[];
}

const LISTED_MAX = 10;

function refused(name: string, { total, imported, errors }: Refusal): TamarinError {
  const listed = errors.slice(0, LISTED_MAX).map((each) => `\n  ${describe(each)}`);
  const more = errors.length > LISTED_MAX ? `\n  and ${errors.length - LISTED_MAX} more` : '';
  const isSilent = imported === total && errors.length === 0;
  const kinds = new Set(errors.map(({ error }) => error?.type ?? ''));
  return new TamarinError(
    'dashboards_failed',
    `OpenSearch Dashboards at ${name} imported ${imported} of ${total} objects${isSilent ? ', but says that it failed' : ''}.${listed.join('')}${more}`,
    {
      hint: kinds.has('unsupported_type')
        ? 'It lacks a kind of object that is part of every OpenSearch Dashboards, or may not use it here: check its version and its plugins.'
        : 'Fix this in Dashboards (Management > Dashboards Management > Saved objects), then run the command again: an import overwrites what it left.',
    },
  );
}

function describe({ type, id, error = {} }: ImportError): string {
  return `${type ?? 'object'} ${id ?? ''}: ${reasonOf(error)}`;
}

function reasonOf({ type, message, references = [] }: NonNullable<ImportError['error']>): string {
  switch (type) {
    case 'conflict':
      return 'another one with its id is there, and was not overwritten';
    case 'ambiguous_conflict':
      return 'several that are there could be meant';
    case 'missing_references':
      return `it needs ${references.map((each) => `${each.type} ${each.id}`).join(', ')}, which is not there`;
    case 'missing_data_source':
      return 'it needs a data source that is not there';
    case 'unsupported_type':
      return 'objects of this type are not supported';
    default:
      return message ?? type ?? 'no reason was given';
  }
}
