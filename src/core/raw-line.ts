/**
 * One line of a log as its bytes, where they lie. The object is used again for the next line: whoever
 * wants to keep something of it takes a copy.
 */
export interface RawLine {
  readonly buffer: Buffer;
  /** Of the same bytes. Another view, other bytes: what was read of one may be kept for all its lines. */
  readonly view: DataView;
  /** Where the line starts in them, and where it ends, without its line ending. */
  readonly start: number;
  readonly end: number;
  /** Counts from 1, blank lines too, as an editor shows it. */
  readonly number: number;
  /** Of its first byte, in the decompressed bytes of its log object. */
  readonly offset: number;
  /** One character a byte (Latin-1): made when it is asked for. */
  readonly text: string;
}
