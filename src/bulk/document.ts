/**
 * A record as the JSON text that is indexed, written by concatenation: building an object only to
 * stringify it costs several times as much (npm run bench parse). Absent values leave the field out.
 * document.test.ts holds it equal to JSON.stringify over the field table.
 */
import type { AccessRecord, DerivedFields, Provenance } from '../core/record.ts';

/** Printable ASCII without quote and backslash stands in JSON as it is. */
const PLAIN_TEXT = /^[ !#-[\]-~]*$/;

type TextField = (prefix: string, value: string | null) => string;

/** `prefix` ends with the value's opening quote: one joint less for each of thirty fields. */
const anyText: TextField = (prefix, value) => {
  if (value === null) return '';
  return PLAIN_TEXT.test(value) ? `${prefix}${value}"` : prefix + JSON.stringify(value).slice(1);
};
const plainText: TextField = (prefix, value) => (value === null ? '' : `${prefix}${value}"`);
const number = (prefix: string, value: number | null): string =>
  value === null ? '' : prefix + value;

/**
 * The document of one record, without a line ending. `isPlain`: the parser says that no text of the
 * record needs an escape; asking each of them would cost a third of the document.
 */
export function encodeDocument(
  record: AccessRecord,
  derived: DerivedFields,
  provenance: Provenance,
  isPlain: boolean,
): string {
  const text = isPlain ? plainText : anyText;
  return (
    `{"@timestamp":"${record.time}"` +
    encodeRequest(record, text) +
    encodeResponse(record, text) +
    encodeConnection(record, text) +
    encodeDerived(derived, text) +
    anyText(',"log_key":"', provenance.logKey) +
    `,"log_line":${provenance.logLine}` +
    (provenance.syncId === null ? '}' : `,"sync_id":"${provenance.syncId}"}`)
  );
}

function encodeRequest(record: AccessRecord, text: TextField): string {
  return (
    text(',"bucket_owner":"', record.bucketOwner) +
    text(',"bucket":"', record.bucket) +
    text(',"remote_ip":"', record.remoteIp) +
    text(',"remote_ip_logged":"', record.remoteIpLogged) +
    text(',"requester":"', record.requester) +
    text(',"request_id":"', record.requestId) +
    text(',"operation":"', record.operation) +
    text(',"key":"', record.key) +
    text(',"key_logged":"', record.keyLogged) +
    text(',"request_uri":"', record.requestUri) +
    text(',"http_method":"', record.httpMethod) +
    text(',"http_version":"', record.httpVersion)
  );
}

function encodeResponse(record: AccessRecord, text: TextField): string {
  return (
    number(',"http_status":', record.httpStatus) +
    text(',"error_code":"', record.errorCode) +
    number(',"bytes_sent":', record.bytesSent) +
    number(',"object_size":', record.objectSize) +
    number(',"total_time":', record.totalTime) +
    number(',"turn_around_time":', record.turnAroundTime) +
    text(',"referrer":"', record.referrer) +
    text(',"user_agent":"', record.userAgent) +
    text(',"version_id":"', record.versionId) +
    text(',"host_id":"', record.hostId)
  );
}

function encodeConnection(record: AccessRecord, text: TextField): string {
  const extra = record.extraFields;
  return (
    text(',"signature_version":"', record.signatureVersion) +
    text(',"cipher_suite":"', record.cipherSuite) +
    text(',"authentication_type":"', record.authenticationType) +
    text(',"host_header":"', record.hostHeader) +
    text(',"tls_version":"', record.tlsVersion) +
    text(',"access_point_arn":"', record.accessPointArn) +
    text(',"acl_required":"', record.aclRequired) +
    text(',"source_region":"', record.sourceRegion) +
    (extra === null ? '' : `,"extra_fields":${JSON.stringify(extra)}`)
  );
}

function encodeDerived(derived: DerivedFields, text: TextField): string {
  const parameters = derived.urlParameters;
  return (
    text(',"url_query":"', derived.urlQuery) +
    // What was encoded in a plain line may need escapes once it is decoded.
    (parameters === null ? '' : `,"url_parameters":${JSON.stringify(parameters)}`) +
    text(',"account":"', derived.account) +
    text(',"role":"', derived.role) +
    text(',"network":"', derived.network) +
    text(',"origin":"', derived.origin) +
    text(',"folder":"', derived.folder) +
    text(',"folder2":"', derived.folder2) +
    text(',"folder3":"', derived.folder3) +
    text(',"folder4":"', derived.folder4) +
    text(',"extension":"', derived.extension) +
    text(',"referrer_domain":"', derived.referrerDomain) +
    anyText(',"agent_name":"', derived.agentName) +
    text(',"agent_class":"', derived.agentClass) +
    text(',"os":"', derived.os) +
    text(',"device":"', derived.device) +
    number(',"download_ppm":', derived.downloadPpm) +
    anyText(',"country":"', derived.country) +
    number(',"asn":', derived.asn) +
    anyText(',"as_org":"', derived.asOrg) +
    `,"enriched":"${derived.enriched}"`
  );
}
