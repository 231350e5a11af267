/** Documents of syncs by their ids, as they are now. */
import type { IndexName } from '../core/brand.ts';
import type { SyncDocument } from '../sync/store/sync-document.ts';
import type { OpenSearch } from './client.ts';
import { readVersioned } from './read-documents.ts';

/** null: there is no such sync. @throws TamarinError */
export async function readSync(
  server: OpenSearch,
  index: IndexName,
  id: string,
): Promise<SyncDocument | null> {
  const [found] = await readVersioned(server, `read ${index}`, [{ index, id }]);
  const document = found?.document;
  return document?.kind === 'sync' ? (document as unknown as SyncDocument) : null; // we wrote it
}
