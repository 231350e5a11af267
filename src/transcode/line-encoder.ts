/**
 * The fast way of an ordinary line: from the bytes of the log straight into the body of a bulk request,
 * as the very bytes that parser, enricher and bulk/document.ts make of it. Where a line has anything
 * odd it says so, and the line takes the readable way. test/transcode/ holds the two equal.
 */
import { hash } from 'node:crypto';
import type { IndexName, SyncId } from '../core/brand.ts';
import { ByteText, type ByteWriter } from '../core/byte-writer.ts';
import type { RawLine } from '../core/raw-line.ts';
import { isDownloadStatus, sentPpm, WHOLE_PPM } from '../enrich/download-ppm-of.ts';
import type { EnrichmentParts } from '../enrich/enrich.ts';
import { type AddressFact, originOf, UNKNOWN_FACT } from '../enrich/origin-of.ts';
import { TIME_SECONDS_MIN, type TimeLimits } from '../parse/read-record.ts';
import { makeRedactor, type Redact, secretNames } from '../parse/redact.ts';
import { AddressField } from './address-field.ts';
import { PARAMETER, QUESTION_MARK } from './byte-class.ts';
import { KeyField } from './key-field.ts';
import { ACTION, DATE, DERIVED, LineCaches, LOGGED, PLACE, type Tail } from './line-caches.ts';
import { FIELD } from './line-fields.ts';
import { memberStart, memberText, numberStart } from './member-text.ts';
import { OrdinaryLine } from './ordinary-line.ts';
import { secondsOfDay } from './read-clock.ts';
import { hostEnd } from './referrer-host.ts';
import { VERSION_LENGTH } from './request-line.ts';
import { type IsSecretFree, makeSecretFree } from './secret-free.ts';
import { ID_SECONDS_MAX, writeId } from './write-id.ts';

export interface LineEncoderOptions {
  readonly parts: EnrichmentParts;
  /** Further parameter names whose values are secret. */
  readonly redactNames: readonly string[];
  readonly keepHostId: boolean;
  readonly recordIndex: (time: string) => IndexName;
}

/** What stands in the documents of all lines of one log, or of one member of an archive. */
export interface LogTexts {
  readonly limits: TimeLimits;
  /** Up to the line's number. */
  readonly beforeLine: ByteText;
  readonly afterLine: ByteText;
}

const QUOTE = 0x22;
const LETTER_H = 0x68;
/** Longer lines may need more room than a batch keeps free. */
const LINE_BYTES_MAX = 2_048;
/** A byte of a line can stand in key and folders, and each there as an escape of six. */
const ROOM_A_BYTE = 24;
const ROOM_FOR_THE_REST = 8_192;

const text = (content: string): ByteText => new ByteText(content);
const BEFORE_DOCUMENT = text('"}}\n');
const AFTER_TIME = text('Z"');
const REQUEST_ID = text(memberStart('request_id'));
const REQUEST_URI = text(memberStart('request_uri'));
const HTTP_METHOD = text(memberStart('http_method'));
const HTTP_VERSION = text(memberStart('http_version'));
const HTTP_STATUS = text(numberStart('http_status'));
const ERROR_CODE = text(memberStart('error_code'));
const BYTES_SENT = text(numberStart('bytes_sent'));
const OBJECT_SIZE = text(numberStart('object_size'));
const TOTAL_TIME = text(numberStart('total_time'));
const TURN_AROUND_TIME = text(numberStart('turn_around_time'));
const REFERRER = text(memberStart('referrer'));
const VERSION_ID = text(memberStart('version_id'));
const HOST_ID = text(memberStart('host_id'));
const DOWNLOAD_PPM = text(numberStart('download_ppm'));
const WHOLE_DOWNLOAD = text(memberText('download_ppm', WHOLE_PPM));

/** Of the last line: nearly all lines of a log have the same. */
interface KnownOrigin {
  readonly fact: AddressFact | null;
  readonly requester: string | null;
  readonly tail: Tail;
  readonly text: ByteText;
}

export class LineEncoder {
  readonly #line = new OrdinaryLine();
  readonly #key = new KeyField(LINE_BYTES_MAX);
  readonly #address: AddressField;
  readonly #caches: LineCaches;
  readonly #redactField: Redact;
  readonly #isSecretFree: IsSecretFree;
  readonly #keepHostId: boolean;
  readonly #enriched: string;
  #lastOrigin: KnownOrigin | null = null;
  /** As many as there are origins. */
  readonly #originTexts = new Map<string | null, ByteText>();
  /** Entry of the day of the line that is read. */
  #day = 0;
  /** Of the line that was encoded last. */
  timeSeconds = 0;
  index: IndexName | null = null;
  /** SHA-256 of its bytes, one character a byte. */
  lineHash = '';
  offset = 0;

  constructor({ parts, redactNames, keepHostId, recordIndex }: LineEncoderOptions) {
    const { redactField } = makeRedactor(redactNames);
    this.#redactField = redactField;
    this.#caches = new LineCaches({ parts, redactField, recordIndex });
    this.#isSecretFree = makeSecretFree(secretNames(redactNames));
    this.#keepHostId = keepHostId;
    this.#enriched = parts.enriched;
    this.#address = new AddressField(parts.knowsAddresses);
  }

  logTexts(logKey: string, syncId: SyncId | null, limits: TimeLimits): LogTexts {
    return {
      limits,
      beforeLine: text(
        memberText('enriched', this.#enriched) + memberText('log_key', logKey) + numberStart('log_line'), // biome-ignore format: one line
      ),
      afterLine: text(`${memberText('sync_id', syncId)}}\n`),
    };
  }

  /** Bytes that an item may take at most. 0: the line is none for this way. */
  roomFor(raw: RawLine): number {
    const length = raw.end - raw.start;
    return length > LINE_BYTES_MAX ? 0 : length * ROOM_A_BYTE + ROOM_FOR_THE_REST;
  }

  /** Writes action line and document. False: something was odd, and what was written is void. */
  encodeItem(raw: RawLine, log: LogTexts, to: ByteWriter): boolean {
    if (!this.#read(raw, log)) return false;
    this.offset = raw.offset;
    this.lineHash = hash('sha256', raw.buffer.subarray(raw.start, raw.end), 'binary');
    this.#caches.days.write(this.#day, ACTION, to);
    writeId(this.timeSeconds, this.lineHash, to);
    to.text(BEFORE_DOCUMENT);
    return this.#writeDocument(raw, log, to);
  }

  /** The document alone, with its line ending. False: as `encodeItem`. */
  encodeDocument(raw: RawLine, log: LogTexts, to: ByteWriter): boolean {
    return this.#read(raw, log) && this.#writeDocument(raw, log, to);
  }

  #read(raw: RawLine, { limits }: LogTexts): boolean {
    const line = this.#line;
    if (!line.read(raw.view, raw.start, raw.end)) return false;
    if (line.endsInValue && !this.#isHostIdFree()) return false;
    this.#day = this.#caches.day(line);
    const day = this.#caches.days.value(this.#day);
    if (day === null) return false;
    const time = secondsOfDay(line.view, (line.starts[FIELD.time] ?? 0) + 'dd/Mon/yyyy'.length);
    const seconds = day.seconds + time;
    if (time < 0 || seconds < TIME_SECONDS_MIN || seconds > ID_SECONDS_MAX) return false;
    if (seconds > limits.timeSecondsMax) return false;
    this.timeSeconds = seconds;
    this.index = day.index;
    return true;
  }

  /** The readable way redacts it where another field of the line may hold a secret. */
  #isHostIdFree(): boolean {
    const hostId = this.#line.text(FIELD.hostId);
    return this.#redactField(hostId) === hostId;
  }

  /** In the order of bulk/document.ts. */
  #writeDocument(raw: RawLine, log: LogTexts, to: ByteWriter): boolean {
    const line = this.#line;
    const caches = this.#caches;
    const tail = caches.tail(line);
    const tailValue = caches.tails.value(tail);
    if (tailValue === null) return false;
    const hasAddress = !line.isNull(FIELD.remoteIp);
    const address = hasAddress && !this.#address.read(line) ? caches.address(line) : -1;
    const requester = line.isNull(FIELD.requester) ? -1 : caches.requester(line);
    const requesterValue = requester >= 0 ? caches.requesters.value(requester) : null;
    if (requester >= 0 && requesterValue === null) return false;
    const agent = line.isNull(FIELD.userAgent) ? -1 : caches.agent(line);
    const operation = caches.operation(line);
    const operationValue = caches.operations.value(operation);
    const hasKey = !line.isNull(FIELD.key);
    const { isEncodedOnce } = operationValue;
    const key = hasKey && !this.#key.read(line, isEncodedOnce) ? caches.key(line, operationValue) : -1; // biome-ignore format: one line
    const hasUri = !line.isNull(FIELD.requestUri);
    const uri = hasUri && !this.#isPlainUri() ? caches.requestUri(line) : -1;
    const hasReferrer = !line.isNull(FIELD.referrer);
    const referrer = hasReferrer && !this.#isPlainReferrer() ? caches.referrer(line) : -1;

    caches.days.write(this.#day, DATE, to);
    const time = (line.starts[FIELD.time] ?? 0) + 'dd/Mon/yyyy:'.length;
    to.copy(line.view, time, time + 'hh:mm:ss'.length);
    to.text(AFTER_TIME);
    caches.heads.write(caches.head(line), LOGGED, to);
    if (address >= 0) caches.addresses.write(address, LOGGED, to);
    else if (hasAddress) this.#address.write(line, to);
    if (requester >= 0) caches.requesters.write(requester, LOGGED, to);
    this.#copyText(FIELD.requestId, REQUEST_ID, to);
    caches.operations.write(operation, LOGGED, to);
    if (key >= 0) caches.keys.write(key, LOGGED, to);
    else if (hasKey) this.#key.write(line, to);
    if (uri >= 0) caches.requestUris.write(uri, LOGGED, to);
    else if (hasUri) this.#copyUri(to);
    this.#copyNumber(FIELD.httpStatus, HTTP_STATUS, to);
    if (!line.isNull(FIELD.errorCode)) this.#copyText(FIELD.errorCode, ERROR_CODE, to);
    this.#copyNumber(FIELD.bytesSent, BYTES_SENT, to);
    this.#copyNumber(FIELD.objectSize, OBJECT_SIZE, to);
    this.#copyNumber(FIELD.totalTime, TOTAL_TIME, to);
    this.#copyNumber(FIELD.turnAroundTime, TURN_AROUND_TIME, to);
    if (referrer >= 0) caches.referrers.write(referrer, LOGGED, to);
    else if (hasReferrer) this.#copyText(FIELD.referrer, REFERRER, to);
    if (agent >= 0) caches.agents.write(agent, LOGGED, to);
    if (!line.isNull(FIELD.versionId)) this.#copyText(FIELD.versionId, VERSION_ID, to);
    if (this.#keepHostId && !line.isNull(FIELD.hostId)) this.#copyText(FIELD.hostId, HOST_ID, to);
    caches.tails.write(tail, LOGGED, to);

    if (uri >= 0) caches.requestUris.write(uri, DERIVED, to);
    if (requester >= 0) caches.requesters.write(requester, DERIVED, to);
    if (address >= 0) caches.addresses.write(address, DERIVED, to);
    else if (hasAddress) this.#address.writeNetwork(line, to);
    const unknown = hasAddress ? UNKNOWN_FACT : null;
    const fact = address >= 0 ? caches.addresses.value(address) : unknown;
    to.text(this.#origin(fact, requesterValue, tailValue));
    if (key >= 0) caches.keys.write(key, DERIVED, to);
    else if (hasKey) this.#key.writeParts(to);
    if (referrer >= 0) caches.referrers.write(referrer, DERIVED, to);
    else if (hasReferrer)
      caches.referrerHosts.write(caches.referrerHost(line, hostEnd(line)), LOGGED, to);
    if (agent >= 0) caches.agents.write(agent, DERIVED, to);
    if (operationValue.isDownload) this.#writePpm(to);
    if (address >= 0) caches.addresses.write(address, PLACE, to);
    to.text(log.beforeLine);
    to.integer(raw.number);
    to.text(log.afterLine);
    return true;
  }

  /** Without a query and secrets. */
  #isPlainUri(): boolean {
    const { view, starts, ends, classes } = this.#line;
    const [start, end] = [starts[FIELD.requestUri] ?? 0, ends[FIELD.requestUri] ?? 0];
    const found = classes[FIELD.requestUri] ?? 0;
    if ((found & QUESTION_MARK) !== 0) return false;
    return (found & PARAMETER) === 0 || this.#isSecretFree(view, start, end);
  }

  #copyUri(to: ByteWriter): void {
    const { view, starts, ends, methodEnd } = this.#line;
    const end = ends[FIELD.requestUri] ?? 0;
    this.#copyText(FIELD.requestUri, REQUEST_URI, to);
    to.text(HTTP_METHOD);
    to.copy(view, starts[FIELD.requestUri] ?? 0, methodEnd);
    to.byte(QUOTE);
    to.text(HTTP_VERSION);
    to.copy(view, end - VERSION_LENGTH, end);
    to.byte(QUOTE);
  }

  #isPlainReferrer(): boolean {
    const { view, starts, ends, classes } = this.#line;
    const [start, end] = [starts[FIELD.referrer] ?? 0, ends[FIELD.referrer] ?? 0];
    if (view.getUint8(start) !== LETTER_H) return false;
    if (((classes[FIELD.referrer] ?? 0) & PARAMETER) === 0) return true;
    return this.#isSecretFree(view, start, end);
  }

  #copyText(field: number, start: ByteText, to: ByteWriter): void {
    to.text(start);
    to.copy(this.#line.view, this.#line.starts[field] ?? 0, this.#line.ends[field] ?? 0);
    to.byte(QUOTE);
  }

  #copyNumber(field: number, start: ByteText, to: ByteWriter): void {
    if (this.#line.isNull(field)) return;
    to.text(start);
    to.copy(this.#line.view, this.#line.starts[field] ?? 0, this.#line.ends[field] ?? 0);
  }

  #writePpm(to: ByteWriter): void {
    const line = this.#line;
    if (!isDownloadStatus(line.integer(FIELD.httpStatus)) || line.isNull(FIELD.objectSize)) return;
    if (line.isSame(FIELD.bytesSent, FIELD.objectSize)) {
      to.text(WHOLE_DOWNLOAD); // most are
      return;
    }
    const ppm = sentPpm(line.integer(FIELD.bytesSent), line.integer(FIELD.objectSize));
    if (ppm === null) return;
    to.text(DOWNLOAD_PPM);
    to.integer(ppm);
  }

  #origin(fact: AddressFact | null, requester: string | null, tail: Tail): ByteText {
    const last = this.#lastOrigin;
    if (last !== null && last.fact === fact && last.requester === requester && last.tail === tail)
      return last.text;
    const origin = originOf({ requester, ...tail }, fact);
    const found = this.#originTexts.get(origin) ?? text(memberText('origin', origin));
    this.#originTexts.set(origin, found);
    this.#lastOrigin = { fact, requester, tail, text: found };
    return found;
  }
}
