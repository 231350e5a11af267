/** What the readable way makes of a line, and what the quick way does: for tests that hold them equal. */
import { encodeDocument } from '../../src/bulk/document.ts';
import { documentId } from '../../src/bulk/document-id.ts';
import { encodeRecordItem, recordActionPrefix } from '../../src/bulk/encode-item.ts';
import { indexNames } from '../../src/bulk/index-name.ts';
import { asSyncId } from '../../src/core/brand.ts';
import { ByteWriter } from '../../src/core/byte-writer.ts';
import {
  type EnricherOptions,
  type EnrichmentParts,
  enricherOf,
  makeEnrichmentParts,
} from '../../src/enrich/enrich.ts';
import { makeLineParser } from '../../src/parse/parse-line.ts';
import { LineEncoder } from '../../src/transcode/line-encoder.ts';

const USUAL_LOG_KEY = 'logs/"late"/2026-01-17-00-00-00-0A1B2C3D4E5F6071.gz';
const SYNC_ID = asSyncId('20260117T000000Z-0a1b');

export interface WaysOptions extends EnricherOptions {
  readonly redactNames?: readonly string[];
  readonly keepHostId?: boolean;
  readonly grain?: 'month' | 'day';
  readonly timeSecondsMax?: number;
  readonly cacheBytesMax?: number;
  readonly logKey?: string;
}

export interface BothWays {
  /** null: the line is no record, or has no request id. */
  readable(line: string, lineNumber: number): string | null;
  /** null: the line is left to the readable way. */
  quick(line: string, lineNumber: number): string | null;
  /** How many user agents the quick way had to have read. */
  readonly agentsRead: number;
}

export function makeBothWays(options: WaysOptions = {}): BothWays {
  const { redactNames = [], keepHostId = true, grain = 'month', logKey = USUAL_LOG_KEY } = options;
  const limits = { timeSecondsMax: options.timeSecondsMax ?? 4_102_444_800 };
  const names = indexNames('tamarin', grain);
  const made = makeEnrichmentParts(options);
  let agentsRead = 0;
  const parts: EnrichmentParts = {
    ...made,
    agentOf: (userAgent) => {
      agentsRead += 1;
      return made.agentOf(userAgent);
    },
  };
  const enrich = enricherOf(makeEnrichmentParts(options)); // caches of its own
  const { parseLine } = makeLineParser({ redactNames, keepHostId });
  const encoder = new LineEncoder({
    parts,
    redactNames,
    keepHostId,
    recordIndex: names.recordIndex,
    ...(options.cacheBytesMax === undefined ? {} : { cacheBytesMax: options.cacheBytesMax }),
  });
  const texts = encoder.logTexts(logKey, SYNC_ID, limits);
  const writer = new ByteWriter();
  return {
    readable: (line, logLine) => {
      const outcome = parseLine(line, limits);
      if (outcome.kind === 'reject' || outcome.record.requestId === null) return null;
      const { record, isPlain } = outcome;
      const provenance = { logKey, logLine, syncId: SYNC_ID };
      const document = encodeDocument(record, enrich(record), provenance, isPlain);
      const prefix = recordActionPrefix('create', names.recordIndex(record.time));
      const id = documentId(line, record.timeSeconds, null, isPlain);
      return Buffer.from(encodeRecordItem(prefix, id, document)).toString('latin1');
    },
    quick: (line, number) => {
      // Among other bytes, as a line lies in a chunk: what it takes of its neighbours would show.
      const buffer = Buffer.from(`before\n${line}\n" - "behind" HTTP/1.1`, 'latin1');
      const start = 'before\n'.length;
      const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length);
      const raw = { buffer, view, start, end: start + line.length, number, offset: 0, text: line };
      const body = Buffer.alloc(encoder.roomFor(raw, texts));
      writer.target(body, 0);
      if (body.length === 0 || !encoder.encodeItem(raw, texts, writer)) return null;
      return body.toString('latin1', 0, writer.at); // as bytes: UTF-8 that is none would not be seen
    },
    get agentsRead() {
      return agentsRead;
    },
  };
}
