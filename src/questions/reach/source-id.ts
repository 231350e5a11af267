/** Which log objects are of which source: its id is where the ids of its log objects begin. */
import type { Query } from '../ask/scope.ts';

/** In a folder a name ends at a slash; an S3 prefix is any begin of a key. */
const isAnyBegin = (sourceId: string): boolean =>
  !sourceId.startsWith('file:') || sourceId.endsWith('/');

export const isOfSource = (physicalId: string, sourceId: string): boolean =>
  physicalId.startsWith(sourceId) &&
  (isAnyBegin(sourceId) ||
    physicalId.length === sourceId.length ||
    physicalId[sourceId.length] === '/');

/** `isOfSource` as a query on the ledger. */
export const sourceQuery = (sourceId: string): Query =>
  isAnyBegin(sourceId)
    ? { prefix: { physical_id: sourceId } }
    : {
        bool: {
          should: [
            { term: { physical_id: sourceId } },
            { prefix: { physical_id: `${sourceId}/` } },
          ],
        },
      };
