/**
 * Record -> derived fields: what a question groups by and the log does not say itself. Pure, never
 * throws on a record, and never changes or replaces what was logged; what cannot be derived is null.
 */
import { formatEnriched, NO_FILES } from '../core/enriched.ts';
import type { AccessRecord, DerivedFields } from '../core/record.ts';
import { downloadPpmOf } from './download-ppm-of.ts';
import { extensionOf, foldersOf, NO_FOLDERS } from './key-parts.ts';
import { networkOf } from './network-of.ts';
import {
  type AddressFact,
  hasRanges,
  makeFactReader,
  NO_RANGES,
  type OriginRanges,
  originOf,
} from './origin-of.ts';
import { type Agent, makeAgentReader } from './read-agent.ts';
import { referrerDomainOf } from './referrer-domain-of.ts';
import { accountOf, roleOf } from './requester-parts.ts';
import { urlParametersOf } from './url-parameters-of.ts';
import { isQueryTooLong, urlQueryOf } from './url-query-of.ts';
import { whatEnriches } from './what-enriches.ts';

/** What a data file knows of an address. */
export interface AddressInfo {
  readonly country: string | null;
  readonly asn: number | null;
  readonly asOrg: string | null;
}

export interface EnricherOptions {
  /** Given only where the operator configured a data file. */
  readonly lookUpAddress?: (ip: string) => AddressInfo;
  /** Of AWS and of the operator. */
  readonly ranges?: OriginRanges;
  /** Whether records get `url_parameters`, by default true. */
  readonly keepUrlParameters?: boolean;
  /** Digest of files and ranges: `digestFiles`. */
  readonly files?: string;
}

export type Enrich = (record: AccessRecord) => DerivedFields;

const UNKNOWN_ADDRESS: AddressInfo = { country: null, asn: null, asOrg: null };

/** What needs memory or files to be derived; each part gives what it gives to a record. */
export interface EnrichmentParts {
  readonly agentOf: (userAgent: string) => Agent;
  readonly addressInfoOf: (ip: string) => AddressInfo;
  readonly addressFactOf: (ip: string) => AddressFact;
  /** Files or ranges say more of an address than its bytes do. */
  readonly knowsAddresses: boolean;
  readonly keepUrlParameters: boolean;
  /** What made all of it: core/enriched.ts. */
  readonly enriched: string;
}

/** With caches of their own: of user agents and addresses. */
export function makeEnrichmentParts(options: EnricherOptions = {}): EnrichmentParts {
  const { lookUpAddress, ranges = NO_RANGES, files = NO_FILES, keepUrlParameters = true } = options;
  return {
    agentOf: makeAgentReader(),
    addressInfoOf: lookUpAddress ?? (() => UNKNOWN_ADDRESS),
    addressFactOf: makeFactReader(ranges),
    knowsAddresses: lookUpAddress !== undefined || hasRanges(ranges),
    keepUrlParameters,
    enriched: formatEnriched({
      ...whatEnriches(),
      files,
      ...(keepUrlParameters ? {} : { lacksParameters: true }),
    }),
  };
}

export const makeEnricher = (options?: EnricherOptions): Enrich =>
  enricherOf(makeEnrichmentParts(options));

export function enricherOf(parts: EnrichmentParts): Enrich {
  const { agentOf, addressInfoOf, addressFactOf, keepUrlParameters, enriched } = parts;
  return (record) => {
    const { remoteIp, requester, key, userAgent } = record;
    const [folder, folder2, folder3, folder4] = key === null ? NO_FOLDERS : foldersOf(key);
    const query = urlQueryOf(record);
    const agent = userAgent === null ? null : agentOf(userAgent);
    const address = remoteIp === null ? UNKNOWN_ADDRESS : addressInfoOf(remoteIp);
    return {
      urlQuery: query === null || isQueryTooLong(query) ? null : query,
      urlParameters: query === null || !keepUrlParameters ? null : urlParametersOf(query),
      account: requester === null ? null : accountOf(requester),
      role: requester === null ? null : roleOf(requester),
      network: remoteIp === null ? null : networkOf(remoteIp),
      origin: originOf(record, remoteIp === null ? null : addressFactOf(remoteIp)),
      folder,
      folder2,
      folder3,
      folder4,
      extension: key === null ? null : extensionOf(key),
      referrerDomain: record.referrer === null ? null : referrerDomainOf(record.referrer),
      agentName: agent === null ? null : agent.name,
      agentClass: agent === null ? null : agent.class,
      os: agent === null ? null : agent.os,
      device: agent === null ? null : agent.device,
      downloadPpm: downloadPpmOf(record),
      country: address.country,
      asn: address.asn,
      asOrg: address.asOrg,
      enriched,
    };
  };
}
