/**
 * The typed value of one log line (AccessRecord), what is computed from it (DerivedFields) and where
 * it came from (Provenance). `null` = the log said `-`, or the value cannot be derived.
 * The field table maps these properties to the names of the index.
 */
import type { AgentClass } from './agent-class.ts';
import type { Device, OperatingSystem } from './agent-system.ts';
import type { Origin } from './origin.ts';

/** One parsed log line. Secrets of presigned URLs are already `REDACTED`. */
export interface AccessRecord {
  /** When the request was received, in seconds since 1970-01-01 UTC. */
  readonly timeSeconds: number;
  /** That moment as `2026-01-31T23:59:59Z`. */
  readonly time: string;
  readonly bucketOwner: string | null;
  readonly bucket: string | null;
  /** Field 4 where it is an IP address. */
  readonly remoteIp: string | null;
  /** Field 4 where it is something else, such as a masked address. */
  readonly remoteIpLogged: string | null;
  readonly requester: string | null;
  readonly requestId: string | null;
  readonly operation: string | null;
  /** The decoded object key. */
  readonly key: string | null;
  /** The object key as logged, only where decoding changed it. */
  readonly keyLogged: string | null;
  readonly requestUri: string | null;
  readonly httpMethod: string | null;
  readonly httpVersion: string | null;
  readonly httpStatus: number | null;
  readonly errorCode: string | null;
  readonly bytesSent: number | null;
  readonly objectSize: number | null;
  /** Milliseconds. */
  readonly totalTime: number | null;
  /** Milliseconds. */
  readonly turnAroundTime: number | null;
  readonly referrer: string | null;
  readonly userAgent: string | null;
  readonly versionId: string | null;
  readonly hostId: string | null;
  readonly signatureVersion: string | null;
  readonly cipherSuite: string | null;
  readonly authenticationType: string | null;
  readonly hostHeader: string | null;
  readonly tlsVersion: string | null;
  readonly accessPointArn: string | null;
  readonly aclRequired: string | null;
  readonly sourceRegion: string | null;
  /** Raw tokens after field 27, without surrounding quotes; null where there are none. */
  readonly extraFields: readonly string[] | null;
}

/** What enrichment adds. Never replaces anything that was logged. */
export interface DerivedFields {
  readonly urlQuery: string | null;
  /** Each as `name=value`; null where there are none. */
  readonly urlParameters: readonly string[] | null;
  /** Of twelve digits. */
  readonly account: string | null;
  /** The requester, without the session of an assumed role. */
  readonly role: string | null;
  readonly network: string | null;
  readonly origin: Origin | null;
  /** The key's prefix to the depth of one folder, and to that of two, three and four. */
  readonly folder: string | null;
  readonly folder2: string | null;
  readonly folder3: string | null;
  readonly folder4: string | null;
  readonly extension: string | null;
  readonly referrerDomain: string | null;
  readonly agentName: string | null;
  readonly agentClass: AgentClass | null;
  readonly os: OperatingSystem | null;
  readonly device: Device | null;
  /** Part of the object sent, in millionths; null where the record is no download. */
  readonly downloadPpm: number | null;
  readonly country: string | null;
  readonly asn: number | null;
  readonly asOrg: string | null;
  /** What made all of these: core/enriched.ts. */
  readonly enriched: string;
}

/** Which line of which log object brought the record first, and in which sync. */
export interface Provenance {
  readonly logKey: string;
  /** 1-based; blank lines count, as an editor shows them. */
  readonly logLine: number;
  /** null where no sync writes it: tamarin parse. */
  readonly syncId: string | null;
}
