/**
 * The identity of a record is its content: the same line is the same document, whichever file or
 * delivery brought it. These ids are stored; they can never change (test/contract pins them).
 */
import { hash } from 'node:crypto';
import { asDocumentId, type DocumentId } from '../core/brand.ts';

/** 12 characters of base64url are the first 72 bits of the hash. */
const HASH_CHARACTERS = 12;

/** Which of several equal lines without a request id this is. */
export interface Occurrence {
  /** Name of the log object, or of the member of an archive, without folders and `.gz`. */
  readonly baseName: string;
  /** 0 for the first of the equal lines in that object. */
  readonly ordinal: number;
}

/**
 * Record time in seconds (base 36, so that ids sort by time) + `-` + 72 bits of SHA-256 over the
 * line's bytes. `line` is latin-1 (a character a byte) without its line ending. A line without a
 * request id takes its occurrence too: two such lines may be two requests. `isAscii`, where it is
 * known, saves a copy: the UTF-8 that is hashed of a string is then the line's own bytes.
 */
export function documentId(
  line: string,
  timeSeconds: number,
  occurrence: Occurrence | null,
  isAscii = false,
): DocumentId {
  const bytes = occurrence === null && isAscii ? line : hashedBytes(line, occurrence);
  return asDocumentId(
    `${timeSeconds.toString(36)}-${hash('sha256', bytes, 'base64url').slice(0, HASH_CHARACTERS)}`,
  );
}

function hashedBytes(line: string, occurrence: Occurrence | null): Buffer {
  const bytes = Buffer.from(line, 'latin1');
  if (occurrence === null) return bytes;
  return Buffer.concat([bytes, Buffer.from(`\n${occurrence.baseName}\n${occurrence.ordinal}`)]);
}

/** The hash of all bytes of a line; `_id` of one that is quarantined. */
export const lineHash = (line: string): string =>
  hash('sha256', Buffer.from(line, 'latin1'), 'base64url');

/**
 * `logs/2026-01-17-x.gz`, `2026-01-17-x` and `all.tar!2026-01-17-x` are the same log object to the
 * identity of its lines.
 */
export function baseNameOf(logKey: string): string {
  const start = Math.max(logKey.lastIndexOf('/'), logKey.lastIndexOf('!')) + 1;
  return logKey.slice(start).replace(/\.(?:gz|zst)$/, '');
}
