/** Record indices filled by hand, on any OpenSearch: for tests of how they are asked. */
import { readFileSync } from 'node:fs';
import type { Request } from './plain-request.ts';

export type StoredRecord = Readonly<Record<string, string | number>> & {
  readonly '@timestamp': string;
};

const TEMPLATE = JSON.parse(
  readFileSync(new URL('../../index-templates/records.json', import.meta.url), 'utf8'),
).template;

/** Makes an index as the template would, but for these index settings. @throws Error */
export async function makeIndex(
  request: Request,
  name: string,
  settings: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const index = { ...TEMPLATE.settings.index, number_of_replicas: 0, ...settings };
  const { status, body } = await request('PUT', `/${name}`, {
    settings: { index },
    mappings: TEMPLATE.mappings,
  });
  if (status !== 200) throw new Error(JSON.stringify(body));
}

/** Every record in the index of its month, `<prefix>-records-2026-01`; searchable at once. */
export async function addRecords(
  request: Request,
  prefix: string,
  records: readonly StoredRecord[],
): Promise<void> {
  const lines = records.flatMap((record) => {
    const month = record['@timestamp'].slice(0, 'yyyy-mm'.length);
    return [{ index: { _index: `${prefix}-records-${month}` } }, record];
  });
  const ndjson = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
  const { status, body } = await request('POST', '/_bulk?refresh=true&filter_path=errors', ndjson);
  if (status !== 200 || (body as { readonly errors: boolean }).errors)
    throw new Error('bulk failed'); // as filtered
}
