/** Where a sync keeps what it ships and knows: the store of sync/store, in OpenSearch. */
import type { IndexNames } from '../bulk/index-name.ts';
import { messageOf } from '../core/error.ts';
import type { SyncStore } from '../sync/store/sync-store.ts';
import type { OpenSearch } from './client.ts';
import { listFailedObjects } from './failed-objects.ts';
import { readLedger } from './ledger.ts';
import { readLastSequence, readProvenance, refresh } from './provenance.ts';
import { checkGrain, createIndex, prepareIndex } from './record-index.ts';
import { mayPass } from './request-failure.ts';
import { sendBulk } from './send-bulk.ts';
import { writeSyncDocument } from './sync-document.ts';
import { readEarlierSyncs } from './sync-history.ts';
import { ensureTemplates, newerTemplates, type TemplateOptions } from './templates.ts';

export function openSyncStore(
  server: OpenSearch,
  names: IndexNames,
  templates: TemplateOptions,
): SyncStore {
  /** Of each record index the number of a write that was there before our first. */
  const lastSequences = new Map<string, number>();
  const recordIndices = new Set<string>();
  return {
    prepare: async () => {
      await checkGrain(server, templates);
      const newer = newerTemplates(await ensureTemplates(server, templates));
      const indices = ['ledger', 'quarantine', 'syncs'] as const;
      await Promise.all(indices.map((name) => prepareIndex(server, names[name], name, templates)));
      return newer;
    },
    prepareRecordIndex: async (index) => {
      recordIndices.add(index);
      await prepareIndex(server, index, 'records', templates);
      lastSequences.set(index, await readLastSequence(server, index));
    },
    prepareAgain: async (index) => {
      lastSequences.delete(index); // a new index counts its writes from 0
      if (recordIndices.has(index)) await prepareIndex(server, index, 'records', templates);
      else await createIndex(server, index);
    },
    sendBulk: (body) => sendBulk(server, body),
    readOrigins: async (places, { ofAnyAge } = { ofAnyAge: false }) => {
      const after = (index: string): number => (ofAnyAge ? -1 : (lastSequences.get(index) ?? -1));
      try {
        return { kind: 'known', origins: await readProvenance(server, places, after) };
      } catch (error) {
        if (!mayPass(error)) throw error;
        return { kind: 'unknown', reason: messageOf(error) };
      }
    },
    readLedger: (ids) => readLedger(server, names.ledger, ids),
    listToTryAgain: (toTry) => listFailedObjects(server, names.ledger, toTry),
    readEarlierSyncs: (sourceId) => readEarlierSyncs(server, names.syncs, sourceId),
    writeSync: (place, document) => writeSyncDocument(server, names.syncs, place, document),
    async refresh() {
      // One by one, so that a right that is missing is named for the index that lacks it.
      for (const index of [names.recordsPattern, names.ledger, names.quarantine])
        await refresh(server, index);
    },
  };
}
