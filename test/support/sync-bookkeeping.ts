/** What syncs and log objects leave in the bookkeeping, written by hand: for what questions read of it. */
import type { Test } from 'tap';
import { request, testPrefix } from './opensearch.ts';
import { addRecords, makeIndex } from './record-indices.ts';
import { runTamarin } from './run-tamarin.ts';

type Document = Readonly<Record<string, unknown>>;

/** A prefix with three records and the indices of a sync. */
export async function world(t: Test): Promise<string> {
  const prefix = testPrefix(t);
  await runTamarin(['setup', '--index-prefix', prefix]);
  for (const name of ['syncs', 'ledger', 'quarantine']) await request('PUT', `/${prefix}-${name}`); // three
  await makeIndex(request, `${prefix}-records-2026-02`);
  const days = ['01', '10', '23'];
  await addRecords(
    request,
    prefix,
    days.map((day) => ({ '@timestamp': `2026-02-${day}T23:59:00Z`, bytes_sent: 1 })),
  );
  return prefix;
}

export async function put(prefix: string, index: string, ...documents: readonly Document[]) {
  for (const document of documents) {
    const answer = await request('POST', `/${prefix}-${index}/_doc?refresh=true`, document); // a few
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
  }
}

export const SOURCE = { source: 's3://logs/', source_id: 's3:Amazon S3/logs/' };
export const OBJECT = {
  log_key: 'a',
  physical_id: 's3:Amazon S3/logs/a',
  state: 'done',
  last_modified: '2026-02-10T00:00:00.000Z',
};
export const COMPLETE = {
  ...SOURCE,
  listing: 'whole',
  state: 'done',
  started_at: '2026-02-24T00:07:30.000Z',
  finished_at: '2026-02-24T00:09:00.000Z',
};
