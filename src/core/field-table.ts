/**
 * Every field of a record document, once: its name in the index, the property it comes from, how it
 * is mapped, and what it means. The index template, the documents and the README table are held
 * against this table by tests; a new field starts here.
 */
import { AGENT_CLASSES } from './agent-class.ts';
import { DEVICES, OPERATING_SYSTEMS } from './agent-system.ts';
import { ORIGINS } from './origin.ts';
import type { AccessRecord, DerivedFields, Provenance } from './record.ts';

/** The body of a field in the index mapping. */
export type Mapping = Readonly<Record<string, unknown>>;

export interface Field {
  readonly name: string;
  readonly property: keyof AccessRecord | keyof DerivedFields | keyof Provenance;
  readonly origin: 'logged' | 'derived' | 'provenance';
  /** 1-based position in the log line, where the field is logged as one token. */
  readonly position?: number;
  readonly mapping: Mapping;
  readonly note: string;
}

const KEYWORD: Mapping = { type: 'keyword' };
/** In `_source` only: neither searched nor aggregated. */
const STORED_ONLY: Mapping = { type: 'keyword', index: false, doc_values: false };
/** Exact value for counting, and words for full-text search. */
const KEYWORD_AND_TEXT: Mapping = {
  type: 'keyword',
  fields: { text: { type: 'text', analyzer: 'tamarin_words', norms: false } },
};
const namesOf = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(' ');
const LONG: Mapping = { type: 'long' };
const INTEGER: Mapping = { type: 'integer' };

// biome-ignore format: a table, one row a field
export const FIELD_TABLE = [
  { name: '@timestamp', property: 'time', origin: 'logged', position: 3, mapping: { type: 'date' }, note: 'when the request was received, UTC' },
  { name: 'bucket_owner', property: 'bucketOwner', origin: 'logged', position: 1, mapping: KEYWORD, note: 'canonical user ID of the owner of the source bucket' },
  { name: 'bucket', property: 'bucket', origin: 'logged', position: 2, mapping: KEYWORD, note: 'source bucket' },
  { name: 'remote_ip', property: 'remoteIp', origin: 'logged', position: 4, mapping: { type: 'ip' }, note: 'apparent address of the caller' },
  { name: 'remote_ip_logged', property: 'remoteIpLogged', origin: 'logged', position: 4, mapping: KEYWORD, note: 'the logged value where it is not an IP address (masked logs)' },
  { name: 'requester', property: 'requester', origin: 'logged', position: 5, mapping: KEYWORD, note: 'canonical id, ARN or service; absent when anonymous' },
  { name: 'request_id', property: 'requestId', origin: 'logged', position: 6, mapping: { type: 'keyword', doc_values: false }, note: 'not unique: the records of a multi-delete share one' },
  { name: 'operation', property: 'operation', origin: 'logged', position: 7, mapping: KEYWORD, note: 'such as `REST.GET.OBJECT`' },
  { name: 'key', property: 'key', origin: 'logged', position: 8, mapping: KEYWORD_AND_TEXT, note: 'object key, decoded' },
  { name: 'key_logged', property: 'keyLogged', origin: 'logged', position: 8, mapping: STORED_ONLY, note: 'object key as logged, where it differs' },
  { name: 'request_uri', property: 'requestUri', origin: 'logged', position: 9, mapping: STORED_ONLY, note: 'request line, secrets redacted' },
  { name: 'url_query', property: 'urlQuery', origin: 'derived', mapping: KEYWORD_AND_TEXT, note: 'query string of the request, secrets redacted' },
  { name: 'url_parameters', property: 'urlParameters', origin: 'derived', mapping: KEYWORD, note: 'its parameters, decoded: `name=value`, the first of a repeated name, at most 32 of 256 bytes' },
  { name: 'http_method', property: 'httpMethod', origin: 'logged', position: 9, mapping: KEYWORD, note: 'from the request line' },
  { name: 'http_version', property: 'httpVersion', origin: 'logged', position: 9, mapping: KEYWORD, note: 'from the request line' },
  { name: 'http_status', property: 'httpStatus', origin: 'logged', position: 10, mapping: { type: 'short' }, note: 'response status' },
  { name: 'error_code', property: 'errorCode', origin: 'logged', position: 11, mapping: KEYWORD, note: 'S3 error code, such as `AccessDenied`' },
  { name: 'bytes_sent', property: 'bytesSent', origin: 'logged', position: 12, mapping: LONG, note: 'response bytes without HTTP overhead; absent counts as 0' },
  { name: 'object_size', property: 'objectSize', origin: 'logged', position: 13, mapping: LONG, note: 'total size of the object in bytes' },
  { name: 'total_time', property: 'totalTime', origin: 'logged', position: 14, mapping: INTEGER, note: 'ms from request received to last byte sent' },
  { name: 'turn_around_time', property: 'turnAroundTime', origin: 'logged', position: 15, mapping: INTEGER, note: 'ms S3 spent on the request' },
  { name: 'referrer', property: 'referrer', origin: 'logged', position: 16, mapping: KEYWORD_AND_TEXT, note: 'Referer header, secrets redacted' },
  { name: 'user_agent', property: 'userAgent', origin: 'logged', position: 17, mapping: KEYWORD_AND_TEXT, note: 'User-Agent header, secrets redacted' },
  { name: 'version_id', property: 'versionId', origin: 'logged', position: 18, mapping: KEYWORD, note: '`versionId` of the request' },
  { name: 'host_id', property: 'hostId', origin: 'logged', position: 19, mapping: STORED_ONLY, note: '`x-amz-id-2`, what AWS support asks for' },
  { name: 'signature_version', property: 'signatureVersion', origin: 'logged', position: 20, mapping: KEYWORD, note: '`SigV2` or `SigV4`; absent when anonymous' },
  { name: 'cipher_suite', property: 'cipherSuite', origin: 'logged', position: 21, mapping: KEYWORD, note: 'absent for plain HTTP' },
  { name: 'authentication_type', property: 'authenticationType', origin: 'logged', position: 22, mapping: KEYWORD, note: '`AuthHeader`, or `QueryString` for presigned URLs' },
  { name: 'host_header', property: 'hostHeader', origin: 'logged', position: 23, mapping: KEYWORD, note: 'endpoint used' },
  { name: 'tls_version', property: 'tlsVersion', origin: 'logged', position: 24, mapping: KEYWORD, note: 'as logged, such as `TLSv1.3`' },
  { name: 'access_point_arn', property: 'accessPointArn', origin: 'logged', position: 25, mapping: KEYWORD, note: 'access point used' },
  { name: 'acl_required', property: 'aclRequired', origin: 'logged', position: 26, mapping: KEYWORD, note: '`Yes` where an ACL was needed' },
  { name: 'source_region', property: 'sourceRegion', origin: 'logged', position: 27, mapping: KEYWORD, note: 'Region the request came from' },
  { name: 'extra_fields', property: 'extraFields', origin: 'logged', mapping: STORED_ONLY, note: 'tokens after field 27, in case AWS adds any' },
  { name: 'account', property: 'account', origin: 'derived', mapping: KEYWORD, note: 'AWS account of `requester`, where its ARN names one' },
  { name: 'role', property: 'role', origin: 'derived', mapping: KEYWORD, note: '`requester` without the session of an assumed role' },
  { name: 'network', property: 'network', origin: 'derived', mapping: KEYWORD, note: '/24 or /48 of `remote_ip` in CIDR form' },
  { name: 'origin', property: 'origin', origin: 'derived', mapping: KEYWORD, note: `where the request comes from: ${namesOf(ORIGINS)}` },
  { name: 'folder', property: 'folder', origin: 'derived', mapping: KEYWORD, note: 'first path segment of `key`' },
  { name: 'folder2', property: 'folder2', origin: 'derived', mapping: KEYWORD, note: 'first two path segments of `key`, such as `a/b`' },
  { name: 'folder3', property: 'folder3', origin: 'derived', mapping: KEYWORD, note: 'first three' },
  { name: 'folder4', property: 'folder4', origin: 'derived', mapping: KEYWORD, note: 'first four' },
  { name: 'extension', property: 'extension', origin: 'derived', mapping: KEYWORD, note: 'file extension of `key`, lower case' },
  { name: 'referrer_domain', property: 'referrerDomain', origin: 'derived', mapping: KEYWORD, note: 'host of `referrer`, or package of an Android app, lower case, without `www.`' },
  { name: 'agent_name', property: 'agentName', origin: 'derived', mapping: KEYWORD, note: 'family of the user agent, such as `Chrome`' },
  { name: 'agent_class', property: 'agentClass', origin: 'derived', mapping: KEYWORD, note: namesOf(AGENT_CLASSES) },
  { name: 'os', property: 'os', origin: 'derived', mapping: KEYWORD, note: `operating system that the user agent names: ${namesOf(OPERATING_SYSTEMS)}` },
  { name: 'device', property: 'device', origin: 'derived', mapping: KEYWORD, note: `what the user agent runs on: ${namesOf(DEVICES)}` },
  { name: 'download_ppm', property: 'downloadPpm', origin: 'derived', mapping: INTEGER, note: 'fraction of the object that a download sent, in millionths' },
  { name: 'country', property: 'country', origin: 'derived', mapping: KEYWORD, note: 'ISO code, only with a data file configured' },
  { name: 'asn', property: 'asn', origin: 'derived', mapping: LONG, note: 'autonomous system, only with a data file configured' },
  { name: 'as_org', property: 'asOrg', origin: 'derived', mapping: KEYWORD, note: 'its organisation, only with a data file configured' },
  { name: 'enriched', property: 'enriched', origin: 'provenance', mapping: KEYWORD, note: 'what produced the derived fields: version of the rules, digests of agent lists, and of address files, AWS ranges and own networks' },
  { name: 'log_key', property: 'logKey', origin: 'provenance', mapping: KEYWORD, note: 'log object that delivered the record first' },
  { name: 'log_line', property: 'logLine', origin: 'provenance', mapping: { type: 'integer', index: false, doc_values: false }, note: 'its line number there' },
  { name: 'sync_id', property: 'syncId', origin: 'provenance', mapping: STORED_ONLY, note: 'sync that wrote the record' },
] as const satisfies readonly Field[];

/** Version of the mapping: raise it with every new field, so that older indices are widened. */
export const MAPPING_VERSION = 3;

/**
 * Version of the derived fields: raise it when the same record gives others. Agent lists and address
 * files have digests of their own (enrich/what-enriches.ts).
 */
export const DERIVED_VERSION = 2;

/** Lucene refuses a keyword whose UTF-8 form is longer (opensearch: "immense term"). */
export const KEYWORD_BYTES_MAX = 32_766;
