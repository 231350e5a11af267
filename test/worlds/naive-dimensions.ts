/**
 * What each dimension's value is for a planned request: a second writing of the documented rules
 * (README, fields of a record). It imports nothing from src, so that no mistake can hide in both.
 */
import { BlockList, isIP, isIPv4 } from 'node:net';
import { agentClasses } from '../../samples/maker/agents.ts';
import type { PlannedRequest } from '../../samples/maker/request.ts';

/** What the data files say of a network, which is a /24 here. */
export interface Place {
  readonly network: string;
  readonly country: string | null;
  readonly as: { readonly number: number; readonly organisation: string } | null;
}

/** An entry of the file that AWS publishes, of IPv4. */
export interface AwsRange {
  readonly ip_prefix: string;
  readonly region: string;
  readonly service: string;
}

export interface Surroundings {
  readonly places: readonly Place[];
  readonly awsRanges: readonly AwsRange[];
  /** The operator's networks. */
  readonly own: readonly string[];
  logKeyOf(record: PlannedRequest): string | null;
}

type NameOf = (record: PlannedRequest, surroundings: Surroundings) => string | null;

const CIPHERS = {
  TLSv1: 'ECDHE-RSA-AES128-SHA',
  'TLSv1.2': 'ECDHE-RSA-AES128-GCM-SHA256',
  'TLSv1.3': 'TLS_AES_128_GCM_SHA256',
};
const CLASSES = agentClasses();
const SECRETS = /\b(X-Amz-Signature|X-Amz-Security-Token|access_token)=[^&]*/gi;

/** Old lines end early: what stands behind their end was not logged. */
const logged =
  (position: number, nameOf: (record: PlannedRequest) => string | null): NameOf =>
  (record) =>
    record.fieldCount < position ? null : nameOf(record);

const redact = (text: string | null): string | null =>
  text?.replace(SECRETS, '$1=REDACTED') ?? null;

/** In the order of the README; the field of the index behind each name. */
// biome-ignore format: a table, one row a dimension
export const NAIVE_DIMENSIONS = {
  ip: { field: 'remote_ip', nameOf: ipOf },
  'ip-logged': { field: 'remote_ip_logged', nameOf: ({ ip }) => (ip === null || isIP(ip.logged) !== 0 ? null : ip.logged) },
  network: { field: 'network', nameOf: networkOf },
  requester: { field: 'requester', nameOf: ({ requester }) => requester },
  account: { field: 'account', nameOf: ({ requester }) => requester?.match(/:(\d{12}):/)?.[1] ?? null },
  role: { field: 'role', nameOf: ({ requester }) => requester?.replace(/(:assumed-role\/[^/]+)\/.*/, '$1') ?? null },
  origin: { field: 'origin', nameOf: originOf },
  key: { field: 'key', nameOf: ({ key }) => key },
  folder: { field: 'folder', nameOf: folderOfDepth(1) },
  folder2: { field: 'folder2', nameOf: folderOfDepth(2) },
  folder3: { field: 'folder3', nameOf: folderOfDepth(3) },
  folder4: { field: 'folder4', nameOf: folderOfDepth(4) },
  extension: { field: 'extension', nameOf: extensionOf },
  bucket: { field: 'bucket', nameOf: ({ bucket }) => bucket },
  'bucket-owner': { field: 'bucket_owner', nameOf: ({ bucketOwner }) => bucketOwner },
  referrer: { field: 'referrer', nameOf: ({ referrer }) => redact(referrer) },
  'referrer-domain': { field: 'referrer_domain', nameOf: referrerDomainOf },
  'user-agent': { field: 'user_agent', nameOf: ({ agent }) => agent?.text || null },
  agent: { field: 'agent_name', nameOf: ({ agent }) => agent?.family ?? null },
  'agent-class': { field: 'agent_class', nameOf: ({ agent }) => (agent === null || agent.text === '' ? null : (CLASSES[agent.family ?? ''] ?? 'unknown')) },
  os: { field: 'os', nameOf: osOf },
  device: { field: 'device', nameOf: deviceOf },
  operation: { field: 'operation', nameOf: ({ operation }) => operation },
  method: { field: 'http_method', nameOf: ({ requestLine }) => requestLine?.split(' ')[0] ?? null },
  'http-version': { field: 'http_version', nameOf: ({ requestLine }) => requestLine?.split(' ')[2] ?? null },
  status: { field: 'http_status', nameOf: ({ status }) => (status === null ? null : String(status)) },
  error: { field: 'error_code', nameOf: ({ errorCode }) => errorCode },
  'url-query': { field: 'url_query', nameOf: ({ requestLine }) => redact(requestLine?.split(' ')[1]?.split('?')[1] ?? null) },
  'param:x-user': { field: 'url_parameters', nameOf: parameterOf('x-user') },
  'param:x-id': { field: 'url_parameters', nameOf: parameterOf('x-id') },
  'param:versionId': { field: 'url_parameters', nameOf: parameterOf('versionId') },
  'param:X-Amz-Signature': { field: 'url_parameters', nameOf: parameterOf('X-Amz-Signature') },
  host: { field: 'host_header', nameOf: logged(23, ({ host }) => host) },
  'tls-version': { field: 'tls_version', nameOf: logged(24, ({ tls }) => tls) },
  'cipher-suite': { field: 'cipher_suite', nameOf: logged(21, ({ tls }) => (tls === null ? null : CIPHERS[tls])) },
  'signature-version': { field: 'signature_version', nameOf: logged(20, ({ signature, signatureVersion }) => (signature === null ? null : signatureVersion)) },
  authentication: { field: 'authentication_type', nameOf: logged(22, ({ signature }) => signature) },
  'version-id': { field: 'version_id', nameOf: logged(18, ({ versionId }) => versionId) },
  'access-point': { field: 'access_point_arn', nameOf: logged(25, ({ accessPointArn }) => accessPointArn) },
  'acl-required': { field: 'acl_required', nameOf: logged(26, ({ aclRequired }) => aclRequired) },
  'source-region': { field: 'source_region', nameOf: logged(27, ({ sourceRegion }) => sourceRegion) },
  country: { field: 'country', nameOf: (record, { places }) => placeOf(record, places)?.country ?? null },
  asn: { field: 'asn', nameOf: (record, { places }) => placeOf(record, places)?.as?.number.toString() ?? null },
  as: { field: 'as_org', nameOf: (record, { places }) => placeOf(record, places)?.as?.organisation ?? null },
  'log-key': { field: 'log_key', nameOf: (record, { logKeyOf }) => logKeyOf(record) },
} as const satisfies Readonly<Record<string, { readonly field: string; readonly nameOf: NameOf }>>;

export type DimensionName = keyof typeof NAIVE_DIMENSIONS;

export const DIMENSION_NAMES = Object.keys(NAIVE_DIMENSIONS).filter(isDimensionName);

export function isDimensionName(name: string): name is DimensionName {
  return Object.hasOwn(NAIVE_DIMENSIONS, name);
}

function ipOf({ ip }: PlannedRequest): string | null {
  return ip === null || isIP(ip.logged) === 0 ? null : ip.name;
}

/** Planned IPv6 names have all of their first three groups before the `::`. */
function networkOf(record: PlannedRequest): string | null {
  const ip = ipOf(record);
  if (ip === null) return null;
  return ip.includes(':')
    ? `${ip.split(':').slice(0, 3).join(':')}::/48`
    : `${ip.split('.').slice(0, 3).join('.')}.0/24`;
}

const PRIVATE = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

function originOf(record: PlannedRequest, { awsRanges, own }: Surroundings): string | null {
  const ip = ipOf(record);
  const isIn = (networks: readonly string[]): boolean =>
    ip !== null && isIPv4(ip) && networks.some((network) => listOf(network).check(ip, 'ipv4'));
  const ofAws = awsRanges.filter(({ ip_prefix }) => isIn([ip_prefix]));
  const region = ofAws.toSorted((a, b) => bitsOf(b) - bitsOf(a)).find((range) => range.region !== 'GLOBAL')?.region; // biome-ignore format: one rule
  const from = (record.fieldCount < 27 ? null : record.sourceRegion) ?? region;
  const host = record.fieldCount < 23 ? null : record.host;
  const arn = record.fieldCount < 25 ? null : record.accessPointArn;
  const bucketRegion = /s3\.([a-z]+-[a-z]+-\d)\.amazon/.exec(host ?? '')?.[1] ?? arn?.split(':')[3];
  if (isIn(own)) return 'internal';
  if (/cloudfront/.test(record.requester ?? '') || ofAws.some(({ service }) => service === 'CLOUDFRONT')) return 'cdn'; // biome-ignore format: one rule
  if (isIn(PRIVATE)) return 'vpc';
  if (from !== undefined && from !== null) return from === bucketRegion ? 'same-region' : 'aws';
  if (ofAws.length > 0 || /^(?:AmazonS3$|svc:)/.test(record.requester ?? '')) return 'aws';
  return ip === null ? null : 'internet';
}

const lists = new Map<string, BlockList>();

/** Made once: each record is looked at for each network. */
function listOf(network: string): BlockList {
  const [address = '', bits] = network.split('/');
  const list = lists.get(network) ?? new BlockList();
  if (!lists.has(network)) list.addSubnet(address, Number(bits), 'ipv4');
  lists.set(network, list);
  return list;
}

const bitsOf = ({ ip_prefix }: AwsRange): number => Number(ip_prefix.split('/')[1]);

/** A run of slashes is one border, and those at the start are none. */
function folderOfDepth(depth: number): NameOf {
  const folders = new RegExp(`^/*((?:[^/]+/+){${depth - 1}}[^/]+)/`);
  return ({ key }) => folders.exec(key ?? '')?.[1] ?? null;
}

export function parameterOf(name: string): NameOf {
  return ({ requestLine }) =>
    new URLSearchParams(redact(requestLine?.split(' ')[1]?.split('?')[1] ?? null) ?? '').get(name);
}

const SYSTEMS = { Android: /Android/, iOS: /iPhone|iOS\//, macOS: /Macintosh/, Windows: /Windows/, Linux: /Linux|linux#/ }; // biome-ignore format: a list

function osOf({ agent }: PlannedRequest): string | null {
  return Object.entries(SYSTEMS).find(([, text]) => text.test(agent?.text ?? ''))?.[0] ?? null;
}

/** Bots have none, whatever they say; on Android and Linux only a browser tells. */
function deviceOf(record: PlannedRequest): string | null {
  const { text = '', family } = record.agent ?? {};
  const os = osOf(record);
  if (/bot\b/i.test(text) || os === null) return null;
  if (os === 'iOS') return 'mobile';
  if (os === 'Windows' || os === 'macOS') return 'desktop';
  if (CLASSES[family ?? ''] !== 'browser') return null;
  if (os === 'Linux') return 'desktop';
  return /Mobile/.test(text) ? 'mobile' : 'tablet';
}

/** A name's only dot at its start makes no extension, nor does a dot before a blank. */
function extensionOf({ key }: PlannedRequest): string | null {
  const name = key?.split('/').at(-1) ?? '';
  return /^.+\.([a-z0-9]{1,16})$/isu.exec(name)?.[1]?.toLowerCase() ?? null;
}

function referrerDomainOf({ referrer }: PlannedRequest): string | null {
  if (referrer === null || !/^(?:https?|android-app):/i.test(referrer)) return null;
  return new URL(referrer).hostname.toLowerCase().replace(/^www\./, '');
}

function placeOf(record: PlannedRequest, places: readonly Place[]): Place | undefined {
  const network = networkOf(record);
  return places.find((place) => place.network === network);
}
