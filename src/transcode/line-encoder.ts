/**
 * The fast way of an ordinary line: from the bytes of the log straight into the body of a bulk request,
 * as the very bytes that parser, enricher and bulk/document.ts make of it. assembly/ reads and writes them;
 * where a line has anything odd it says so, and the line takes the readable way. test/transcode/ holds the
 * two equal.
 */
import { hash } from 'node:crypto';
import type { IndexName, SyncId } from '../core/brand.ts';
import { ByteText, type ByteWriter } from '../core/byte-writer.ts';
import type { RawLine } from '../core/raw-line.ts';
import { WHOLE_PPM } from '../enrich/download-ppm-of.ts';
import type { EnrichmentParts } from '../enrich/enrich.ts';
import { TIME_SECONDS_MIN, type TimeLimits } from '../parse/read-record.ts';
import { makeRedactor, secretNames } from '../parse/redact.ts';
import { INPUT_BYTES, LineMachine } from './line-machine.ts';
import { type Day, type Entry, LineTexts } from './line-texts.ts';
import { memberStart, memberText, numberStart } from './member-text.ts';
import { makeSecretFree } from './secret-free.ts';
import { ID_SECONDS_MAX, writeId } from './write-id.ts';

export interface LineEncoderOptions {
  readonly parts: EnrichmentParts;
  /** Further parameter names whose values are secret. */
  readonly redactNames: readonly string[];
  readonly keepHostId: boolean;
  readonly recordIndex: (time: string) => IndexName;
  /** Of what it remembers; by default 32 MiB. */
  readonly cacheBytesMax?: number;
}

/** What stands in the documents of all lines of one log, or of one member of an archive. */
export interface LogTexts {
  readonly limits: TimeLimits;
  /** Of both texts together, as UTF-8. */
  readonly bytes: number;
  /** Up to the line's number. */
  readonly beforeLine: string;
  readonly afterLine: string;
}

const CACHE_BYTES_MAX = 32 * 1_024 * 1_024;
/** Longer lines, and logs of longer names, may need more room than a batch keeps free. */
const QUICK_LINE_BYTES_MAX = 2_048;
const LOG_BYTES_MAX = 8_192;
/** The machine counts in 32 bits. */
const LINE_NUMBER_MAX = 2 ** 32 - 1;
/**
 * `%01`, three bytes of the line, becomes an escape of six, in the key and in each of its four folders, and
 * stands once more in the key as it was logged; a secret of a byte becomes REDACTED in each of them. The
 * worst that was found is 17 for each byte.
 */
const ROOM_A_BYTE = 24;
const ROOM_FOR_THE_REST = 8_192;
const BEFORE_DOCUMENT = new ByteText('"}}\n');

/** In the order of assembly/texts.ts, up to those of a log. */
const TEXTS = [
  'Z"',
  memberStart('request_id'),
  memberStart('key'),
  memberStart('key_logged'),
  memberStart('request_uri'),
  memberStart('http_method'),
  memberStart('http_version'),
  numberStart('http_status'),
  memberStart('error_code'),
  numberStart('bytes_sent'),
  numberStart('object_size'),
  numberStart('total_time'),
  numberStart('turn_around_time'),
  memberStart('referrer'),
  memberStart('version_id'),
  memberStart('host_id'),
  memberStart('extension'),
  numberStart('download_ppm'),
  memberText('download_ppm', WHOLE_PPM),
  memberStart('remote_ip'),
  memberStart('network'),
  '0/24"',
  memberStart('requester'),
  memberStart('user_agent'),
];

/**
 * null: the processor, or what a virtual machine shows of it, lacks the instructions for sixteen bytes at
 * once (SSE4.1); then every line takes the readable way.
 */
export function makeLineEncoder(options: LineEncoderOptions): LineEncoder | null {
  try {
    return new LineEncoder(options);
  } catch (error) {
    if (error instanceof Error && error.name === 'CompileError') return null;
    throw error;
  }
}

export class LineEncoder {
  readonly #texts: LineTexts;
  readonly #machine: LineMachine;
  readonly #enriched: string;
  /** Whose texts the machine has. */
  #log: LogTexts | null = null;
  /** What the machine has loaded. */
  #loaded: DataView | null = null;
  /** Of the line that was encoded last. */
  timeSeconds = 0;
  index: IndexName | null = null;
  /** SHA-256 of its bytes, one character a byte. */
  lineHash = '';
  offset = 0;

  constructor(options: LineEncoderOptions) {
    const {
      parts,
      redactNames,
      keepHostId,
      recordIndex,
      cacheBytesMax = CACHE_BYTES_MAX,
    } = options;
    const { redactField } = makeRedactor(redactNames);
    const texts = new LineTexts({ parts, redactField, recordIndex });
    this.#texts = texts;
    this.#enriched = parts.enriched;
    this.#machine = new LineMachine({
      keepHostId,
      knowsAddresses: parts.knowsAddresses,
      cacheBytesMax,
      isSecretFree: makeSecretFree(secretNames(redactNames)),
      // The readable way redacts it where another field of the line may hold a secret.
      isHostIdFree: (hostId) => redactField(hostId) === hostId,
      make: (field, bytes) => makeEntry(texts, field, bytes),
      onClear: () => texts.clear(),
    });
    this.#machine.setTexts(0, TEXTS);
  }

  logTexts(logKey: string, syncId: SyncId | null, limits: TimeLimits): LogTexts {
    const beforeLine = memberText('enriched', this.#enriched) + memberText('log_key', logKey) + numberStart('log_line'); // biome-ignore format: one line
    const afterLine = `${memberText('sync_id', syncId)}}\n`;
    const bytes = Buffer.byteLength(beforeLine) + Buffer.byteLength(afterLine);
    return { limits, bytes, beforeLine, afterLine };
  }

  /** Bytes that an item may take at most. 0: the line is none for this way. */
  roomFor(raw: RawLine, log: LogTexts): number {
    const length = raw.end - raw.start;
    const isTooMuch =
      length > QUICK_LINE_BYTES_MAX || log.bytes > LOG_BYTES_MAX || raw.number > LINE_NUMBER_MAX;
    return isTooMuch ? 0 : length * ROOM_A_BYTE + log.bytes + ROOM_FOR_THE_REST;
  }

  /** Writes action line and document. False: something was odd, and what was written is void. */
  encodeItem(raw: RawLine, log: LogTexts, to: ByteWriter): boolean {
    const length = this.#encode(raw, log);
    const day = length === 0 ? null : this.#dayOf(log);
    if (day === null) return false;
    this.index = day.index;
    this.offset = raw.offset;
    this.lineHash = hash('sha256', raw.buffer.subarray(raw.start, raw.end), 'binary');
    to.text(day.action);
    writeId(this.timeSeconds, this.lineHash, to);
    to.text(BEFORE_DOCUMENT);
    this.#write(length, to);
    return true;
  }

  /** The document alone, with its line ending. False: as `encodeItem`. */
  encodeDocument(raw: RawLine, log: LogTexts, to: ByteWriter): boolean {
    const length = this.#encode(raw, log);
    if (length === 0 || this.#dayOf(log) === null) return false;
    this.#write(length, to);
    return true;
  }

  #encode(raw: RawLine, log: LogTexts): number {
    if (log !== this.#log) {
      this.#machine.replaceTexts(TEXTS.length, [log.beforeLine, log.afterLine]);
      this.#log = log;
    }
    const at = this.#placeOf(raw);
    return this.#machine.encode(at, at + raw.end - raw.start, raw.number);
  }

  /** All that a chunk holds is loaded at once. */
  #placeOf({ buffer, view, start, end }: RawLine): number {
    if (buffer.length > INPUT_BYTES) {
      this.#loaded = null;
      this.#machine.load(buffer, start, end);
      return this.#machine.inputAt;
    }
    if (view !== this.#loaded) {
      this.#machine.load(buffer, 0, buffer.length);
      this.#loaded = view;
    }
    return this.#machine.inputAt + start;
  }

  /** null: the time is none for this way. */
  #dayOf({ limits }: LogTexts): Day | null {
    const day = this.#texts.dayAt(this.#machine.day);
    const seconds = day.seconds + this.#machine.second;
    this.timeSeconds = seconds;
    const isInRange = seconds >= TIME_SECONDS_MIN && seconds <= ID_SECONDS_MAX && seconds <= limits.timeSecondsMax; // biome-ignore format: one line
    return isInRange ? day : null;
  }

  #write(length: number, to: ByteWriter): void {
    const { bytes, documentAt } = this.#machine;
    to.bytes(bytes, documentAt, documentAt + length);
  }
}

/** What is asked for, as assembly/fields.ts numbers it. */
const ASKED = {
  day: 3,
  address: 4,
  requester: 5,
  operation: 7,
  key: 8,
  requestUri: 9,
  referrer: 16,
  agent: 17,
  tail: 20,
  head: 21,
  referrerHost: 22,
  origin: 23,
  folders: 24,
  keyEncodedOnce: 25,
} as const;
/** An operation for each of the two ways in which S3 encodes keys. */
const [TWICE, ONCE] = ['REST.GET.OBJECT', 'S3.EXPIRE.OBJECT'];

function makeEntry(texts: LineTexts, field: number, bytes: Buffer): Entry {
  const text = (): string => bytes.toString('latin1');
  switch (field) {
    case ASKED.day:
      return texts.day(text());
    case ASKED.address:
      return texts.address(text());
    case ASKED.requester:
      return texts.requester(text());
    case ASKED.operation:
      return texts.operation(text());
    case ASKED.key:
      return texts.key(text(), TWICE);
    case ASKED.requestUri:
      return texts.requestUri(text());
    case ASKED.referrer:
      return texts.referrer(text());
    case ASKED.agent:
      return texts.agent(text());
    case ASKED.tail:
      return texts.tail(text());
    case ASKED.head:
      return texts.head(text());
    case ASKED.referrerHost:
      return texts.referrerHost(text());
    case ASKED.origin:
      return texts.origin(bytes.readInt32LE(0), bytes.readInt32LE(4), bytes.readInt32LE(8));
    case ASKED.folders:
      return texts.folders(bytes.toString('utf8'));
    case ASKED.keyEncodedOnce:
      return texts.key(text(), ONCE);
    default:
      throw new RangeError(`nothing is made of field ${field}`);
  }
}
