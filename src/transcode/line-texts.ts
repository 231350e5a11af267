/**
 * What repeats in a log, made once by the readable parser and enricher as the JSON text that stands in
 * documents: so nothing here says a second time what a field means. assembly/cache.ts keeps it.
 */
import { recordActionPrefix } from '../bulk/encode-item.ts';
import type { IndexName } from '../core/brand.ts';
import { ByteText } from '../core/byte-writer.ts';
import { isDownloadOperation } from '../enrich/download-ppm-of.ts';
import type { AddressInfo, EnrichmentParts } from '../enrich/enrich.ts';
import { extensionOf, foldersOf } from '../enrich/key-parts.ts';
import { networkOf } from '../enrich/network-of.ts';
import { type AddressFact, originOf, UNKNOWN_FACT } from '../enrich/origin-of.ts';
import { referrerDomainOf } from '../enrich/referrer-domain-of.ts';
import { accountOf, roleOf } from '../enrich/requester-parts.ts';
import { urlParametersOf } from '../enrich/url-parameters-of.ts';
import { isQueryTooLong, urlQueryOf } from '../enrich/url-query-of.ts';
import { decodeKey, isEncodedOnce } from '../parse/decode-key.ts';
import { parseTime } from '../parse/parse-time.ts';
import { isAddressText } from '../parse/read-record.ts';
import type { Redact } from '../parse/redact.ts';
import { splitRequestLine } from '../parse/split-request-line.ts';
import { type FieldName, foldersText, memberStart, memberText } from './member-text.ts';

/** Texts: what was logged, what was derived from it, and of an address what data files know. */
export interface Entry {
  readonly texts: readonly string[];
  /** What it is to be known by; REFUSED: the line takes the readable way. */
  readonly number: number;
}

const REFUSED = -1;
const NO_NUMBER = 0;
/** An address that is none of those that are remembered. */
const UNKNOWN = -2;
/** Of an operation. */
const IS_DOWNLOAD = 1;
const IS_ENCODED_ONCE = 2;

export interface Day {
  readonly index: IndexName;
  /** Seconds from 1970-01-01 UTC to its midnight. */
  readonly seconds: number;
  /** The start of its action lines. */
  readonly action: ByteText;
}

interface Tail {
  readonly hostHeader: string | null;
  readonly accessPointArn: string | null;
  readonly sourceRegion: string | null;
}

export interface LineTextsOptions {
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

export class LineTexts {
  readonly #options: LineTextsOptions;
  readonly #days: Day[] = [];
  readonly #requesters: string[] = [];
  readonly #tails: Tail[] = [];
  /** The same network gives the same object. */
  readonly #facts: (AddressFact | null)[] = [];

  constructor(options: LineTextsOptions) {
    this.#options = options;
  }

  /** All numbers are void. */
  clear(): void {
    for (const known of [this.#days, this.#requesters, this.#tails, this.#facts]) known.length = 0;
  }

  /** @throws RangeError where there is none of that number */
  dayAt(number: number): Day {
    const day = this.#days[number];
    if (day === undefined) throw new RangeError(`there is no day ${number}`);
    return day;
  }

  /** Owner and bucket together: most logs are of one. */
  head(text: string): Entry {
    const [owner, bucket] = text.split(' ');
    const texts = [memberText('bucket_owner', orNull(owner)) + memberText('bucket', orNull(bucket))]; // biome-ignore format: one line
    return { texts, number: NO_NUMBER };
  }

  /** By the date alone. */
  day(date: string): Entry {
    const time = parseTime(`${date}:00:00:00 +0000`);
    if (time === null) return { texts: [], number: REFUSED };
    const index = this.#options.recordIndex(time.text);
    const action = new ByteText(recordActionPrefix('create', index));
    const texts = [`{"@timestamp":"${time.text.slice(0, -'00:00:00Z'.length)}`];
    return { texts, number: this.#days.push({ index, seconds: time.seconds, action }) - 1 };
  }

  address(text: string): Entry {
    if (!isAddressText(text))
      return { texts: [memberText('remote_ip_logged', text)], number: this.#factNumber(null) };
    const { addressFactOf, addressInfoOf } = this.#options.parts;
    const texts = [
      unlessPlain('remote_ip', text, text),
      memberText('network', networkOf(text)),
      placeText(addressInfoOf(text)),
    ];
    return { texts, number: this.#factNumber(addressFactOf(text)) };
  }

  #factNumber(fact: AddressFact | null): number {
    const known = this.#facts.indexOf(fact);
    return known >= 0 ? known : this.#facts.push(fact) - 1;
  }

  requester(text: string): Entry {
    if (text.includes(' ') && !ORIGIN_ACCESS_IDENTITY.test(text))
      return { texts: [], number: REFUSED };
    const derived = memberText('account', accountOf(text)) + memberText('role', roleOf(text));
    const texts = [unlessPlain('requester', text, text), derived];
    return { texts, number: this.#requesters.push(text) - 1 };
  }

  operation(name: string): Entry {
    const number =
      (isDownloadOperation(name) ? IS_DOWNLOAD : 0) | (isEncodedOnce(name) ? IS_ENCODED_ONCE : 0);
    return { texts: [memberText('operation', orNull(name))], number };
  }

  /** Of a key that is not decoded by bytes. `operation`: one that reads keys as that of the line. */
  key(text: string, operation: string): Entry {
    const { redactField } = this.#options;
    const decoded = decodeKey(text, operation);
    const key = redactField(decoded.key);
    const logged = decoded.keyLogged === null ? null : redactField(decoded.keyLogged);
    const parts = foldersText(foldersOf(key)) + memberText('extension', extensionOf(key));
    const texts = [memberText('key', key) + memberText('key_logged', logged), parts];
    return { texts, number: NO_NUMBER };
  }

  /** `prefix`: all of a decoded key up to its last slash; nothing behind it makes a folder. */
  folders(prefix: string): Entry {
    return { texts: [foldersText(foldersOf(prefix))], number: NO_NUMBER };
  }

  /** Of one with a query, or where a secret may stand. */
  requestUri(text: string): Entry {
    const { redactField, parts } = this.#options;
    const requestUri = redactField(text);
    const { httpMethod, httpVersion } = splitRequestLine(requestUri);
    const query = urlQueryOf({ requestUri, httpMethod, httpVersion });
    const logged =
      memberText('request_uri', requestUri) +
      memberText('http_method', httpMethod) +
      memberText('http_version', httpVersion);
    const derived =
      memberText('url_query', query === null || isQueryTooLong(query) ? null : query) +
      memberText('url_parameters', query === null || !parts.keepUrlParameters ? null : urlParametersOf(query)); // biome-ignore format: one line
    return { texts: [logged, derived], number: NO_NUMBER };
  }

  /** Of one that is no address of a page, or where a secret may stand. */
  referrer(text: string): Entry {
    const referrer = this.#options.redactField(text);
    const texts = [memberText('referrer', referrer), memberText('referrer_domain', referrerDomainOf(referrer))]; // biome-ignore format: one line
    return { texts, number: NO_NUMBER };
  }

  /** `start`: a referrer up to where its host ends: nothing behind it tells the domain anything. */
  referrerHost(start: string): Entry {
    return { texts: [memberText('referrer_domain', referrerDomainOf(start))], number: NO_NUMBER };
  }

  agent(text: string): Entry {
    const { redactField, parts } = this.#options;
    const userAgent = redactField(text);
    const agent = parts.agentOf(userAgent);
    const derived =
      memberText('agent_name', agent.name) +
      memberText('agent_class', agent.class) +
      memberText('os', agent.os) +
      memberText('device', agent.device);
    return { texts: [unlessPlain('user_agent', userAgent, text), derived], number: NO_NUMBER };
  }

  tail(text: string): Entry {
    const fields = text.includes('&#') ? null : TAIL.exec(text); // an encoded `=`: it may hold a secret
    if (fields === null) return { texts: [], number: REFUSED };
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
    const number = this.#tails.push({ hostHeader, accessPointArn, sourceRegion }) - 1;
    return { texts: [members], number };
  }

  /** By the numbers of address, requester and tail; -1: the line has none, or UNKNOWN. */
  origin(address: number, requester: number, tail: number): Entry {
    const known = this.#tails[tail];
    if (known === undefined) throw new RangeError(`there is no tail ${tail}`);
    const signs = { requester: this.#requesters[requester] ?? null, ...known };
    const fact = address === UNKNOWN ? UNKNOWN_FACT : (this.#facts[address] ?? null);
    const origin = originOf(signs, fact);
    return { texts: [memberText('origin', origin)], number: NO_NUMBER };
  }
}

/** Nothing where the value stands as it was logged: the machine has that from the line, and keeps it once. */
function unlessPlain(name: FieldName, value: string, logged: string): string {
  const text = memberText(name, value);
  return text === `${memberStart(name)}${logged}"` ? '' : text;
}

const placeText = ({ country, asn, asOrg }: AddressInfo): string =>
  memberText('country', country) + memberText('asn', asn) + memberText('as_org', asOrg);
