/**
 * What repeats in a log, made once by the readable parser and enricher and kept as the JSON text that
 * stands in documents: so nothing here says a second time what a field means.
 */
import { recordActionPrefix } from '../bulk/encode-item.ts';
import type { IndexName } from '../core/brand.ts';
import { isDownloadOperation } from '../enrich/download-ppm-of.ts';
import type { AddressInfo, EnrichmentParts } from '../enrich/enrich.ts';
import { extensionOf, foldersOf } from '../enrich/key-parts.ts';
import { networkOf } from '../enrich/network-of.ts';
import type { AddressFact } from '../enrich/origin-of.ts';
import { referrerDomainOf } from '../enrich/referrer-domain-of.ts';
import { accountOf, roleOf } from '../enrich/requester-parts.ts';
import { urlParametersOf } from '../enrich/url-parameters-of.ts';
import { isQueryTooLong, urlQueryOf } from '../enrich/url-query-of.ts';
import { decodeKey, isEncodedOnce } from '../parse/decode-key.ts';
import { parseTime } from '../parse/parse-time.ts';
import { isAddressText } from '../parse/read-record.ts';
import type { Redact } from '../parse/redact.ts';
import { splitRequestLine } from '../parse/split-request-line.ts';
import { ByteCache } from './byte-cache.ts';
import { FIELD, type LineFields } from './line-fields.ts';
import { foldersText, memberText } from './member-text.ts';

/** Texts of an entry: what was logged, and what was derived from it. */
export const LOGGED = 0;
export const DERIVED = 1;
/** Of an address: what data files know of it. */
export const PLACE = 2;

/** Of a day: the start of the action line, and the document's date. */
export const ACTION = 0;
export const DATE = 1;

/** Tells the two readings of the same bytes apart. */
const ENCODED_ONCE = 1;

const FEW = 256;
const MANY = 16_384;
const MOST = 65_536;
const MIB = 1_024 * 1_024;

export interface Day {
  readonly index: IndexName;
  /** Seconds from 1970-01-01 UTC to its midnight. */
  readonly seconds: number;
}

export interface Operation {
  readonly name: string;
  readonly isDownload: boolean;
  /** Its keys are decoded in another way. */
  readonly isEncodedOnce: boolean;
}

export interface Tail {
  readonly hostHeader: string | null;
  readonly accessPointArn: string | null;
  readonly sourceRegion: string | null;
}

export interface LineCachesOptions {
  readonly parts: EnrichmentParts;
  readonly redactField: Redact;
  readonly recordIndex: (time: string) => IndexName;
}

/** Fields from the signature version on: parse/split-ordinary-line.ts. */
const TAIL =
  /^(?: (SigV[!#$&-<>-Z\]-~]+|-)(?: ([!#$&-<>-Z\]-~]+)(?: ([!#$&-<>-Z\]-~]+)(?: ([!#$&-<>-Z\]-~]+)(?: (TLS[!#$&-<>-Z\]-~]+|-)(?: ([!#$&-<>-Z\]-~]+)(?: ([!#$&-<>-Z\]-~]+)(?: ([!#$&-<>-Z\]-~]+))?)?)?)?)?)?)?)?$/;

/** The one requester with spaces. */
const ORIGIN_ACCESS_IDENTITY =
  /^arn:aws[a-z-]*:iam::cloudfront:user\/CloudFront Origin Access Identity [^ ]+$/;

const orNull = (text: string | undefined): string | null =>
  text === undefined || text === '-' ? null : text;

/** Each method finds the entry of one field of the line, or makes it. */
export class LineCaches {
  readonly #options: LineCachesOptions;
  readonly heads = new ByteCache(FEW, MIB);
  readonly days = new ByteCache<Day | null>(FEW, MIB);
  /** null: it is no address. */
  readonly addresses = new ByteCache<AddressFact | null>(MOST, 8 * MIB);
  readonly requesters = new ByteCache<string | null>(MANY, 4 * MIB);
  readonly operations = new ByteCache<Operation>(FEW, MIB);
  readonly keys = new ByteCache(MANY, 8 * MIB);
  readonly requestUris = new ByteCache(MANY, 8 * MIB);
  readonly referrers = new ByteCache(MANY, 8 * MIB);
  readonly referrerHosts = new ByteCache(MANY, 2 * MIB);
  readonly agents = new ByteCache(MANY, 8 * MIB);
  readonly tails = new ByteCache<Tail | null>(MANY, 8 * MIB);

  constructor(options: LineCachesOptions) {
    this.#options = options;
  }

  /** Owner and bucket together: most logs are of one. */
  head(line: LineFields): number {
    const start = line.starts[FIELD.bucketOwner] ?? 0;
    const end = line.ends[FIELD.bucket] ?? 0;
    const known = this.heads.find(line.view, start, end);
    if (known >= 0) return known;
    const owner = orNull(line.text(FIELD.bucketOwner));
    const bucket = orNull(line.text(FIELD.bucket));
    const text = memberText('bucket_owner', owner) + memberText('bucket', bucket);
    return this.heads.add(line.view, start, end, [text], undefined);
  }

  /** By the date alone. Its value is null where there is no such day. */
  day(line: LineFields): number {
    const start = line.starts[FIELD.time] ?? 0;
    const end = start + 'dd/Mon/yyyy'.length;
    const known = this.days.find(line.view, start, end);
    if (known >= 0) return known;
    const date = line.text(FIELD.time).slice(0, end - start);
    const time = parseTime(`${date}:00:00:00 +0000`);
    if (time === null) return this.days.add(line.view, start, end, [], null);
    const index = this.#options.recordIndex(time.text);
    const texts = [recordActionPrefix('create', index), `{"@timestamp":"${time.text.slice(0, -'00:00:00Z'.length)}`]; // biome-ignore format: one line
    return this.days.add(line.view, start, end, texts, { index, seconds: time.seconds });
  }

  address(line: LineFields): number {
    const [start, end] = [line.starts[FIELD.remoteIp] ?? 0, line.ends[FIELD.remoteIp] ?? 0];
    const known = this.addresses.find(line.view, start, end);
    if (known >= 0) return known;
    const text = line.text(FIELD.remoteIp);
    if (!isAddressText(text))
      return this.addresses.add(line.view, start, end, [memberText('remote_ip_logged', text)], null); // biome-ignore format: one line
    const { addressFactOf, addressInfoOf } = this.#options.parts;
    const texts = [
      memberText('remote_ip', text),
      memberText('network', networkOf(text)),
      placeText(addressInfoOf(text)),
    ];
    return this.addresses.add(line.view, start, end, texts, addressFactOf(text));
  }

  /** Its value is null where the line is no ordinary one. */
  requester(line: LineFields): number {
    const [start, end] = [line.starts[FIELD.requester] ?? 0, line.ends[FIELD.requester] ?? 0];
    const known = this.requesters.find(line.view, start, end);
    if (known >= 0) return known;
    const text = line.text(FIELD.requester);
    if (text.includes(' ') && !ORIGIN_ACCESS_IDENTITY.test(text))
      return this.requesters.add(line.view, start, end, [], null);
    const derived = memberText('account', accountOf(text)) + memberText('role', roleOf(text));
    const texts = [memberText('requester', text), derived];
    return this.requesters.add(line.view, start, end, texts, text);
  }

  operation(line: LineFields): number {
    const [start, end] = [line.starts[FIELD.operation] ?? 0, line.ends[FIELD.operation] ?? 0];
    const known = this.operations.find(line.view, start, end);
    if (known >= 0) return known;
    const name = line.text(FIELD.operation);
    const texts = [memberText('operation', orNull(name))];
    const value = {
      name,
      isDownload: isDownloadOperation(name),
      isEncodedOnce: isEncodedOnce(name),
    };
    return this.operations.add(line.view, start, end, texts, value);
  }

  /** Of a key that KeyField leaves to the readable way. */
  key(line: LineFields, operation: Operation): number {
    const [start, end] = [line.starts[FIELD.key] ?? 0, line.ends[FIELD.key] ?? 0];
    const known = this.keys.find(line.view, start, end, operation.isEncodedOnce ? ENCODED_ONCE : 0);
    if (known >= 0) return known;
    const { redactField } = this.#options;
    const decoded = decodeKey(line.text(FIELD.key), operation.name);
    const key = redactField(decoded.key);
    const logged = decoded.keyLogged === null ? null : redactField(decoded.keyLogged);
    const texts = [memberText('key', key) + memberText('key_logged', logged), keyPartsText(key)];
    return this.keys.add(line.view, start, end, texts, undefined);
  }

  /** Of one with a query, or where a secret may stand. */
  requestUri(line: LineFields): number {
    const [start, end] = [line.starts[FIELD.requestUri] ?? 0, line.ends[FIELD.requestUri] ?? 0];
    const known = this.requestUris.find(line.view, start, end);
    if (known >= 0) return known;
    const { redactField, parts } = this.#options;
    const requestUri = redactField(line.text(FIELD.requestUri));
    const { httpMethod, httpVersion } = splitRequestLine(requestUri);
    const query = urlQueryOf({ requestUri, httpMethod, httpVersion });
    const logged =
      memberText('request_uri', requestUri) +
      memberText('http_method', httpMethod) +
      memberText('http_version', httpVersion);
    const derived =
      memberText('url_query', query === null || isQueryTooLong(query) ? null : query) +
      memberText('url_parameters', query === null || !parts.keepUrlParameters ? null : urlParametersOf(query)); // biome-ignore format: one line
    return this.requestUris.add(line.view, start, end, [logged, derived], undefined);
  }

  referrer(line: LineFields): number {
    const [start, end] = [line.starts[FIELD.referrer] ?? 0, line.ends[FIELD.referrer] ?? 0];
    const known = this.referrers.find(line.view, start, end);
    if (known >= 0) return known;
    const referrer = this.#options.redactField(line.text(FIELD.referrer));
    const texts = [memberText('referrer', referrer), memberText('referrer_domain', referrerDomainOf(referrer))]; // biome-ignore format: one line
    return this.referrers.add(line.view, start, end, texts, undefined);
  }

  /** The domain alone, by the bytes of the referrer up to `end`. */
  referrerHost(line: LineFields, end: number): number {
    const start = line.starts[FIELD.referrer] ?? 0;
    const known = this.referrerHosts.find(line.view, start, end);
    if (known >= 0) return known;
    const host = line.text(FIELD.referrer).slice(0, end - start);
    const texts = [memberText('referrer_domain', referrerDomainOf(host))];
    return this.referrerHosts.add(line.view, start, end, texts, undefined);
  }

  agent(line: LineFields): number {
    const [start, end] = [line.starts[FIELD.userAgent] ?? 0, line.ends[FIELD.userAgent] ?? 0];
    const known = this.agents.find(line.view, start, end);
    if (known >= 0) return known;
    const { redactField, parts } = this.#options;
    const userAgent = redactField(line.text(FIELD.userAgent));
    const agent = parts.agentOf(userAgent);
    const derived =
      memberText('agent_name', agent.name) +
      memberText('agent_class', agent.class) +
      memberText('os', agent.os) +
      memberText('device', agent.device);
    const texts = [memberText('user_agent', userAgent), derived];
    return this.agents.add(line.view, start, end, texts, undefined);
  }

  /** Its value is null where the line is no ordinary one. */
  tail(line: LineFields): number {
    const [start, end] = [line.starts[FIELD.tail] ?? 0, line.ends[FIELD.tail] ?? 0];
    const known = this.tails.find(line.view, start, end);
    if (known >= 0) return known;
    const text = line.text(FIELD.tail);
    const fields = text.includes('&#') ? null : TAIL.exec(text); // an encoded `=`: it may hold a secret
    if (fields === null) return this.tails.add(line.view, start, end, [], null);
    const hostHeader = orNull(fields[4]);
    const accessPointArn = orNull(fields[6]);
    const sourceRegion = orNull(fields[8]);
    const members =
      memberText('signature_version', orNull(fields[1])) +
      memberText('cipher_suite', orNull(fields[2])) +
      memberText('authentication_type', orNull(fields[3])) +
      memberText('host_header', hostHeader) +
      memberText('tls_version', orNull(fields[5])) +
      memberText('access_point_arn', accessPointArn) +
      memberText('acl_required', orNull(fields[7])) +
      memberText('source_region', sourceRegion);
    const value = { hostHeader, accessPointArn, sourceRegion };
    return this.tails.add(line.view, start, end, [members], value);
  }
}

const keyPartsText = (key: string): string =>
  foldersText(foldersOf(key)) + memberText('extension', extensionOf(key));

const placeText = ({ country, asn, asOrg }: AddressInfo): string =>
  memberText('country', country) + memberText('asn', asn) + memberText('as_org', asOrg);
