/**
 * A planned request: everything that one log line will say, before it is text. Actors plan these,
 * the line writer prints them, and the answer key counts them, so the key never reads a line.
 */
import type { Address } from './addresses.ts';
import type { Agent } from './agents.ts';
import type { MediaFile } from './catalogue.ts';
import { SOURCE_REGION_FROM_S } from './period.ts';
import type { Random } from './prng.ts';

const BUCKET = 'riverbend-media';
const BUCKET_OWNER = '4be1f07a93c25d86e0b74f19ac38d25e617f90ab3c84d2e15f6a7089b1c3d5e2';
export const REGION = 'eu-west-1';
const REST_HOST = `${BUCKET}.s3.${REGION}.amazonaws.com`;
export const WEBSITE_HOST = `${BUCKET}.s3-website-${REGION}.amazonaws.com`;

/** A field that S3 logs as `-` is `null`. */
export interface PlannedRequest {
  readonly timeS: number;
  readonly bucketOwner: string;
  readonly bucket: string;
  readonly ip: Address | null;
  readonly requester: string | null;
  readonly requestId: string | null;
  readonly operation: string;
  /** As the owner of the bucket knows it: not encoded. */
  readonly key: string | null;
  readonly requestLine: string | null;
  readonly status: number | null;
  readonly errorCode: string | null;
  readonly bytesSent: number | null;
  readonly objectSize: number | null;
  readonly totalMs: number | null;
  readonly turnAroundMs: number | null;
  readonly referrer: string | null;
  readonly agent: Agent | null;
  readonly versionId: string | null;
  readonly hostId: string;
  readonly signature: 'AuthHeader' | 'QueryString' | null;
  /** Only where there is a signature. */
  readonly signatureVersion: 'SigV2' | 'SigV4';
  readonly tls: 'TLSv1' | 'TLSv1.2' | 'TLSv1.3' | null;
  readonly host: string | null;
  readonly accessPointArn: string | null;
  readonly aclRequired: 'Yes' | null;
  readonly sourceRegion: string | null;
  /** How many fields the line has; the format grew from 17 to 27 over the years. */
  readonly fieldCount: number;
  /** Tokens after field 27, which AWS may add without warning. */
  readonly extraFields: readonly string[];
  /** The line is written twice and both are records, because without a request id no one can tell. */
  readonly twin: 'same_object' | 'next_object' | null;
}

type Given = Partial<PlannedRequest> & Pick<PlannedRequest, 'timeS' | 'operation'>;

/** Fills in what an actor leaves open, as an anonymous HTTPS request would have it. */
export function planRequest(random: Random, given: Given): PlannedRequest {
  const key = given.key ?? null;
  const transferMs = Math.ceil((given.bytesSent ?? 0) / random.int(4_000, 40_000));
  const turnAroundMs = random.int(8, 160);
  const hasBody = given.bytesSent !== undefined && given.bytesSent !== null;
  return {
    bucketOwner: BUCKET_OWNER,
    bucket: BUCKET,
    ip: null,
    requester: null,
    requestId: random.base36(16),
    key,
    requestLine: requestLineOf(given.operation, key, ''),
    status: 200,
    errorCode: null,
    bytesSent: null,
    objectSize: null,
    totalMs: turnAroundMs + transferMs,
    turnAroundMs: hasBody ? turnAroundMs : null,
    referrer: null,
    agent: null,
    versionId: null,
    hostId: random.bytes(random.chance(0.4) ? 48 : 56).toString('base64'),
    signature: null,
    signatureVersion: 'SigV4',
    tls: random.chance(0.7) ? 'TLSv1.3' : 'TLSv1.2',
    host: REST_HOST,
    accessPointArn: null,
    aclRequired: null,
    sourceRegion: null,
    fieldCount: given.timeS < SOURCE_REGION_FROM_S ? 26 : 27,
    extraFields: [],
    twin: null,
    ...given,
  };
}

/** The part of a request that says what was sent of a file. */
export function wholeFile(file: MediaFile) {
  const { key, sizeBytes } = file;
  return { key, status: 200, bytesSent: sizeBytes, objectSize: sizeBytes } as const;
}

/** A range of a file, as players ask for it. */
export function partOfFile(file: MediaFile, bytesSent: number) {
  const { key, sizeBytes } = file;
  return { key, status: 206, bytesSent: Math.min(bytesSent, sizeBytes), objectSize: sizeBytes };
}

/** `REST.GET.OBJECT` asks with GET; a copy is a PUT. */
export function requestLineOf(operation: string, key: string | null, query: string): string {
  const verb = operation.split('.')[1] ?? 'GET';
  const path = (key ?? '').split('/').map(encodeURIComponent).join('/');
  return `${verb === 'COPY' ? 'PUT' : verb} /${path}${query} HTTP/1.1`;
}
