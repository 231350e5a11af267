/** Leases in OpenSearch: documents that are only written where nobody else has written meanwhile. */
import { createHash } from 'node:crypto';
import type { IndexName } from '../core/brand.ts';
import type { LeaseDocument, LeasePort, LeaseVersion } from '../sync/lease/lease-port.ts';
import { attempt, type OpenSearch } from './client.ts';
import { readVersioned } from './read-documents.ts';
import { statusOf } from './request-failure.ts';

/** Short against the time after which an owner counts as dead. */
const REQUEST = { maxRetries: 0, requestTimeout: 5_000 };
/** A process that is stopped has no more time. */
const RELEASE = { maxRetries: 0, requestTimeout: 3_000 };
const CONFLICT = 409;

/** `key` names the source; a name of any length and with any character in it becomes an id. */
export const leaseId = (key: string): string =>
  `lease-${createHash('sha256').update(key).digest('base64url')}`;

export function openLeaseStore(
  server: OpenSearch,
  index: IndexName,
  signal: AbortSignal | undefined,
): LeasePort {
  const write = async (
    id: string,
    document: LeaseDocument,
    condition: object,
  ): ReturnType<LeasePort['create']> => {
    const request = { index, id, ...condition, body: document as never }; // our own interface
    try {
      const send = (client: OpenSearch['client']) => client.index(request, REQUEST);
      const { body } = await attempt(server, `write ${index}`, send, { signal });
      return { kind: 'written', version: versionOf(body) };
    } catch (error) {
      if (isStatus(error, CONFLICT)) return { kind: 'conflict' };
      throw error;
    }
  };
  return {
    create: (id, document) => write(id, document, { op_type: 'create' }),
    replace: (id, version, document) => write(id, document, onlyAt(version)),
    read: async (id) => {
      const [found] = await readVersioned(server, `read ${index}`, [{ index, id }]);
      if (found === undefined || found === null) return null;
      return { ...found, document: found.document as unknown as LeaseDocument }; // we wrote it
    },
    remove: async (id, version) => {
      const request = { index, id, ...onlyAt(version) };
      // Who cannot give it back now need not: the next one takes it over.
      await server.client.delete(request, RELEASE).catch(() => undefined);
    },
  };
}

const onlyAt = ({ seqNo, primaryTerm }: LeaseVersion) => ({
  if_seq_no: seqNo,
  if_primary_term: primaryTerm,
});

const versionOf = (answer: {
  readonly _seq_no?: number;
  readonly _primary_term?: number;
}): LeaseVersion => ({ seqNo: answer._seq_no ?? 0, primaryTerm: answer._primary_term ?? 0 });

const isStatus = (error: unknown, status: number): boolean =>
  statusOf(error instanceof Error ? error.cause : error) === status;
